"""Which mistake it is: known misconceptions replayed, alone and two at once."""
