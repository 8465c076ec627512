"""What was looked at and what was not. Not measured is never shown as nothing found."""

from dataclasses import dataclass
from datetime import timedelta

from orm.model.brought import ONLY_BY_HAND
from orm.model.weeks import SourceHealth, Week, WeekFacts
from reports import words
from reports.plain import count, listed, local_day, one_line, weekday
from reports.view import Row, Section, capped

_MOST_GAPS = 5
_LONGEST_NAME = 40
_BEFORE_THE_WEEKEND = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Sources of a school's week: `read` whole, `partly`, `unread`; `silent` ones are suspicious."""

    read: tuple[SourceHealth, ...]
    partly: tuple[SourceHealth, ...]
    unread: tuple[SourceHealth, ...]
    silent: tuple[SourceHealth, ...]

    @property
    def total(self) -> int:
        """How many sources there are."""
        return len(self.read) + len(self.partly) + len(self.unread)

    @property
    def looked(self) -> bool:
        """At least one source was read at least in part."""
        return bool(self.read or self.partly)

    @property
    def whole(self) -> bool:
        """Every source was read, and there is at least one."""
        return bool(self.read) and not self.partly and not self.unread


def coverage(facts: WeekFacts) -> Coverage:
    """How well the week was seen."""
    unread = [each for each in facts.health if not each.measured]
    partly = [each for each in facts.health if each.measured and _cut_short(each, facts.week)]
    read = [each for each in facts.health if each not in unread and each not in partly]
    return Coverage(
        read=tuple(read),
        partly=tuple(partly),
        unread=tuple(unread),
        silent=tuple(each for each in read if each.overdue_silence),
    )


def gap_sentence(seen: Coverage) -> str:
    """One sentence for the top of the letter, or empty when everything was read."""
    if not seen.total:
        return "No source is set up, so nothing was looked at."
    if not seen.looked:
        return "No source could be read; this is not the same as a quiet week."
    gaps = [_name(each) for each in (*seen.unread, *seen.partly)]
    if not gaps:
        return ""
    how = "could not be read" if seen.unread else "could be read only in part"
    if seen.unread and seen.partly:
        how = "could not be read, or only in part"
    return f"{len(gaps)} of {count(seen.total, 'source')} {how}: {listed(gaps, most=2)}."


def health(seen: Coverage, *, brought: int) -> Section:
    """How many sources were read, what only people can bring and how much of it they brought, then
    every gap with its reason and the last success.
    """
    gaps = [
        *(_gap(each, f"not read: {_reason(each)}") for each in seen.unread),
        *(_gap(each, f"{_share(each)}: {_reason(each)}") for each in seen.partly),
        *(_silence(each) for each in seen.silent),
        *(_recovery(each) for each in seen.read if each.failed_until),
    ]
    return Section(
        "What we could not see",
        (
            Row(f"{fully_read(seen)} {words.LIMITS}", note=_by_hand(brought)),
            *capped(gaps, most=_MOST_GAPS, more="source"),
        ),
    )


def fully_read(seen: Coverage) -> str:
    """How many of the sources were fully read."""
    return f"{len(seen.read)} of {count(seen.total, 'source')} fully read."


def _by_hand(brought: int) -> str:
    was = "was" if brought == 1 else "were"
    places = ", ".join(place.name for place in ONLY_BY_HAND)
    told = count(brought, "post") if brought else "no posts"
    return f"{words.BY_HAND.format(places=places)} {told} {was} brought in this week."


def _cut_short(source: SourceHealth, week: Week) -> bool:
    """Not every page was read, or reading stopped before the weekend and has not come back."""
    if source.measured < source.polls:
        return True
    last = source.last_measured_at
    failing = any(not outcome.measured for outcome, number in source.outcomes if number)
    return failing and last is not None and local_day(last) < week.last_on - _BEFORE_THE_WEEKEND


def _name(source: SourceHealth) -> str:
    known = words.SOURCES.get(source.source, source.source.replace("_", " "))
    return one_line(known, longest=_LONGEST_NAME)


def _heading(source: SourceHealth) -> str:
    name = _name(source)
    return f"{name[:1].upper()}{name[1:]}"


def _gap(source: SourceHealth, what: str) -> Row:
    last = source.last_measured_at
    ago = f"last read {weekday(local_day(last))}" if last else "never read yet"
    return Row(lead=_heading(source), text=f"{what}; {ago}.")


def _silence(source: SourceHealth) -> Row:
    since = source.silent_since
    when = f" since {weekday(local_day(since))}" if since else ""
    return Row(lead=_heading(source), text=f"read, but nothing new{when}: longer than usual.")


def _recovery(source: SourceHealth) -> Row:
    until = source.failed_until
    when = f" until {weekday(local_day(until))}" if until else ""
    return Row(lead=_heading(source), text=f"could not be read{when}; it is read again.")


def _share(source: SourceHealth) -> str:
    if source.measured < source.polls:
        return f"read in part, {source.measured} of {count(source.polls, 'page')}"
    return "not read to the end of the week"


def _reason(source: SourceHealth) -> str:
    if source.paused:
        return words.PAUSED
    failures = dict(source.outcomes)
    worst = max(words.UNMEASURED, key=lambda outcome: failures.get(outcome, 0))
    return words.UNMEASURED[worst] if failures.get(worst) else words.NOT_ASKED
