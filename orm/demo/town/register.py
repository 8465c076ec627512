"""The school register's daily file (contracts/web.md §4.4). Each post is a school's row.

The file of a day is there from six in the morning; before that only yesterday's is.
"""

import re
from datetime import datetime, time, timedelta
from http import HTTPStatus

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, reply
from orm.demo.town.moments import LONDON
from orm.demo.town.records import csv_bytes, row_of
from orm.demo.town.scene import Scene, robots, told

LOOK = pages.Look("Register of schools (as shaped in Harrowmere)", "Files", "#1d70b8")
SITE = "register"
FOLDER = "/edubase/downloads/public"

_FILE = re.compile(rf"{FOLDER}/edubasealldata(\d{{8}})\.csv", re.ASCII)
_WRITTEN = time(6)
_KEPT = timedelta(days=30)
_NOT_THERE = (
    '<?xml version="1.0" encoding="utf-8"?><Error><Code>BlobNotFound</Code>'
    "<Message>The specified blob does not exist.</Message></Error>"
)
_HEADER = (
    "URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName",
    "TypeOfEstablishment (name)", "EstablishmentTypeGroup (name)", "EstablishmentStatus (name)",
    "OpenDate", "CloseDate", "PhaseOfEducation (name)", "StatutoryLowAge", "StatutoryHighAge",
    "Gender (name)", "ReligiousCharacter (name)", "NumberOfPupils", "Trusts (code)",
    "Trusts (name)", "Federations (name)", "UKPRN", "LastChangedDate", "Street", "Locality",
    "Address3", "Town", "County (name)", "Postcode", "SchoolWebsite", "TelephoneNum",
)  # fmt: skip


def answer(asked: Asked, scene: Scene) -> Answer:
    """Any address of the file host."""
    if asked.path == "/":
        return told(LOOK, scene, "A file for every day.")
    if asked.path == "/robots.txt":
        return robots(scene)
    named = _FILE.fullmatch(asked.path)
    if named is None or not _is_there(named[1], asked.now):
        status = HTTPStatus.NOT_FOUND
        return reply(_NOT_THERE, scene.shelf.changed_at, media="application/xml", status=status)
    rows = sorted((row_of(post) for post in scene.shelf.posts), key=lambda row: row["URN"])
    return reply(csv_bytes(_HEADER, rows), scene.shelf.changed_at, media="text/csv")


def _is_there(stamp: str, now: datetime) -> bool:
    try:
        day = datetime.strptime(stamp, "%Y%m%d").replace(tzinfo=LONDON).date()
    except ValueError:
        return False
    written = datetime.combine(day, _WRITTEN, tzinfo=LONDON)
    return written <= now < written + _KEPT
