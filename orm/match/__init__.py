"""Is an item about a watched school, and which words prove it? Pure; see decision 0004."""

from orm.match.matcher import Matcher

__all__ = ["Matcher"]
