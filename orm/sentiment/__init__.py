"""In what tone an item speaks of a school. Draws lines and orders lists; decides nothing.

Pure; see decision 0004.
"""

from orm.sentiment.scorer import Scorer

__all__ = ["Scorer"]
