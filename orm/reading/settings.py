"""The Settings page: what this house was told, in words, and where each thing is changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from orm.model.desk_settings import DeskSettings
from orm.model.judgement import Route
from orm.model.polls import Access
from orm.model.schools import Role, School, SchoolCalendar
from orm.model.settings import (
    DigestRules,
    MailSettings,
    PolicyProfile,
    ReminderRules,
    Retention,
    Transport,
)
from orm.model.sight import Sight
from orm.school_calendar import is_bank_holiday
from orm.triage.ageing import stale
from orm.triage.policy import Policy

ADMINISTRATORS = frozenset({Role.IT, Role.HEADTEACHER})
"""Who sees all of it; the data protection officer sees what the policy and retention are."""

_NATIONS = {"ENG": "England", "WLS": "Wales", "SCT": "Scotland", "NIR": "Northern Ireland"}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_AHEAD = 400
_HOLIDAYS_SHOWN = 3
_NAMED = 5

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One part of the settings. `place` is where it stands in config.toml; `notes` need somebody."""

    heading: str
    place: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """What one reader sees of the settings."""

    sheets: tuple[Sheet, ...]
    all_of_it: bool


@dataclass(frozen=True, slots=True)
class Installed:
    """What the house was told. `on` are the sources that run, with their class; `idle` the others,
    with what each waits for.
    """

    schools: Sequence[School]
    calendar: SchoolCalendar
    digest: DigestRules
    reminders: ReminderRules
    mail: MailSettings
    desk: DeskSettings
    retention: Retention
    profile: PolicyProfile
    policy: Policy
    on: Sequence[tuple[str, Access]]
    idle: Sequence[tuple[str, Access, str]]


def page(installed: Installed, sight: Sight, today: date) -> SettingsPage:
    """What this reader may see: an administrator everything, others the policy and retention."""
    all_of_it = bool(sight.roles & ADMINISTRATORS)
    sheets = [
        _policy(installed.policy, installed.profile),
        _ageing(installed.policy, today),
        _retention(installed.retention),
    ]
    if all_of_it:
        sheets = [*_administration(installed, sight.schools, today), *sheets]
    return SettingsPage(tuple(sheets), all_of_it)


def _administration(
    installed: Installed, schools: AbstractSet[str], today: date
) -> Iterator[Sheet]:
    yield _schools(each for each in installed.schools if each.id in schools)
    yield _calendar(installed.calendar, today)
    yield _letters(installed.mail, installed.digest)
    yield _reminders(installed.reminders)
    yield _desk(installed.desk, installed.digest)
    yield _sources(installed.on, installed.idle)


def _schools(schools: Iterable[School]) -> Sheet:
    rows = tuple((school.name, "; ".join(_school(school))) for school in schools)
    return Sheet("Schools", "[[schools]]", rows)


def _school(school: School) -> Iterator[str]:
    yield ", ".join(part for part in (school.town, school.postcode) if part)
    yield f"number in the register {school.urn}" if school.urn else "no number in the register"
    if school.trust:
        yield school.trust
    yield _count(len(school.accounts), "official account")
    yield _count(len(school.namesakes), "namesake")


def _calendar(calendar: SchoolCalendar, today: date) -> Sheet:
    to_come = [term for term in calendar.terms if term.last_on >= today]
    rows: list[Row] = [("Bank holidays of", _NATIONS[calendar.nation])]
    rows += [("Term", f"{_day(term.first_on)} to {_day(term.last_on)}") for term in to_come]
    inset = sorted(day for day in calendar.inset_on if day >= today)
    rows.append(("INSET days to come", ", ".join(map(_day, inset)) or "none is known"))
    rows.append(("Next bank holidays", ", ".join(map(_day, _holidays(calendar, today)))))
    notes = () if to_come else (_NO_TERMS,)
    return Sheet("Calendar", "[calendar]", tuple(rows), notes)


_NO_TERMS = (
    "No term is known from today on: every weekday but a bank holiday counts as a school day. Add"
    " this school year's terms."
)


def _holidays(calendar: SchoolCalendar, today: date) -> list[date]:
    days = (today + timedelta(days=n) for n in range(_AHEAD))
    return [day for day in days if is_bank_holiday(calendar, day)][:_HOLIDAYS_SHOWN]


def _letters(mail: MailSettings, digest: DigestRules) -> Sheet:
    sent = mail.transport is Transport.SMTP
    minutes = int(digest.spread.total_seconds()) // 60
    rows = (
        (
            "Letters",
            f"sent through {mail.host}" if sent else "written into a folder; none leaves",
        ),
        ("They come from", mail.sender),
        ("They may go to", ", ".join(mail.allowed_domains)),
        ("The weekly email goes out", f"{_WEEKDAYS[digest.weekday]}, {digest.at:%H:%M}"),
        ("In the holidays", "none" if digest.term_time_only else "too"),
        *((("Schools take turns within", f"{minutes} minutes"),) if minutes else ()),
    )
    return Sheet("Letters", "[mail] and [digest]", rows)


def _reminders(rules: ReminderRules) -> Sheet:
    quiet = f"{rules.quiet_from:%H:%M} to {rules.quiet_until:%H:%M}: only emergencies"
    same = rules.quiet_from == rules.quiet_until
    rows = (
        ("Quiet hours", "none" if same else quiet),
        ("On call", rules.on_call or "nobody besides the usual"),
    )
    return Sheet("Reminders", "[reminders]", rows)


def _desk(desk: DeskSettings, digest: DigestRules) -> Sheet:
    ways = [each.name for each in desk.openid] + (["a password"] if desk.local_accounts else [])
    rows = (
        ("Its address", digest.desk_url or f"http://{desk.host}:{desk.port}"),
        ("People sign in with", ", ".join(ways)),
        (
            "A session ends",
            f"after {_minutes(desk.idle)} without a step, and {_minutes(desk.session)}",
        ),
        ("“Report a post” by link", "on" if desk.report_link else "off"),
    )
    notes = () if digest.desk_url else (_NO_ADDRESS,)
    return Sheet("Desk", "[desk] and digest.desk_url", rows, notes)


_NO_ADDRESS = (
    "The desk has no address for your people yet (digest.desk_url): links in letters open on the"
    " computer that runs it only."
)


def _sources(on: Sequence[tuple[str, Access]], idle: Sequence[tuple[str, Access, str]]) -> Sheet:
    rows = [("On", ", ".join(f"{name} ({access})" for name, access in on) or "none")]
    for why, waiting in groupby(sorted(idle, key=lambda each: each[2]), key=lambda each: each[2]):
        names = ", ".join(f"{name} ({access})" for name, access, _ in waiting)
        rows.append((f"{why[:1].upper()}{why[1:]}", names))
    return Sheet("Sources", "[sources]", tuple(rows))


def _policy(policy: Policy, profile: PolicyProfile) -> Sheet:
    missing = [policy.routes[route].label for route in Route if route not in profile.routes]
    rows = (
        ("Version of the policy", policy.version),
        ("Never proposed here", "; ".join(missing) or "nothing: your policy contains every route"),
        (
            "To answer a request to delete",
            _count(profile.deletion_due_school_days, "school day"),
        ),
        ("Concerns are recorded in", profile.safeguarding_system or "not named"),
        ("Local adviser", profile.local_advice_service or "not named"),
        ("Complaints procedure", profile.complaints_url or "not named"),
        ("Whistleblowing procedure", profile.whistleblowing_url or "not named"),
        ("Privacy notice", profile.privacy_url or "not named"),
        (
            "Former pupils",
            "belong to the school community"
            if profile.ex_pupils_are_community
            else "count as outside the school",
        ),
        ("Treated as a child", f"who seems younger than {profile.child_age}"),
    )
    return Sheet("Policy", "[policy]", rows)


def _ageing(policy: Policy, today: date) -> Sheet:
    old = sorted(stale(policy, today), key=lambda each: each.file)
    notes = []
    for file, parts in groupby(old, key=lambda each: each.file):
        listed = list(parts)
        names = [each.what for each in listed if each.what]
        which = f": {', '.join(names[:_NAMED])}{' and others' if len(names) > _NAMED else ''}"
        since = _day(min(each.last_checked for each in listed))
        parts_are = _count(len(listed), "part")
        notes.append(
            f"{parts_are} of {file}.toml last checked over a year ago, the oldest on {since}"
            f"{which if names else ''}. Check them with a person (docs/contacts.md), or install a"
            " newer version."
        )
    oldest = min((stamp.last_checked for stamp in policy.stamps.values()), default=None)
    rows: list[Row] = [("Oldest check of a whole file", _day(oldest) if oldest else "not known")]
    if not old:
        rows.append(("Helplines, platforms and rules", "all checked within a year"))
    return Sheet("Age of the policy's facts", "orm/policy", tuple(rows), tuple(notes))


def _retention(kept: Retention) -> Sheet:
    rows: Mapping[str, timedelta] = {
        "Text of praise, questions and civil criticism": kept.ordinary_text,
        "What somebody settled as of no concern": kept.dismissed,
        "Text of sealed posts, after the hand-over": kept.sealed_text,
        "Fingerprints of what is not about us": kept.hashes,
        "The record of what was read when": kept.fetch_log,
    }
    shown = tuple((what, _count(time.days, "day")) for what, time in rows.items())
    return Sheet("How long things are kept", "[retention]", shown, ())


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _minutes(time: timedelta) -> str:
    minutes = int(time.total_seconds() // 60)
    return _count(minutes // 60, "hour") if minutes % 60 == 0 else _count(minutes, "minute")


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
