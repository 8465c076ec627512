"""Settings: what the house was told, and the audit view."""

from dataclasses import dataclass

from orm.reading import audit
from orm.reading.settings import Installed, SettingsPage, page
from orm.school_calendar import LONDON
from orm.web.asking import Answer, Ask, Page
from orm.web.forms import Choice
from orm.web.routes import SETTINGS_READERS, look
from orm.web.sheets import sheet
from orm.web.spelling import when
from orm.wiring.source_records import source_records

_COLUMNS = ("when", "kind", "who", "did", "what", "by", "school", "detail")


@dataclass(frozen=True, slots=True)
class AuditView:
    """The audit trail, with the choice of kind and the way to older lines."""

    page: audit.AuditPage
    kinds: tuple[Choice, ...]
    kind: str
    older: str


def show(ask: Ask) -> Answer:
    """What the house was told, as far as this person may see it."""
    found: SettingsPage = page(_installed(ask), ask.reader.sight, ask.now.astimezone(LONDON).date())
    return Page("settings.html", "Settings", found)


def _installed(ask: Ask) -> Installed:
    config = ask.house.config
    called = {each.name: each.called for each in source_records()}
    return Installed(
        schools=ask.house.schools,
        calendar=config.calendar,
        digest=config.digest,
        reminders=config.reminders,
        mail=config.mail,
        desk=config.desk,
        retention=config.retention,
        profile=config.profile,
        policy=ask.house.policy,
        on=[(called[name], source.access) for name, source in ask.house.sources.items()],
        idle=[(called[each.name], each.access, each.why) for each in config.idle],
    )


def show_audit(ask: Ask) -> Answer:
    """Who came in, who opened which case, what was changed."""
    kind = _kind(ask)
    found = _audit(ask, audit.Asked(kind, _before(ask)))
    chosen = f"&kind={kind.value}" if kind else ""
    view = AuditView(
        page=found,
        kinds=(
            Choice("", "Everything"),
            *(Choice(k.value, called) for k, called in audit.KINDS.items()),
        ),
        kind=kind.value if kind else "",
        older=f"/settings/audit?before={found.older}{chosen}" if found.older else "",
    )
    return Page("audit.html", "Audit trail", view)


def save_audit(ask: Ask) -> Answer:
    """The same as a table to keep."""
    found = _audit(ask, audit.Asked(_kind(ask), most=audit.MOST_KEPT))
    rows = (
        (when(row.at), row.kind, row.who, row.did, row.subject, row.by, row.school, row.detail)
        for row in found.rows
    )
    return sheet("audit-trail.csv", _COLUMNS, rows)


def _audit(ask: Ask, asked: audit.Asked) -> audit.AuditPage:
    shelf = ask.house.shelf
    names = audit.names_of(ask.house.config.contacts, ask.house.schools)
    reader = ask.reader
    whole = not reader.contact.schools
    return audit.audit_page(shelf, reader.sight, names, asked, whole=whole, now=ask.now)


def _kind(ask: Ask) -> audit.Kind | None:
    """The kind that is asked for; one that there is none of is no choice."""
    wanted = ask.query.one("kind")
    return audit.Kind(wanted) if wanted in set(audit.Kind) else None


def _before(ask: Ask) -> int | None:
    wanted = ask.query.one("before")
    is_number = wanted.isascii() and wanted.isdecimal() and len(wanted) <= len("999999999999")
    return int(wanted) if is_number else None


ROUTES = (
    look("/settings", show, SETTINGS_READERS),
    look("/settings/audit", show_audit, SETTINGS_READERS),
    look("/settings/audit.csv", save_audit, SETTINGS_READERS),
)
