"""The trusted side: starts children, asks them, and reads their answers as untrusted data."""
