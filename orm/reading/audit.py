"""The audit view: who came in, who opened which case, what was changed; a reference, never words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from orm.model.schools import Contact, School, SchoolId
from orm.model.sight import Sight
from orm.model.trail import TrailLine, TrailWish
from orm.reading.plain_words import quotable
from orm.reading.shelf import Shelf

REACHES_BACK = timedelta(days=90)
MOST_SHOWN = 100
MOST_KEPT = 20_000


class Kind(StrEnum):
    """What a line is about."""

    ENTRY = "entry"
    VIEW = "view"
    CHANGE = "change"


KINDS: Mapping[Kind, str] = {
    Kind.ENTRY: "Signing in",
    Kind.VIEW: "Cases opened",
    Kind.CHANGE: "Changes",
}

_ENTRY: Mapping[str, str] = {
    "signed-in": "signed in",
    "sign-in-refused": "was refused at sign-in",
    "sign-in-slowed": "tried to sign in too often and has to wait",
    "openid-refused": "was refused with an account of the provider",
    "openid-forgotten": "had their account of the provider forgotten",
    "signed-out": "signed out",
    "signed-out-everywhere": "was signed out everywhere",
    "setup-link-made": "was given the first link",
    "invite-link-made": "was invited",
    "reset-link-made": "was sent a link for a new password",
    "setup-link-used": "used the first link",
    "invite-link-used": "used an invitation",
    "reset-link-used": "used a link for a new password",
    "password-chosen": "chose a password",
    "second-factor-begun": "began to set up a second factor",
    "second-factor-confirmed": "set up a second factor",
    "second-factor-removed": "had their second factor removed",
    "recovery-codes-made": "made new recovery codes",
}
_VIEW: Mapping[str, str] = {"case-viewed": "opened the case"}
_UNNAMED: Mapping[str, str] = {"case-viewed": "opened a sealed case"}
"""What is said where the subject is not for this reader."""

_CHANGE: Mapping[str, str] = {
    "person-added": "was added in config.toml",
    "person-changed": "was changed in config.toml",
    "person-removed": "was taken out of config.toml",
    "source-paused": "paused the source",
    "source-went-on": "let the source go on",
    "report-link-made": "made a link to “Report a post” for",
    "report-link-ended": "ended the link to “Report a post” of",
    "digest-stopped": "is sent no weekly digest any more",
    "digest-resumed": "is sent the weekly digest again",
    "address-closed": "is sent no letters, because they come back",
    "address-reopened": "is sent letters again",
    "api-token-made": "made a token for figures",
    "api-token-ended": "ended a token for figures",
    "account-entered": "put into the register of accounts:",
    "account-changed": "changed in the register of accounts:",
    "account-closed": "marked as closed in the register of accounts:",
    "account-accepted": "looked at the account and accepted it as it is:",
    "finding-settled": "settled a finding about the account",
    "presence-settled": "settled what was noticed:",
    "first-page-kept": "noted what a parent sees first in",
    "thanks-passed-on": "passed thanks on for the praise in",
    "news-checked": "said whether an article is accurate,",
    "lookalike-judged": "judged what could be mistaken for the school:",
}
_SENTENCES: Mapping[Kind, Mapping[str, str]] = {
    Kind.ENTRY: _ENTRY,
    Kind.VIEW: _VIEW,
    Kind.CHANGE: _CHANGE,
}
_OF_PEOPLE = frozenset(
    {
        *_ENTRY,
        "person-added",
        "person-changed",
        "person-removed",
        "digest-stopped",
        "digest-resumed",
        "address-closed",
        "address-reopened",
    }
)
"""Actions whose subject is a person, who then begins the sentence."""

_DETAILS = {
    "openid": "with their school account",
    "password and code": "with a password and a code",
    "password and recovery code": "with a password and a recovery code",
    "password; no second factor yet": "with a password, to set up a second factor",
    "by a setup link": "by the first link",
    "by a invite link": "by an invitation",
    "by a reset link": "by a link for a new password",
}
_NOBODY = {
    "nobody": "Nobody who is known",
    "setup": "The first run",
    "shell": "Somebody at the machine",
    "configuration": "The configuration",
    "digest-link": "The link in a letter",
    "orm": "The program",
}


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One line in words. `subject` is a case's reference, a source, or empty."""

    at: datetime
    kind: str
    who: str
    did: str
    subject: str
    by: str
    school: str
    detail: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """The lines, and the number that older ones are asked for with; None at the end."""

    rows: tuple[AuditRow, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class Names:
    """What people and schools are called."""

    people: Mapping[str, str]
    schools: Mapping[SchoolId, str]


def names_of(contacts: Sequence[Contact], schools: Sequence[School]) -> Names:
    """By id."""
    return Names(
        {each.id: each.name for each in contacts}, {each.id: each.name for each in schools}
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """Which lines: of one kind or all, older than a numbered one, at most so many."""

    kind: Kind | None = None
    before: int | None = None
    most: int = MOST_SHOWN


def audit_page(
    shelf: Shelf, sight: Sight, names: Names, asked: Asked, *, whole: bool, now: datetime
) -> AuditPage:
    """The lines of 90 days, newest first. `whole` is for who acts for every school."""
    kinds = (asked.kind,) if asked.kind else tuple(Kind)
    wish = TrailWish(
        actions=frozenset(action for each in kinds for action in _SENTENCES[each]),
        since=now - REACHES_BACK,
        whole=whole,
        before=asked.before,
        most=asked.most + 1,
    )
    found = shelf.trail(sight, wish)
    rows = tuple(_row(each, names) for each in found[: asked.most])
    return AuditPage(rows, found[asked.most - 1].number if len(found) > asked.most else None)


def _row(found: TrailLine, names: Names) -> AuditRow:
    line = found.line
    kind = next(kind for kind, known in _SENTENCES.items() if line.action in known)
    about_person = line.action in _OF_PEOPLE
    first = line.subject if about_person and line.subject else line.actor
    school = names.schools.get(line.school_id, "") if line.school_id else ""
    return AuditRow(
        at=line.at,
        kind=KINDS[kind],
        who=_called(first, names),
        did=(not line.subject and _UNNAMED.get(line.action)) or _SENTENCES[kind][line.action],
        subject="" if about_person else _subject(line.subject, names),
        by=_called(line.actor, names) if first != line.actor else "",
        school=school,
        detail=_DETAILS.get(line.detail) or quotable(line.detail),
    )


def _called(who: str, names: Names) -> str:
    return names.people.get(who) or _NOBODY.get(who) or f"{who} (no longer on the list)"


def _subject(subject: str, names: Names) -> str:
    return names.schools.get(SchoolId(subject), "") or quotable(subject)
