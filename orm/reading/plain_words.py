"""Plain words for what an explanation tells: answers, tones, authors, people, times and quotations."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from orm.model.judgement import AuthorType, Stance, Verdict
from orm.model.schools import Contact, Role

VERDICTS: Mapping[Verdict, str] = {
    Verdict.US: "yes",
    Verdict.NOT_US: "no",
    Verdict.UNSURE: "not sure",
}

NO_NAME = "none of the school's names is in it"

STANCES: Mapping[Stance, str] = {
    Stance.POSITIVE: "The words lean towards the school",
    Stance.NEUTRAL: "The words lean to neither side",
    Stance.NEGATIVE: "The words lean against the school",
    Stance.MIXED: "Strong words on both sides",
    Stance.ABSTAIN: "The words lean too little to say",
}

AUTHORS: Mapping[AuthorType, str] = {
    AuthorType.PARENT: "A parent, carer or governor",
    AuthorType.PUPIL: "A pupil or former pupil",
    AuthorType.STAFF: "A member of staff",
    AuthorType.THIRD_PARTY: "Somebody outside the school: a relative, a neighbour, another body",
    AuthorType.UNKNOWN: "Nothing shows it",
    AuthorType.OFFICIAL: "The school itself, on an account or a page of its own",
    AuthorType.NEWS: "A news outlet or a journalist",
}

SHOWN_BY_PLACE = frozenset({AuthorType.OFFICIAL, AuthorType.NEWS})
"""Authors that an account or the kind of page can show without any words."""

ROLES: Mapping[Role, str] = {
    Role.HEADTEACHER: "headteacher",
    Role.DSL: "designated safeguarding lead (DSL)",
    Role.SLT: "senior leadership team",
    Role.COMMS: "comms lead",
    Role.CHAIR: "chair of governors",
    Role.DPO: "data protection officer",
    Role.IT: "IT manager",
}

_SURE, _SURE_ENOUGH, _POSSIBLE = 0.8, 0.5, 0.3
_LONGEST_QUOTE = 120
_MARKS_IN_A_ROW = 2
_LONDON = ZoneInfo("Europe/London")


def how_sure(verdict: Verdict, score: float) -> str:
    """The score of a match in words, with the number. The bounds are those of orm/match/verdict.

    A person's word, or the place where it was found, may come before the score.
    """
    if score >= _SURE_ENOUGH:
        alone = Verdict.US
        said = "much speaks for it" if score >= _SURE else "enough speaks for it"
    elif score >= _POSSIBLE:
        alone, said = Verdict.UNSURE, "something speaks for it, too little to be sure"
    else:
        alone, said = Verdict.NOT_US, "too little speaks for it"
    if verdict is not alone:
        said = "one of the reasons comes before the score"
    return f"{said} ({score:.2f}; yes from {_SURE_ENOUGH}, not sure from {_POSSIBLE})"


def people(contacts: Iterable[Contact]) -> tuple[str, ...]:
    """Each person by name and roles."""
    return tuple(f"{each.name}, {roles(sorted(each.roles))}" for each in contacts)


def roles(held: Sequence[Role]) -> str:
    """Like "headteacher and comms lead"."""
    return " and ".join(ROLES[role] for role in held)


def moment(at: datetime) -> str:
    """Like "Mon 23 Nov 2026, 16:00", Europe/London."""
    return f"{at.astimezone(_LONDON):%a %d %b %Y, %H:%M}"


def defanged(url: str) -> str:
    """The address as nobody opens it by a slip: hxxps://forum[.]example/1."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.replace("http", "hxxp", 1)
    if not parts.scheme or not parts.netloc:
        return url
    scheme = parts.scheme.replace("http", "hxxp", 1)
    rest = url.partition("://")[2].removeprefix(parts.netloc)
    return f"{scheme}://{parts.netloc.replace('.', '[.]')}{rest}"


def readable(text: str) -> str:
    """Anybody's words with their line breaks, and nothing that could paint over a page: as
    `quotable`, but whole.
    """
    return "\n".join(" ".join(_tame(line).split()) for line in text.splitlines()).strip()


def _tame(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        kind = unicodedata.category(character)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(" " if kind[0] == "C" or kind in {"Zl", "Zp"} else character)
    return "".join(kept)


def quotable(text: str) -> str:
    """Anybody's words as one visible line that can do nothing to a terminal, cut where it is long.

    Control, formatting (right-to-left overrides, zero-width), private and unassigned characters are
    gone; so are stacked accents, which would paint over other lines.
    """
    line = " ".join(_tame(text[: _LONGEST_QUOTE * 10]).split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[: _LONGEST_QUOTE - 1].rstrip()}…"
