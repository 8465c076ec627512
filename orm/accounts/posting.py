"""Whether an account is alive, moderated, and posted to when and as often as the school does.

`waiting_since` and `posted_at` are the platform's; None where it does not say.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from statistics import median

from orm.accounts.outcomes import could_not, count, day, finding, local_day, well
from orm.model.accounts import Account, Check, Checked
from orm.model.schools import AccountStatus, SchoolCalendar
from orm.school_calendar import LONDON, is_bank_holiday, is_school_day

LOOK_BACK = timedelta(days=7)
"""Posts older than this are no sign of a takeover any more."""

MOST_IN_AN_HOUR = 8
MANY_TIMES = 5
"""A day with more posts than this many times the usual is a burst."""

FEWEST_DAYS = 3
"""Other days with posts that are needed to say what is usual."""

MOST_AT_WEEKENDS = 2
"""Posts at weekends that say nothing, where hours are agreed."""

_FRIDAY = 4
_TAKEOVER = "If it was not the school, change the password, see who can get in and hide the posts."


def alive(
    account: Account,
    posted_at: Sequence[datetime] | None,
    *,
    looked_on: date | None,
    calendar: SchoolCalendar,
    now: datetime,
) -> Checked:
    """ALIVE: a post within `dormant_after_days` school days; holidays do not count.

    A dormant account is well while nothing is posted on it that no person has looked at since.
    """
    today = local_day(now)
    past = [at for at in posted_at or () if at <= now]
    if posted_at is None or (posted_at and not past):
        says = "The platform does not say when the last post was. Look at the account yourself."
        return could_not(Check.ALIVE, says)
    last_on = local_day(max(past)) if past else None
    idle = last_on is None or is_idle(calendar, last_on, today, limit=account.dormant_after_days)
    if account.status is AccountStatus.DORMANT:
        return _resting(last_on, idle=idle, looked_on=looked_on)
    if last_on is None:
        says = "Nothing was ever posted on this account. Start using it, or close it."
        return finding(Check.ALIVE, "none", says)
    if not idle:
        return well(Check.ALIVE, f"The last post was on {day(last_on)}.")
    limit = count(account.dormant_after_days, "school day")
    says = (
        f"Nothing was posted for more than {limit}. Post something, or close the account: an "
        "account that nobody looks after is easily taken over."
    )
    return finding(Check.ALIVE, last_on.isoformat(), says, f"The last post was on {day(last_on)}")


def is_idle(calendar: SchoolCalendar, last_on: date, today: date, *, limit: int) -> bool:
    """More than `limit` school days lie after `last_on`, up to `today`.

    Where no term is known, before the first and after the last, weekdays count that are no bank
    holidays.
    """
    passed = 0
    at = last_on
    while at < today and passed <= limit:
        at += timedelta(days=1)
        passed += _counts(calendar, at)
    return passed > limit


def _counts(calendar: SchoolCalendar, at: date) -> bool:
    if calendar.terms:
        first = min(term.first_on for term in calendar.terms)
        last = max(term.last_on for term in calendar.terms)
        if first <= at <= last:
            return is_school_day(calendar, at)
    inset = at in calendar.inset_on
    return at.weekday() <= _FRIDAY and not inset and not is_bank_holiday(calendar, at)


def _resting(last_on: date | None, *, idle: bool, looked_on: date | None) -> Checked:
    if last_on is None or idle or (looked_on is not None and last_on <= looked_on):
        return well(Check.ALIVE, "The account rests, as the register says.")
    says = (
        "The register says that this account rests, but something was posted on it. Correct the "
        f"register if it is in use again. {_TAKEOVER}"
    )
    return finding(Check.ALIVE, last_on.isoformat(), says, f"The last post was on {day(last_on)}")


def moderated(account: Account, waiting_since: datetime | None, *, now: datetime) -> Checked:
    """MODERATED: no comment waits longer than `moderation_days` days."""
    if waiting_since is None:
        says = "This platform does not tell whether comments wait. Look at them yourself."
        return could_not(Check.MODERATED, says)
    since = f"The oldest has waited since {day(local_day(waiting_since))}"
    if account.moderation_days is None:
        says = (
            "A comment is waiting, but it is not agreed how long one may wait. Agree a number of "
            "days with the safeguarding lead."
        )
        return could_not(Check.MODERATED, says, since)
    limit = count(account.moderation_days, "day")
    if now - waiting_since > timedelta(days=account.moderation_days):
        says = (
            f"A comment has waited longer than the {limit} agreed. Read it, then answer or hide it."
        )
        return finding(Check.MODERATED, local_day(waiting_since).isoformat(), says, since)
    return well(Check.MODERATED, f"No comment has waited longer than {limit}.", since)


def posting(
    account: Account, posted_at: Sequence[datetime] | None, *, now: datetime
) -> tuple[Checked, ...]:
    """POSTING: no burst and nothing outside the agreed hours in the last seven days."""
    if posted_at is None:
        says = "The platform does not say when posts were made. Look at the newest ones yourself."
        return (could_not(Check.POSTING, says),)
    past = sorted(at.astimezone(LONDON) for at in posted_at if at <= now)
    recent = [at for at in past if now - at <= LOOK_BACK]
    found = (*_burst(past, recent), *_outside(account.hours, recent))
    return found or (well(Check.POSTING, "Posts come when and as often as usual."),)


def _burst(past: Sequence[datetime], recent: Sequence[datetime]) -> Iterator[Checked]:
    on = _crowded_hour(recent) or _crowded_day(past, recent)
    if on is not None:
        says = f"Far more was posted in a short time than usual. {_TAKEOVER}"
        yield finding(Check.POSTING, f"burst:{on.isoformat()}", says, f"On {day(on)}")


def _crowded_hour(recent: Sequence[datetime]) -> date | None:
    windows = zip(recent, recent[MOST_IN_AN_HOUR:], strict=False)
    crowded = [last for first, last in windows if last - first <= timedelta(hours=1)]
    return crowded[-1].date() if crowded else None


def _crowded_day(past: Sequence[datetime], recent: Sequence[datetime]) -> date | None:
    """The latest recent day with too many posts, by the median of the other days that have any."""
    by_day = Counter(at.date() for at in past)
    for on in sorted({at.date() for at in recent}, reverse=True):
        others = [number for other, number in by_day.items() if other != on]
        if len(others) >= FEWEST_DAYS and by_day[on] > MANY_TIMES * median(others):
            return on
    return None


def _outside(hours: tuple[time, time] | None, recent: Sequence[datetime]) -> Iterator[Checked]:
    if hours is None:
        return
    weekends = [at for at in recent if at.weekday() > _FRIDAY]
    odd = [at for at in recent if at.weekday() <= _FRIDAY and not _within(hours, at.time())]
    odd += weekends if len(weekends) > MOST_AT_WEEKENDS else []
    if odd:
        last = max(odd)
        says = f"Something was posted outside the hours agreed for this account. {_TAKEOVER}"
        evidence = f"{count(len(odd), 'post')}, the last on {day(last.date())} at {last:%H:%M}"
        yield finding(Check.POSTING, f"hours:{last.date().isoformat()}", says, evidence)


def _within(hours: tuple[time, time], at: time) -> bool:
    """Both ends included; hours that end before they begin go over midnight."""
    first, last = hours
    if first <= last:
        return first <= at <= last
    return at >= first or at <= last
