"""What leaves the house, as pure functions from facts to letters. No I/O, no clock, no log."""
