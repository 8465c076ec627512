"""One run of due polls, top to bottom: plan, fetch, parse, match, score, decide, store."""
