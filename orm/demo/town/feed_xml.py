"""Small pieces of XML feeds."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape

from orm.demo.town.moments import Seen


def tag(name: str, text: str) -> str:
    """An element with escaped text."""
    return f"<{name}>{escape(text, quote=False)}</{name}>"


def cdata(name: str, text: str) -> str:
    """An element whose text needs no escaping."""
    return f"<{name}><![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"


def rss_date(post: Seen) -> str:
    """The date that a feed states: RFC 822, or whatever the post says instead."""
    return post.stated or rfc_date(post.published_at)


def rfc_date(at: datetime) -> str:
    """RFC 822 with a numeric offset."""
    return format_datetime(at)


def iso_date(at: datetime) -> str:
    """ISO 8601 to the second."""
    return at.isoformat(timespec="seconds")


def lines(parts: Sequence[str]) -> str:
    """Parts of a document, a line each."""
    return "\n".join(parts) + "\n"
