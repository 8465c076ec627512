"""What collectors share, and nothing else: dates, text, links, answers and feed documents."""
