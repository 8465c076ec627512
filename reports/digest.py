"""The weekly digest: one reader's week on one screen (domain.md §5).

What a reader gets follows §5.1 (`reports.audience`), the order follows §5.2, and the words come
from `reports.bank`. Nothing here repeats a post, an author or an address; headlines of ordinary
news are the one exception.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from orm.model.letters import Letter, LetterKind
from orm.model.schools import Contact, Role, School
from orm.model.settings import DigestRules
from orm.model.weeks import WeekFacts
from reports import bank, opening
from reports.account_rows import accounts
from reports.audience import Audience, Part, acts_for, audience
from reports.case_rows import (
    Desk,
    Docket,
    decide,
    docket,
    late_elsewhere,
    owed,
    sealed_line,
    waiting,
)
from reports.coverage import Coverage, coverage, gap_sentence, health
from reports.figures import charts
from reports.mention_rows import countable, fairness, good_news, news, themes, unsure
from reports.plain import count, day, listed, one_line
from reports.render import render
from reports.view import DigestView, Row, Section, Tone, capped

_LONGEST_SCHOOL = 80
_KEEP_CONTACTS = frozenset({Role.HEADTEACHER, Role.SLT, Role.IT})
_NEEDED = (Role.HEADTEACHER, Role.DSL, Role.CHAIR)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What a letter says of the house itself. `keys` are sentences about keys that somebody must see
    to; `contacts_checked_on` is the day on which details of helplines and platforms that are over a
    year old were last checked, or None; `schools` is how many the reader acts for. In the school's
    holidays, when `is_holiday`, `on_call` is who is told of serious cases besides, or None. `stop_at`
    is the address at which the reader stops this digest, or empty; `stopped` are the roles of those
    who did since the last one, person by person.
    """

    keys: tuple[str, ...] = ()
    contacts_checked_on: date | None = None
    schools: int = 1
    is_holiday: bool = False
    on_call: Role | None = None
    stop_at: str = ""
    stopped: tuple[frozenset[Role], ...] = ()


def digest(
    facts: WeekFacts,
    *,
    school: School,
    reader: Contact,
    contacts: Sequence[Contact],
    rules: DigestRules,
    now: datetime,
    upkeep: Upkeep = Upkeep(),
) -> Letter:
    """One school's week for one reader; `contacts` is everybody of the installation.

    Raises:
        ValueError: the facts are another school's, or the reader does not act for this school.
    """
    if facts.school_id != school.id:
        raise ValueError("these facts are another school's")
    if not acts_for(reader, school.id):
        raise ValueError("this reader does not act for this school")
    who = audience(reader, contacts, school.id)
    upkeep = replace(upkeep, schools=len(reader.schools) or upkeep.schools)
    drawn = charts(facts, who)
    view = _view(facts, school=school, who=who, rules=rules, now=now, upkeep=upkeep)
    letter = render("digest", replace(view, pictures=tuple(each.shown for each in drawn)))
    return Letter(
        once=f"digest/{school.id}/{facts.week.key}/{reader.id}",
        kind=LetterKind.DIGEST,
        school_id=school.id,
        recipient=reader.email,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        pictures=tuple(each.picture for each in drawn),
        unsubscribe=upkeep.stop_at,
    )


def _view(
    facts: WeekFacts,
    *,
    school: School,
    who: Audience,
    rules: DigestRules,
    now: datetime,
    upkeep: Upkeep,
) -> DigestView:
    cases = docket(facts.cases, who, now=now)
    seen = coverage(facts)
    desk = Desk.at(rules.desk_url)
    name = one_line(school.name, longest=_LONGEST_SCHOOL)
    ending = f"week ending {day(facts.week.last_on)}"
    wave = opening.wave(countable(facts), who)
    sections = (
        opening.first_week(facts),
        decide(cases, who, desk, now=now),
        waiting(cases, who, desk, now=now),
        *_said(facts, who, desk),
        *_week(facts, who, cases, desk),
        sealed_line(cases, desk),
        *_account(facts, who, cases, seen, upkeep),
        *((_chores(upkeep.keys),) if who.gets(Part.HOUSEKEEPING) else ()),
    )
    return DigestView(
        subject=f"Online mentions digest, {ending} - {_needs(cases, seen)} ({name})",
        school=name,
        period=f"Online mentions, {ending} {facts.week.last_on.year}{opening.one_of(upkeep.schools)}",
        verdict=_verdict(cases, seen, now=now),
        tone=_tone(cases, seen),
        caveats=(*_opening(wave, upkeep), *_caveats(cases, seen, now=now)),
        sections=tuple(section for section in sections if section.rows),
        footer=_footer(desk, upkeep),
        preheader=opening.preheader(cases, seen, wave=wave, now=now),
    )


def _opening(wave: str, upkeep: Upkeep) -> tuple[str, ...]:
    said = (wave, opening.holidays(upkeep.on_call) if upkeep.is_holiday else "")
    return tuple(sentence for sentence in said if sentence)


def _said(facts: WeekFacts, who: Audience, desk: Desk) -> tuple[Section, ...]:
    mentions = countable(facts)
    parts = ((Part.GOOD, good_news(mentions, desk)), (Part.THEMES, themes(mentions, facts)))
    return tuple(section for part, section in parts if who.gets(part))


def _week(facts: WeekFacts, who: Audience, cases: Docket, desk: Desk) -> tuple[Section, ...]:
    mentions = countable(facts)
    parts = (
        (Part.OWED, owed(cases)),
        (Part.NEWS, news(mentions, desk)),
        (Part.ACCOUNTS, accounts(facts.accounts, href=desk.page("/accounts"))),
    )
    return tuple(section for part, section in parts if who.gets(part))


def _account(
    facts: WeekFacts, who: Audience, cases: Docket, seen: Coverage, upkeep: Upkeep
) -> tuple[Section, ...]:
    fair = fairness(countable(facts), facts, who, looked=seen.looked)
    return (
        *((fair,) if who.gets(Part.FAIRNESS) else ()),
        health(seen, brought=facts.brought),
        *((_housekeeping(facts, who, cases, upkeep),) if who.gets(Part.HOUSEKEEPING) else ()),
        _to_settle(facts, who),
    )


def _needs(cases: Docket, seen: Coverage) -> str:
    decisions = len(cases.mine) + len(cases.sealed_mine)
    if decisions:
        return count(decisions, "decision")
    return "no decisions" if seen.looked else "could not look"


def _verdict(cases: Docket, seen: Coverage, *, now: datetime) -> str:
    if not seen.looked:
        return "We could not look this week."
    if cases.mine or cases.sealed_mine:
        return _open_work(cases, now=now)
    return (
        "Nothing needs you this week." if seen.whole else "Nothing needs you in what we could see."
    )


def _open_work(cases: Docket, *, now: datetime) -> str:
    said = []
    if cases.mine:
        late = cases.overdue(now)
        number = bank.counted(len(cases.mine), "decisions")
        first = bank.moment(cases.mine[0].due_at)
        said.append(
            bank.say("decisions_late", decisions=number, number=late)
            if late
            else bank.say("decisions", decisions=number, moment=first)
        )
    if cases.sealed_mine:
        waiting_for_you = bank.counted(len(cases.sealed_mine), "sealed_items")
        said.append(bank.say("sealed_for_you", sealed_items=waiting_for_you))
    return f"{bank.joined(said, by=' and ')}."


def _tone(cases: Docket, seen: Coverage) -> Tone:
    if not seen.looked:
        return Tone.BLIND
    return Tone.ACT if cases.mine or cases.sealed_mine else Tone.CALM


def _caveats(cases: Docket, seen: Coverage, *, now: datetime) -> tuple[str, ...]:
    still_open = not seen.looked and (cases.mine or cases.sealed_mine)
    said = (
        f"Still open: {_open_work(cases, now=now)}" if still_open else "",
        late_elsewhere(cases, now=now),
        gap_sentence(seen),
    )
    return tuple(sentence for sentence in said if sentence)


def _housekeeping(facts: WeekFacts, who: Audience, cases: Docket, upkeep: Upkeep) -> Section:
    other = unsure(facts) if who.leads else 0
    checked = upkeep.contacts_checked_on if who.roles & _KEEP_CONTACTS else None
    unheld = [bank.word("role", role) for role in _NEEDED if role in who.unheld]
    said = (
        (
            facts.undelivered,
            f"{count(facts.undelivered, 'message')} could not be delivered: run orm check.",
        ),
        (facts.unanswered, _unanswered(facts.unanswered)),
        (other, _may_not_be_ours(other)),
        (cases.to_close, f"{count(cases.to_close, 'case')} to close: the post is gone."),
        (cases.to_debrief, f"{count(cases.to_debrief, 'closed case')} with no lesson noted yet."),
        (facts.purged, f"{count(facts.purged, 'old item')} deleted, as the retention rules say."),
        (len(unheld), f"Nobody is named as {listed(unheld, most=3)}: add them to config.toml."),
        (checked is not None, _stale_contacts(checked) if checked else ""),
        *((1, _no_reader(roles)) for roles in upkeep.stopped),
    )
    return Section("Housekeeping", tuple(Row(sentence) for number, sentence in said if number))


def _no_reader(roles: frozenset[Role]) -> bank.Said:
    """By role: who it is, and at which address, is on the desk."""
    held = [bank.word("role", role) for role in Role if role in roles]
    if not held:
        return bank.say("digest_stopped_by_no_role")
    return bank.say("digest_stopped", who=bank.joined(held, by=" and "))


def _stale_contacts(checked: date) -> bank.Said:
    return bank.say("contacts_old", day=bank.day(checked), year=checked.year)


def _to_settle(facts: WeekFacts, who: Audience) -> Section:
    """The comms lead's short list; those who lead find it under housekeeping."""
    told = who.leads and who.gets(Part.HOUSEKEEPING)
    number = unsure(facts) if Role.COMMS in who.roles and not told else 0
    return Section("To settle", (Row(_may_not_be_ours(number)),) if number else ())


def _unanswered(number: int) -> str:
    """What SMTP leaves unknown is told (docs/emails.md)."""
    return f"{count(number, 'message')} may have come twice or not at all: see the desk, Digest."


def _may_not_be_ours(number: int) -> str:
    return f"{count(number, 'mention')} may not be ours: run orm mention list --unsure."


def _chores(chores: Sequence[str]) -> Section:
    return Section("Keys to renew", capped([Row(each) for each in chores], most=3, more="key"))


def _footer(desk: Desk, upkeep: Upkeep) -> tuple[Row, ...]:
    where = (
        Row("Open the desk", href=desk.address)
        if desk.address
        else Row("To open a case, on the school's machine: orm case show REFERENCE")
    )
    stop = (Row("Stop this weekly email", href=upkeep.stop_at),) if upkeep.stop_at else ()
    return (where, Row("Nothing is sent or removed without a named person's approval."), *stop)
