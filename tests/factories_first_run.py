"""Answers of the first run that make a file, and ways to change one of them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from orm.config.first_draft import Draft, Step
from orm.config.first_file import FirstFile, Surroundings, first_file
from orm.config.first_sheet import Wrong
from orm.config.secret_values import Vault
from orm.config.values import SourceShape
from orm.model.polls import Access
from orm.model.schools import Namesake, School, SchoolId
from tests.factories_config import BoardOptions, KioskOptions

SHAPES = {
    "kiosk": SourceShape(KioskOptions, Access.A, "An invented kiosk."),
    "board": SourceShape(KioskOptions, Access.B, "An invented board."),
    "tower": SourceShape(KioskOptions, Access.C, "An invented tower.", takes_key=True),
    "gold": SourceShape(
        KioskOptions, Access.C, "An invented mine.", takes_key=True, costs_money=True
    ),
    "wall": SourceShape(BoardOptions, Access.D, "An invented wall."),
}
ENVIRON = {"ORM_SMTP": "open sesame", "ORM_TOWER": "key of the tower"}
AROUND = Surroundings(SHAPES, Vault(Path("/srv/orm"), ENVIRON))

SCHOOL = {
    "name": "Wrenbeck Primary School",
    "town": "Harrowmere",
    "postcode": "hm4 7qt",
    "website": "wrenbeck.example",
    "urn": "990101",
    "aliases": "Wrenbeck Primary\nWrenbeck School",
    "namesakes": "Wrenbeck Lane",
}
PEOPLE: dict[str, Sequence[str]] = {
    "name-1": "Ada Ferrow",
    "email-1": "head@wrenbeck.example",
    "roles-1": ("headteacher",),
    "name-2": "Cleo Marsh",
    "email-2": "dsl@wrenbeck.example",
    "roles-2": ("dsl", "slt"),
    "name-3": "Bram Oakes",
    "email-3": "chair@mereside.example",
    "roles-3": ("chair",),
    "name-4": "Ines Quill",
    "email-4": "it@wrenbeck.example",
    "roles-4": ("it",),
    "deputy-1": "",
    "me": "4",
}
CALENDAR = {
    "nation": "ENG",
    "first-1": "2026-09-02",
    "last-1": "18/12/2026",
    "first-2": "4 January 2027",
    "last-2": "25 Mar 2027",
    "first-3": "",
    "last-3": "",
    "inset": "23/10/2026\n2026-09-01",
}
MAIL = {
    "transport": "file",
    "sender": "orm@wrenbeck.example",
    "host": "",
    "port": "587",
    "tls": "starttls",
    "username": "",
    "password_at": "",
    "desk_url": "",
    "contact": "it@wrenbeck.example",
}
SMTP = {
    "transport": "smtp",
    "host": "smtp.wrenbeck.example",
    "username": "orm@wrenbeck.example",
    "password_at": "env:ORM_SMTP",
}
SOURCES: dict[str, Sequence[str]] = {"on": ("kiosk",), "accepted_by": "", "accepted_on": ""}

FULL: Mapping[Step, Mapping[str, Sequence[str]]] = {
    Step.SCHOOL: dict(SCHOOL),
    Step.PEOPLE: PEOPLE,
    Step.CALENDAR: dict(CALENDAR),
    Step.MAIL: dict(MAIL),
    Step.SOURCES: SOURCES,
}

REGISTERED = School(
    id=SchoolId("urn-990101"),
    name="Wrenbeck Primary School",
    town="Harrowmere",
    county="Eastmarch",
    postcode="HM4 7QT",
    local_authority="Eastmarch Council",
    urn="990101",
    website="https://wrenbeck.example",
    school_type="Primary, Community school",
    namesakes=(Namesake("Wrenbeck Academy, Tollworth", "another school of this name"),),
)


def draft(**changed: Mapping[str, Sequence[str]]) -> Draft:
    """Everything filled in; `changed` holds other fields for a step, by its name."""
    found = Draft()
    for step, fields in FULL.items():
        found = found.with_(step, typed({**fields, **changed.get(step.value, {})}))
    return found


def typed(fields: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Fields as a browser sends them: a text once, a tuple as that many."""
    return {
        name: (value,) if isinstance(value, str) else tuple(value) for name, value in fields.items()
    }


def wrongs(found: Draft, registered: School | None = None) -> list[tuple[str, str, str]]:
    """Step, field and sentence of everything that is wrong; nothing when it makes a file."""
    made = first_file(found, AROUND, registered)
    return [] if isinstance(made, FirstFile) else [_plain(each) for each in made]


def _plain(wrong: Wrong) -> tuple[str, str, str]:
    return wrong.step.value, wrong.field, wrong.says


def written(found: Draft, registered: School | None = None) -> FirstFile:
    """The file that the draft makes."""
    made = first_file(found, AROUND, registered)
    assert isinstance(made, FirstFile), made
    return made
