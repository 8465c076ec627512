"""What stands above the parts of a digest: the line that an inbox shows, a wave, a first week, holidays.

Whoever lies a phone on a table shows the inbox to the room: its line names no kind of case, and of
sealed items not even a time (domain.md §5.3, gate G8).
"""

from collections.abc import Sequence
from datetime import datetime

from orm.model.schools import Role
from orm.model.weeks import WeekFacts, WeekMention
from reports import bank
from reports.audience import Audience, Part
from reports.case_rows import Docket
from reports.coverage import Coverage, fully_read, gap_sentence
from reports.plain import local_day
from reports.view import Row, Section

WAVE = 5
"""So many posts of one story are a wave."""


def preheader(cases: Docket, seen: Coverage, *, wave: str, now: datetime) -> str:
    """What an inbox shows behind the subject: how the decisions stand, a wave, and what was seen."""
    said = (_first_due(cases, now), wave, gap_sentence(seen) or fully_read(seen))
    return " ".join(sentence for sentence in said if sentence)


def wave(mentions: Sequence[WeekMention], who: Audience) -> str:
    """One sentence on the story that stands in the most posts, or empty where none is a wave.

    Told to whoever reads how many mentions there were; its theme to whoever reads themes.
    """
    waves = sorted(
        (each for each in mentions if each.copies >= WAVE), key=lambda each: -each.copies
    )
    if not waves or not who.gets(Part.FAIRNESS):
        return ""
    first = waves[0]
    slots = {
        "posts": bank.counted(first.copies, "posts"),
        "places": bank.counted(first.places, "places"),
        "day": bank.day(local_day(first.first_seen_at)),
    }
    theme = _theme(first) if who.gets(Part.THEMES) else None
    said = bank.say("wave_about", theme=theme, **slots) if theme else bank.say("wave", **slots)
    if len(waves) == 1:
        return said
    return bank.joined(
        (said, bank.say("more_waves", stories=bank.counted(len(waves) - 1, "stories"))), by=" "
    )


def first_week(facts: WeekFacts) -> Section:
    """What this letter is, what it sees and what it does not, for who has never had one."""
    told = bank.fixed_list("first", "sentences") if facts.is_first else ()
    return Section("Your first digest", tuple(Row(sentence) for sentence in told))


def holidays(on_call: Role | None) -> str:
    """What waits in the holidays and what does not, and who is on call."""
    if on_call is None:
        return bank.say("holidays_unwatched")
    return bank.say("holidays", role=bank.word("role", on_call))


def one_of(schools: int) -> str:
    """Which letter this is, for a reader who acts for several schools and gets one for each."""
    return f", one of your {schools} schools" if schools > 1 else ""


def _first_due(cases: Docket, now: datetime) -> str:
    if not cases.mine:
        return ""
    due = bank.moment(cases.mine[0].due_at)
    late = cases.overdue(now)
    return (
        bank.say("first_late", number=late, moment=due)
        if late
        else bank.say("first_due", moment=due)
    )


def _theme(mention: WeekMention) -> bank.Said | None:
    known = bank.words("theme")
    return next((known[theme] for theme in mention.themes if theme in known), None)
