"""What several modules of tests share. No test module imports another."""
