"""Ofsted's monthly file, found through GOV.UK's content interface (contracts/web.md §4.2).

Each post is a school's row; `section` names the file that holds it first, by its day. A row of a
later file replaces the school's earlier one.
"""

from datetime import datetime

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, reply, reply_json
from orm.demo.town.records import csv_bytes, row_of
from orm.demo.town.scene import Scene, robots, told

LOOK = pages.Look("GOV.UK (as shaped in Harrowmere)", "Inspection outcomes", "#1d70b8")
SITE = "govuk"
CONTENT = "/api/content"

_PAGE = (
    "/government/statistical-data-sets/"
    "monthly-management-information-ofsteds-school-inspections-outcomes"
)
_TITLE = "Management information - state-funded schools - latest inspections as at"
_HEADER = (
    "Web Link (opens in new window)", "URN", "LAESTAB", "School name", "Ofsted phase",
    "Type of education", "Local authority", "Postcode", "Inspection start date", "Publication date",
    "Inspection type", "Category of concern", "Safeguarding standards", "Inclusion",
    "Curriculum and teaching", "Achievement", "Attendance and behaviour",
    "Personal development and wellbeing", "Early years (where applicable)",
    "Post-16 provision (where applicable)", "Leadership and governance",
    "Inspection start date of latest OEIF graded inspection", "Latest OEIF overall effectiveness",
    "Latest OEIF quality of education", "Latest OEIF behaviour and attitudes",
    "Latest OEIF personal development", "Latest OEIF effectiveness of leadership and management",
    "Ungraded inspection overall outcome", "Date of latest ungraded inspection",
)  # fmt: skip


def answer(asked: Asked, scene: Scene) -> Answer:
    """Any address of GOV.UK, its files included."""
    if asked.path == "/":
        return told(LOOK, scene, "A file for every month.")
    if asked.path == "/robots.txt":
        return robots(scene, "User-agent: *\nDisallow: /*/print$\nDisallow: /search/all*\n")
    if asked.path == CONTENT + _PAGE:
        return reply_json(_content(asked, scene), scene.shelf.changed_at)
    months = {_file_path(month): month for month in _months(scene)}
    if asked.path not in months:
        return pages.missing(LOOK, scene.shelf)
    body = csv_bytes(_HEADER, _rows(scene, months[asked.path]))
    return reply(body, scene.shelf.changed_at, media="text/csv; charset=windows-1252")


def _months(scene: Scene) -> list[str]:
    """The days that the offered files are of, as ISO dates, oldest first."""
    return sorted({post.section for post in scene.shelf.posts})


def _day(month: str) -> str:
    return f"{datetime.fromisoformat(month):%d %b %Y}"


def _file_path(month: str) -> str:
    words = f"{_TITLE} {_day(month)}".replace(" ", "_")
    return f"/media/{month.replace('-', '')}/{words}.csv"


def _content(asked: Asked, scene: Scene) -> dict[str, object]:
    return {
        "base_path": _PAGE,
        "document_type": "statistical_data_set",
        "title": "State-funded school inspections and outcomes: management information",
        "details": {
            "attachments": [
                {
                    "attachment_type": "file",
                    "title": f"{_TITLE} {_day(month)}",
                    "url": asked.origin() + _file_path(month),
                    "content_type": "text/csv",
                }
                for month in _months(scene)
            ],
            "body": '<div class="govspeak"><p>Published monthly.</p></div>',
        },
    }


def _rows(scene: Scene, month: str) -> list[dict[str, str]]:
    """The newest row of each school up to that file."""
    known = [post for post in scene.shelf.posts if post.section <= month]
    newest: dict[str, dict[str, str]] = {}
    for post in sorted(known, key=lambda post: post.section):
        row = row_of(post)
        newest[row["URN"]] = row
    return [newest[urn] for urn in sorted(newest)]
