"""Schools side by side, for who acts for more than one."""

from orm.reading.group import page
from orm.web.asking import Answer, Ask, Missing, Page
from orm.web.routes import EVERY_PERSON, look

_MOST_DIGITS = 4


def show(ask: Ask) -> Answer:
    """One page of this reader's schools; who has one school has no such page."""
    if len(ask.reader.schools) < 2:  # noqa: PLR2004 - side by side takes two
        return Missing()
    asked = ask.query.one("page")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= _MOST_DIGITS else 1
    found = page(
        ask.house.shelf,
        ask.reader.schools,
        sight=ask.reader.sight,
        number=number,
        now=ask.now,
    )
    return Page("group.html", "Schools", found)


ROUTES = (look("/group", show, EVERY_PERSON),)
