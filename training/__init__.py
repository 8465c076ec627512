"""How the learned judge is made from the labelled corpus: `python -m training` (see README.md)."""
