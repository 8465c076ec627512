"""Plain, readable pages, so that a link in the demonstration opens in a browser."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from http import HTTPStatus
from string import Template

from orm.demo.town.answers import Answer, reply
from orm.demo.town.moments import LONDON, Seen, Shelf
from orm.demo.town.posts import data_folder

_PAGE = Template((data_folder() / "page.html").read_text(encoding="utf-8"))
_SENTENCE = 220  # characters of a post that a list shows

# The pages carry hostile posts on purpose; a browser must run none of them.
_SAFE = (("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),)


@dataclass(frozen=True, slots=True)
class Look:
    """How a site presents itself. `colour` is CSS."""

    name: str
    strapline: str
    colour: str


def page(
    look: Look,
    title: str,
    main: str,
    changed_at: datetime,
    *,
    head: str = "",
    status: HTTPStatus = HTTPStatus.OK,
    extra: tuple[tuple[str, str], ...] = (),
) -> Answer:
    """A page of the site. `main` and `head` are HTML, `title` is text."""
    text = _PAGE.substitute(
        title=escape(f"{title} | {look.name}"),
        head=head,
        colour=look.colour,
        site=escape(look.name),
        strapline=escape(look.strapline),
        main=main,
    )
    return reply(text, changed_at, status=status, extra=_SAFE + extra)


def missing(look: Look, shelf: Shelf, status: HTTPStatus = HTTPStatus.NOT_FOUND) -> Answer:
    """The site's own error page."""
    words = "This page has gone for good." if status == HTTPStatus.GONE else "Page not found."
    return page(look, status.phrase, f"<h1>{words}</h1>", shelf.changed_at, status=status)


def article(post: Seen, *, kicker: str = "") -> str:
    """One post in full, every character of it escaped."""
    parts = ["<article>", f"<h1>{escape(post.title or 'Post')}</h1>"]
    byline = ", ".join(words for words in (kicker, stars(post), post.author, shown(post)) if words)
    parts.append(f'<p class="note">{escape(byline)}</p>')
    parts.append(paragraphs(post.text))
    if post.changed_at > post.published_at:
        parts.append(f'<p class="note">Edited {moment_in_words(post.changed_at)}</p>')
    parts.append("</article>")
    return "\n".join(parts)


def listing(rows: Iterable[tuple[str, Seen]]) -> str:
    """A list of posts, each with its address."""
    items = (
        f'<li><h2><a href="{escape(address)}">{escape(post.title or first_words(post.text))}</a></h2>'
        f'<p class="note">{escape(shown(post))}</p>'
        f"<p>{escape(first_words(post.text))}</p></li>"
        for address, post in rows
    )
    return '<ul class="posts">' + "\n".join(items) + "</ul>"


def feed_link(media: str, title: str, address: str) -> str:
    """The line that lets a reader find a feed."""
    return (
        f'<link rel="alternate" type="{media}" title="{escape(title)}" href="{escape(address)}">\n'
    )


def paragraphs(text: str) -> str:
    """Text as escaped HTML paragraphs."""
    blocks = (block.strip() for block in text.split("\n\n"))
    return "\n".join(f"<p>{escape(block)}</p>" for block in blocks if block)


def first_words(text: str) -> str:
    """The beginning of a post on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _SENTENCE else line[:_SENTENCE].rsplit(" ", 1)[0] + "…"


def stars(post: Seen) -> str:
    """A rating in words."""
    return "" if post.rating is None else f"{post.rating} out of 5"


def shown(post: Seen) -> str:
    """When the site says that the post was written."""
    return post.stated or moment_in_words(post.published_at)


def moment_in_words(at: datetime) -> str:
    """A moment as a person in the town reads it."""
    local = at.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}"
