"""One module for each page: an `Ask` in, an answer out."""
