"""What could be mistaken for a school: why, and what people said of it.

The leadership team is told the site and not the account, which may name its holder (domain.md §5.1).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from orm.model.cases import CaseRef
from orm.model.lookalikes import Candidate, Lookalike, LookalikeId, Sort, Verdict
from orm.model.schools import Contact
from orm.model.sight import Sight
from orm.reading.accounts_words import Said, platform, said, tamed
from orm.reading.addresses import knows_whole, may_follow, shown_address
from orm.reading.plain_words import quotable

MOST_SHOWN = 30

_CLOSE, _NEAR = 0.75, 0.5
VERDICTS = {
    Verdict.OPEN: "not judged yet",
    Verdict.INNOCENT: "innocent",
    Verdict.IMPOSTOR: "poses as the school",
}


@dataclass(frozen=True, slots=True)
class LookalikeRow:
    """One of them. `address` is written so that no slip opens it; `link` opens it, or is empty.
    `ref` is an impostor's case where the reader may open it.
    """

    id: LookalikeId
    what: str
    name: str
    handle: str
    address: str
    link: str
    description: str
    likeness: str
    score: str
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    posted_at: datetime | None
    first_seen_at: datetime
    last_seen_at: datetime
    verdict: Verdict
    said: Said | None
    ref: CaseRef | None


@dataclass(frozen=True, slots=True)
class Lookalikes:
    """Those that nobody has judged, the likeliest first, and those that somebody has. `more` are
    beyond those given.
    """

    waiting: tuple[LookalikeRow, ...]
    more: int
    judged: tuple[LookalikeRow, ...]
    judged_more: int

    @property
    def open(self) -> int:
        """How many wait for a person's word."""
        return len(self.waiting) + self.more


@dataclass(frozen=True, slots=True)
class Eye:
    """Who looks: what they may see, whom they may be told of, and which cases they may open."""

    sight: Sight
    contacts: Sequence[Contact]
    opens: Callable[[CaseRef], bool]


def lookalikes(kept: Iterable[Lookalike], eye: Eye) -> Lookalikes:
    """What could be mistaken, for one reader."""
    every = tuple(kept)
    waiting = [each for each in every if each.verdict is Verdict.OPEN]
    judged = [each for each in every if each.verdict is not Verdict.OPEN]
    return Lookalikes(
        waiting=tuple(_row(each, eye) for each in waiting[:MOST_SHOWN]),
        more=max(0, len(waiting) - MOST_SHOWN),
        judged=tuple(_row(each, eye) for each in judged[:MOST_SHOWN]),
        judged_more=max(0, len(judged) - MOST_SHOWN),
    )


def _row(each: Lookalike, eye: Eye) -> LookalikeRow:
    found, whole = each.scored.candidate, knows_whole(eye.sight)
    reasons = each.scored.reasons
    return LookalikeRow(
        id=each.id,
        what=_what(found),
        name=quotable(found.name) or (quotable(found.handle) if whole else ""),
        handle=quotable(found.handle) if whole else "",
        address=shown_address(found.url, eye.sight),
        link=found.url if may_follow(found.url, eye.sight) else "",
        description=tamed(found.description) if whole else "",
        likeness=_likeness(found),
        score=_score(each.scored.score),
        speaks_for=tuple(tamed(one.says) for one in reasons if one.weight > 0),
        speaks_against=tuple(tamed(one.says) for one in reasons if one.weight <= 0),
        posted_at=found.posted_at,
        first_seen_at=each.first_seen_at,
        last_seen_at=each.last_seen_at,
        verdict=each.verdict,
        said=said(each.settled, eye.contacts),
        ref=each.ref if each.ref is not None and eye.opens(each.ref) else None,
    )


def _what(found: Candidate) -> str:
    match found.sort:
        case Sort.ACCOUNT:
            return f"Account on {platform(found.platform)}"
        case Sort.DOMAIN:
            return "Web address"
        case Sort.PAGE:
            return "Web page"


def _likeness(found: Candidate) -> str:
    if found.sort is not Sort.DOMAIN:
        return ""
    if found.likeness is None:
        return "Nobody has compared its words with our website’s."
    return f"{found.likeness:.0%} of its words are our website’s."


def _score(score: float) -> str:
    """Like "Very like us (0.82)"."""
    word = (
        "Very like us" if score >= _CLOSE else "Like us" if score >= _NEAR else "Somewhat like us"
    )
    return f"{word} ({score:.2f})"
