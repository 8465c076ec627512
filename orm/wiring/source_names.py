"""What readers call each source: the same words in letters and on the desk."""

from collections.abc import Mapping

from reports.words import SOURCES

SOURCE_NAMES: Mapping[str, str] = SOURCES
"""By a source's short name."""
