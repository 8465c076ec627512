"""From the file's tables to the values that the rest of the house receives."""

from datetime import time, timedelta
from pathlib import Path

from orm.config.mail import MailSecrets
from orm.config.shape import (
    CalendarTable,
    MailTable,
    NetworkTable,
    PolicyTable,
    RetentionTable,
)
from orm.config.shape_digest import DigestTable, Weekday
from orm.config.shape_reminders import RemindersTable
from orm.config.shape_schools import ContactTable, SchoolTable
from orm.model.judgement import Route
from orm.model.opening_hours import Closure
from orm.model.schools import (
    Contact,
    ContactId,
    Namesake,
    OfficialAccount,
    School,
    SchoolCalendar,
    SchoolId,
    Term,
)
from orm.model.settings import (
    DigestRules,
    MailSettings,
    Manners,
    PolicyProfile,
    ReminderRules,
    Retention,
)

ALWAYS_OPEN = frozenset(
    {
        Route.NO_ACTION,
        Route.DSL,
        Route.MYCONCERN_REF,
        Route.LADO,
        Route.POLICE_999,
        Route.POLICE_101,
        Route.CHAIR,
    }
)
"""No school's policy can close these (domain.md §3.3c): a child or a life may depend on them."""


def manners(table: NetworkTable) -> Manners:
    """[network]."""
    return Manners(**table.model_dump())


def mail_settings(table: MailTable, *, base: Path, secrets: MailSecrets) -> MailSettings:
    """[mail], with absolute paths and the secrets that its references name."""
    return MailSettings(
        transport=table.transport,
        sender=table.sender,
        allowed_domains=table.allowed_domains,
        folder=str(base / table.folder) if table.folder else "",
        host=table.host,
        port=table.port,
        tls=table.tls,
        username=table.username,
        password=secrets.password,
        ca_file=str(base / table.ca_file) if table.ca_file else "",
        timeout_seconds=table.timeout_seconds,
        oauth2=secrets.oauth2,
    )


def digest_rules(table: DigestTable) -> DigestRules:
    """[digest]; Monday is day 0."""
    return DigestRules(
        weekday=list(Weekday).index(table.weekday),
        at=time.fromisoformat(table.at),
        term_time_only=table.term_time_only,
        desk_url=table.desk_url,
        spread=timedelta(minutes=table.spread_minutes),
    )


def calendar(table: CalendarTable) -> SchoolCalendar:
    """[calendar]."""
    return SchoolCalendar(
        nation=table.nation,
        terms=tuple(Term(first_on=term.first_on, last_on=term.last_on) for term in table.terms),
        inset_on=table.inset_on,
    )


def posh_closed(table: CalendarTable) -> tuple[Closure, ...]:
    """[[calendar.posh_closed]]."""
    return tuple(Closure(each.first_on, each.last_on) for each in table.posh_closed)


def reminder_rules(table: RemindersTable) -> ReminderRules:
    """[reminders]."""
    return ReminderRules(
        quiet_from=time.fromisoformat(table.quiet_from),
        quiet_until=time.fromisoformat(table.quiet_until),
        on_call=table.on_call,
    )


def profile(table: PolicyTable) -> PolicyProfile:
    """[policy]; the routes that must never be closed are added."""
    return PolicyProfile(
        routes=frozenset(Route) if table.routes is None else table.routes | ALWAYS_OPEN,
        deletion_due_school_days=table.deletion_due_school_days,
        safeguarding_system=table.safeguarding_system,
        local_advice_service=table.local_advice_service,
        complaints_url=table.complaints_url,
        whistleblowing_url=table.whistleblowing_url,
        privacy_url=table.privacy_url,
        ex_pupils_are_community=table.ex_pupils_are_community,
        child_age=table.child_age,
    )


def retention(table: RetentionTable) -> Retention:
    """[retention]."""
    return Retention(
        hashes=timedelta(days=table.hashes_days),
        ordinary_text=timedelta(days=table.ordinary_text_days),
        dismissed=timedelta(days=table.dismissed_days),
        sealed_text=timedelta(days=table.sealed_text_days),
        fetch_log=timedelta(days=table.fetch_log_days),
    )


def school(table: SchoolTable) -> School:
    """One of [[schools]]."""
    plain = table.model_dump(exclude={"id", "namesakes", "accounts", "names_file"})
    return School(
        id=SchoolId(table.id),
        namesakes=tuple(Namesake(name=n.name, what=n.what) for n in table.namesakes),
        accounts=tuple(OfficialAccount(**account.model_dump()) for account in table.accounts),
        **plain,
    )


def contact(table: ContactTable) -> Contact:
    """One of [[contacts]]."""
    return Contact(
        id=ContactId(table.id),
        name=table.name,
        email=table.email,
        roles=table.roles,
        deputy=None if table.deputy is None else ContactId(table.deputy),
        schools=frozenset(SchoolId(name) for name in table.schools),
        digest=table.digest,
    )
