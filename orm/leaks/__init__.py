"""Whether a letter holds what must stay in the house (domain.md §5.3), as pure functions of the letter.

`posts` looks for names, titles and words of posts, `marks` for addresses, numbers, images and abuse;
`screen` says what becomes of a letter in which something was found.
"""
