"""Wrong turns in a function that there is none of."""
