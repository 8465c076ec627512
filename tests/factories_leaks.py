"""The safety check as the house builds it, and posts that must stay in the house; everything invented."""

from dataclasses import replace
from functools import partial

from orm.leaks.licence import licence
from orm.leaks.screen import Screen
from orm.model.items import Kind
from orm.model.letters import Letter, Mail, PostWords, fingerprint
from reports.held import instead_of
from reports.vocabulary import phrases
from tests.factories_weeks import DESK, EVERYBODY, letter, mail, rules

LICENCE = licence(
    phrases(),
    desk=DESK,
    hosts=["childline.org.uk"],
    emails=[each.email for each in EVERYBODY] + ["helpline@saferinternet.org.uk"],
    phones=["0344 381 4772"],
    abuse=["useless", "old bag", "b*tch"],
)

SCREEN = Screen(LICENCE, partial(instead_of, rules=rules()))


def post(**changes) -> PostWords:
    return PostWords(
        **{
            "author": "Tamsin Ruddlewick",
            "title": "Gate left open again",
            "text": "My lad walked straight out of the side gate on Tuesday and nobody saw.",
            "outlet": "",
            "kind": Kind.POST,
            **changes,
        }
    )


def cleared_mail(number: int = 1, **changes) -> Mail:
    """A letter that the check has passed and that has not changed since."""
    one = mail(number, **changes)
    return replace(one, cleared_as=fingerprint(one.letter))


def page(body: str) -> Letter:
    """A letter whose page says this."""
    return letter(html=f"<!DOCTYPE html><html><body>{body}</body></html>")
