"""The only importer of Jinja2 in the desk: a page's view becomes HTML. Everything is escaped."""

from collections.abc import Mapping

import jinja2

from orm.cases.clocks import day_in_words, in_words
from orm.reading.plain_words import ROLES, defanged, moment, quotable, readable
from orm.web.asking import Page
from orm.web.chrome import Chrome
from orm.web.spelling import day, plural, when
from orm.web.static import VERSION

_FILTERS: Mapping[str, object] = {
    "day": day,
    "day_in_words": day_in_words,
    "defanged": defanged,
    "due": in_words,
    "moment": moment,
    "plural": plural,
    "quotable": quotable,
    "readable": readable,
    "role": ROLES.__getitem__,
    "when": when,
}


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("orm.web", "templates"),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["static_version"] = VERSION
    environment.filters.update(_FILTERS)
    return environment


_ENVIRONMENT = _environment()


def render(page: Page, frame: Chrome) -> str:
    """The page in its frame."""
    return _ENVIRONMENT.get_template(page.template).render(view=page.view, page=frame)
