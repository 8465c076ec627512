"""A school's weeks as the pages read them: sights, weeks and posts by week; everything invented."""

from dataclasses import replace
from datetime import datetime, timedelta

from orm.model.judgement import Category, Stance, Verdict
from orm.model.schools import Role
from orm.model.sight import Sight
from orm.model.weeks import Week
from tests.factories_store import (
    NOW,
    ST_ORRINS,
    WRENBECK,
    claim_of,
    decision_of,
    item_of,
    judged_of,
    record_of,
    ruling_of,
)

WEEKS = tuple(Week(2026, number) for number in range(13, 47))
"""34 weeks; the last is Monday 9 to Sunday 15 November 2026."""

LAST = WEEKS[-1]


def sight(*roles: Role, schools=(WRENBECK,)) -> Sight:
    """What somebody with these roles may see."""
    return Sight(schools=frozenset(schools), own=frozenset(roles))


HEAD_SIGHT = sight(Role.HEADTEACHER)
CHAIR_SIGHT = sight(Role.CHAIR)


def in_week(week: Week, *, hours: int = 60) -> datetime:
    """A moment in a week: Wednesday noon."""
    return datetime.fromisoformat(f"{week.first_on}T00:00:00+00:00") + timedelta(hours=hours)


def bring_in(store, at: datetime, *judged, **changes):
    """Record at a moment, whenever the poll is due."""
    (poll,) = store.claim_polls(claim_of(max(at, NOW + timedelta(days=400)), limit=1))
    return store.record([record_of(poll, *judged, at=at, **changes)])[0]


def told(
    key: str,
    category: Category = Category.T3,
    stance: Stance = Stance.NEGATIVE,
    *,
    verdict: Verdict = Verdict.US,
    fingerprint: str | None = None,
    **changes,
):
    """A judged post about these `schools`; its other words are `text`, and it opens the case `ref`."""
    schools, text = changes.pop("schools", (WRENBECK,)), changes.pop("text", None)
    ref = changes.pop("ref", "")
    rulings = []
    for school_id in schools:
        ruling = ruling_of(
            decision_of(category, **changes),
            school_id=school_id,
            verdict=verdict,
            ref=ref if school_id == schools[0] else "",
        )
        rulings.append(replace(ruling, assessment=replace(ruling.assessment, stance=stance)))
    item = item_of(key) if text is None else item_of(key, title="", text=text)
    return judged_of(item, *rulings, fingerprint=fingerprint)


BOTH = (WRENBECK, ST_ORRINS)
