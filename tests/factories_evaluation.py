"""Labelled posts of the invented town, as lines of a file and as answers beside labels."""

import json
from typing import Any

from orm.evaluation.answers import Answer
from orm.evaluation.labels import Gold
from orm.evaluation.measures import Marked
from orm.model.judgement import AuthorType, Category, Stance, Verdict

WRENBECK = {
    "key": "wrenbeck",
    "name": "Wrenbeck Primary School",
    "aliases": ["Wrenbeck Primary"],
    "short_names": ["WPS"],
    "town": "Harrowmere",
    "county": "Eastmarch",
    "postcode_outcode": "HM4",
    "local_authority": "Eastmarch Council",
    "urn": "990101",
    "trust": None,
    "website": "https://www.wrenbeck.example",
    "headteacher_role_only": "Headteacher",
    "official_accounts": [
        {
            "platform": "X",
            "handle": "@WPS_Harrowmere",
            "display_name": "Wrenbeck",
            "status": "active",
        }
    ],
    "namesakes": [{"name": "Wrenbeck Lane", "what": "a street"}],
}
ST_ORRINS = {
    "key": "st-orrins",
    "name": "St Orrin's C of E Primary School",
    "town": "Harrowmere",
    "county": "Eastmarch",
}


def gold_line(**changes) -> dict[str, Any]:
    """Labels of a parent's ordinary criticism."""
    return {
        "about_us": True,
        "category": "T3",
        "also": [],
        "severity": 1,
        "author_type": "?",
        "author_cue": None,
        "sentiment": "negative",
        "tags_4c": [],
        "urgent": False,
        "removal_allowed": False,
        "sealed": False,
        "leak": [],
        **changes,
    }


def post_line(name: str = "w-1", **changes) -> dict[str, Any]:
    """A post that is surely about Wrenbeck Primary."""
    return {
        "id": name,
        "school": "wrenbeck",
        "kind": "forum",
        "platform": "Harrowmere Chat",
        "author": "Dot Ashby",
        "title": None,
        "text": "Parking outside Wrenbeck Primary School in Harrowmere is a disgrace.",
        "posted": "2026-11-12",
        "gold": gold_line(),
        "trap": "nothing",
        **changes,
    }


def lines(*posts: object) -> bytes:
    """A file of these lines; text is put in as it is."""
    return "".join(
        f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in posts
    ).encode()


def schools_file(*schools: object) -> bytes:
    """A schools file; both of the town's schools when none is given."""
    return json.dumps(list(schools) or [WRENBECK, ST_ORRINS]).encode()


def marked(name: str = "w-1", *, leaked: tuple[str, ...] = (), **changes) -> Marked:
    """Ordinary criticism judged rightly. `gold_…` and `got_…` change one side."""
    labels = {k.removeprefix("gold_"): v for k, v in changes.items() if k.startswith("gold_")}
    answers = {k.removeprefix("got_"): v for k, v in changes.items() if k.startswith("got_")}
    return Marked(
        id=name,
        gold=Gold(
            **{
                "about_us": True,
                "category": Category.T3,
                "also": frozenset(),
                "urgent": False,
                "sealed": False,
                "removal_allowed": False,
                "author": AuthorType.UNKNOWN,
                "sentiment": Stance.NEGATIVE,
                "leak": (),
                **labels,
            }
        ),
        answer=Answer(
            **{
                "verdict": Verdict.US,
                "category": Category.T3,
                "urgent": False,
                "sealed": False,
                "removal_proposed": False,
                "author": AuthorType.UNKNOWN,
                "stance": Stance.NEGATIVE,
                **answers,
            }
        ),
        leaked=leaked,
    )
