"""The first look at the web, as it goes on."""

from dataclasses import dataclass
from datetime import timedelta

from orm.reading.first_look import FirstLook, first_look
from orm.web.asking import Answer, Ask, Page
from orm.web.routes import ADMINISTRATORS, look
from orm.wiring.source_records import source_records

_EVERY_SECONDS = 3
_A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class ProgressView:
    """How far the first look has come. `moving` says that the page loads itself again."""

    look: FirstLook | None
    moving: bool


def progress(ask: Ask) -> Answer:
    """Sources read and left, posts, mentions; loaded again by itself until it is over or held."""
    found = _look(ask)
    over = found is not None and found.is_over
    moving = not over and not ask.query.has("hold")
    view = ProgressView(found, moving)
    again = _EVERY_SECONDS if moving else 0
    return Page("setup_progress.html", "The first look", view, again=again)


def _look(ask: Ask) -> FirstLook | None:
    """None before the first polls are planned."""
    store, schools = ask.house.edges.store, ask.reader.schools
    begun = [since for school in schools if (since := store.watched_since(school.id)) is not None]
    if not begun:
        return None
    since = min(begun) - _A_MOMENT
    edges = (ask.now + _A_MOMENT, since)
    counts = [
        tally.total
        for school in schools
        for tally in ask.house.shelf.tallies(ask.reader.sight, school.id, edges)
    ]
    health = store.source_health(since=since, now=ask.now)
    called = {each.name: each.called for each in source_records()}
    return first_look(health, store.tally(since=since), called, mentions=sum(counts))


ROUTES = (look("/setup/progress", progress, ADMINISTRATORS),)
