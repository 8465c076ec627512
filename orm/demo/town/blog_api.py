"""The blog's WordPress REST interface, ``/wp-json/wp/v2/posts`` (contracts/web.md §1.11)."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from http import HTTPStatus

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, reply_json
from orm.demo.town.moments import LONDON, Seen, Shelf

API = "/wp-json/"

_POSTS = "wp/v2/posts"
_MOST = 100  # the interface's own limit on per_page


def api_link(asked: Asked) -> tuple[str, str]:
    """The header that leads a reader to the interface."""
    return ("Link", f'<{asked.origin()}{API}>; rel="https://api.w.org/"')


def permalink(post: Seen) -> str:
    """Where a post is."""
    local = post.published_at.astimezone(LONDON)
    return f"/{local:%Y}/{local:%m}/{post.slug}/"


def rendered(post: Seen) -> str:
    """A post's HTML as WordPress stores it: numeric entities, and raw markup where typed."""
    if post.markup:
        return post.text
    return _entities(pages.paragraphs(post.text)).replace("<p>", '<p class="wp-block-paragraph">')


def found(posts: Sequence[Seen], terms: str) -> tuple[Seen, ...]:
    """Posts that hold every word or quoted phrase: a loose LIKE, as in WordPress."""
    wanted = [
        (quoted or word).lower() for quoted, word in re.findall(r'"([^"]+)"|([^\s"]+)', terms)
    ]
    return tuple(
        post
        for post in posts
        if all(word in f"{post.title}\n{post.text}".replace("’", "'").lower() for word in wanted)
    )


def answer_api(asked: Asked, shelf: Shelf, name: str) -> Answer:
    """Any address of the interface."""
    route = (asked.value("rest_route") or asked.path.removeprefix(API)).strip("/")
    if not route:
        return reply_json(_index(asked, name), shelf.changed_at, extra=(api_link(asked),))
    if route == _POSTS:
        return _posts(asked, shelf)
    if route.startswith(f"{_POSTS}/"):
        post = shelf.numbered(route.rpartition("/")[2])
        if post is not None:
            return reply_json(_document(asked, post), post.changed_at, extra=(api_link(asked),))
        return _refusal("rest_post_invalid_id", "Invalid post ID.", HTTPStatus.NOT_FOUND, shelf)
    message = "No route was found matching the URL and request method."
    return _refusal("rest_no_route", message, HTTPStatus.NOT_FOUND, shelf)


def _index(asked: Asked, name: str) -> dict[str, object]:
    return {
        "name": name,
        "description": "",
        "url": asked.origin(),
        "home": asked.origin(),
        "gmt_offset": "0",
        "timezone_string": "Europe/London",
        "namespaces": ["oembed/1.0", "wp/v2"],
        "authentication": [],
        "routes": {f"/{_POSTS}": {"namespace": "wp/v2", "methods": ["GET"]}},
    }


def _posts(asked: Asked, shelf: Shelf) -> Answer:
    each, page = asked.value("per_page", "10"), asked.value("page", "1")
    if not each.isdecimal() or not 1 <= int(each) <= _MOST:
        message = "Invalid parameter(s): per_page"
        return _refusal("rest_invalid_param", message, HTTPStatus.BAD_REQUEST, shelf)
    posts = _after(found(shelf.posts, asked.value("search").replace("’", "'")), asked)
    if asked.value("order", "desc") == "asc":
        posts = posts[::-1]
    size = int(each)
    total_pages = -(-len(posts) // size)
    number = int(page) if page.isdecimal() else 0
    if number < 1 or number > max(total_pages, 1):
        message = "The page number requested is larger than the number of pages available."
        code = "rest_post_invalid_page_number"
        return _refusal(code, message, HTTPStatus.BAD_REQUEST, shelf)
    fields = [name.partition(".")[0] for name in asked.value("_fields").split(",") if name]
    documents = [
        _only(_document(asked, post), fields) for post in posts[(number - 1) * size : number * size]
    ]
    totals = (("X-WP-Total", str(len(posts))), ("X-WP-TotalPages", str(total_pages)))
    return reply_json(documents, shelf.changed_at, extra=(*totals, api_link(asked)))


def _after(posts: Sequence[Seen], asked: Asked) -> tuple[Seen, ...]:
    after, modified = _moment(asked.value("after")), _moment(asked.value("modified_after"))
    return tuple(
        post
        for post in posts
        if (after is None or post.published_at > after)
        and (modified is None or post.changed_at > modified)
    )


def _moment(text: str) -> datetime | None:
    """A date as WordPress reads it: without an offset it is the site's own time."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=LONDON)


def _document(asked: Asked, post: Seen) -> dict[str, object]:
    origin = asked.origin()
    excerpt = _entities(f"<p>{escape(pages.first_words(post.text))} […]</p>\n")
    return {
        "id": post.number,
        "date": _naive(post.published_at.astimezone(LONDON)),
        "date_gmt": _naive(post.published_at.astimezone(UTC)),
        "guid": {"rendered": f"{origin}/?p={post.number}"},
        "modified": _naive(post.changed_at.astimezone(LONDON)),
        "modified_gmt": _naive(post.changed_at.astimezone(UTC)),
        "slug": post.slug,
        "status": "publish",
        "type": "post",
        "link": origin + permalink(post),
        "title": {"rendered": _entities(escape(post.title, quote=False))},
        "content": {"rendered": rendered(post), "protected": False},
        "excerpt": {"rendered": excerpt, "protected": False},
        "author": 1,
        "featured_media": 0,
        "comment_status": "closed",
        "ping_status": "closed",
        "sticky": False,
        "template": "",
        "format": "standard",
        "meta": {"footnotes": ""},
        "categories": [1],
        "tags": [],
        "_links": {"self": [{"href": f"{origin}{API}{_POSTS}/{post.number}"}]},
    }


def _only(document: Mapping[str, object], fields: Sequence[str]) -> dict[str, object]:
    return {key: value for key, value in document.items() if not fields or key in fields}


def _naive(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(timespec="seconds")


def _entities(html: str) -> str:
    """Curly quotes, dashes and everything else beyond ASCII as WordPress writes them."""
    return html.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _refusal(code: str, message: str, status: HTTPStatus, shelf: Shelf) -> Answer:
    document = {"code": code, "message": message, "data": {"status": int(status)}}
    return reply_json(document, shelf.changed_at, status=status)
