"""Official accounts: whether each is ours, alive, linked and looked after, and who poses as us."""
