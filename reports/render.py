"""The only importer of Jinja2: a view becomes a subject, a text body and an HTML body.

Templates hold layout and no rules. HTML is escaped by default, a missing value stops the letter,
and styles are moved into the elements, so that nothing is fetched when the letter is opened.
"""

import textwrap
from dataclasses import dataclass

import css_inline
import jinja2

from reports.view import AlertView, DigestView

_WIDTH = 78


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter's three parts. The subject is one line."""

    subject: str
    text: str
    html: str


def wrap(text: str, indent: int = 0) -> str:
    """Text in lines of at most 78 characters; lines after the first are indented."""
    return textwrap.fill(
        text,
        width=_WIDTH,
        subsequent_indent=" " * indent,
        break_long_words=True,
        break_on_hyphens=False,
    )


def _ascii(html: str) -> str:
    """The same document, readable whatever a mail program or a browser takes its encoding for."""
    return html.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("reports", "templates"),
        undefined=jinja2.StrictUndefined,
        autoescape=jinja2.select_autoescape(enabled_extensions=("html",), default=False),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["wrap"] = wrap
    return environment


_ENVIRONMENT = _environment()
_INLINER = css_inline.CSSInliner(
    load_remote_stylesheets=False, keep_style_tags=False, keep_at_rules=True
)


def render(name: str, view: DigestView | AlertView) -> Rendered:
    """The letter called `name` ("digest" or "alert") with what `view` says."""

    def part(suffix: str) -> str:
        return _ENVIRONMENT.get_template(f"{name}.{suffix}").render(view=view)

    return Rendered(
        subject=" ".join(part("subject.txt").split()),
        text=part("txt").strip() + "\n",
        html=_ascii(_INLINER.inline(part("html"))),
    )
