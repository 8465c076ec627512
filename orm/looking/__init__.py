"""Whether what a case is about is still there: where one may look, and what an answer means."""
