"""The only importer of Jinja2: a view becomes a subject, a text body and an HTML body.

Templates hold layout and no rules. HTML is escaped by default, a missing value stops the letter,
and styles are moved into the elements, so that nothing is fetched when the letter is opened.
"""

import textwrap
from dataclasses import dataclass

import css_inline
import jinja2
import jinja2.sandbox

from reports.paper_view import PaperView
from reports.view import AlertView, DigestView

_WIDTH = 78

TemplateFault = jinja2.TemplateError
"""What a template that cannot be filled raises."""


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


def lines(text: str, indent: str = "", later: str | None = None) -> str:
    """Text in lines of at most 78 characters that keeps its own line breaks and long addresses.

    `later` is the indent of the lines after the first.
    """
    wrapped = textwrap.TextWrapper(
        width=_WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if later is None else later,
        break_long_words=False,
        break_on_hyphens=False,
    )
    first, *others = text.split("\n")
    kept = [wrapped.fill(first)]
    wrapped.initial_indent = wrapped.subsequent_indent
    return "\n".join([*kept, *(wrapped.fill(other) for other in others)])


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
    environment.filters["lines"] = lines
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


def render_paper(view: PaperView) -> Rendered:
    """A letter or pack of domain.md §4 as text and as a page."""

    def part(suffix: str) -> str:
        return _ENVIRONMENT.get_template(f"papers/paper.{suffix}").render(view=view)

    return Rendered(
        subject=view.subject,
        text=part("txt").strip() + "\n",
        html=_ascii(_INLINER.inline(part("html"))),
    )


def letterhead_environment() -> jinja2.Environment:
    """For the fields of a school's letterhead: escaped, and only what is known."""
    return jinja2.sandbox.SandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=True)
