"""The answers of the first run about mail and sources, as tables of config.toml."""

from collections.abc import Mapping
from dataclasses import dataclass

from orm.config import converting
from orm.config.first_answers import domains, read_people
from orm.config.first_draft import Draft, Step
from orm.config.first_sheet import Sheet, Wrong
from orm.config.kinds import email, host_name, not_empty, one_line, web_address, webmaster_contact
from orm.config.mail import read_mail_secrets
from orm.config.problems import Problem, read_table
from orm.config.secret_values import Vault, is_reference
from orm.config.shape import MailTable
from orm.config.values import SourceShape
from orm.model.polls import Access
from orm.model.settings import MailSettings, Tls, Transport

SECRETS = "data/secrets"
"""Where a password or key that was typed is kept, from the folder of config.toml."""
SMTP_SECRET = "smtp"  # noqa: S105 - the name of a file
OUTBOX = "data/outbox"
SWITCHED_ON = "on"
ACCEPTED = "accept"

_HIGHEST_PORT = 65_535
_MOST_DOLLARS = 100_000
_REFERENCE = "Write env:NAME or file:PATH here, or type it into the field above."


@dataclass(frozen=True, slots=True)
class MailTables:
    """[mail], [network], [digest] and [desk] as far as this step says them."""

    mail: Mapping[str, object]
    network: Mapping[str, object]
    digest: Mapping[str, object]
    wrong: tuple[Wrong, ...]


def kept_at(name: str) -> str:
    """The reference to a secret that was typed."""
    return f"file:{SECRETS}/{name}"


def read_mail(draft: Draft, vault: Vault) -> MailTables:
    """How letters leave. Secrets are references, which are looked up."""
    sheet = Sheet(Step.MAIL, draft.typed(Step.MAIL))
    transport = sheet.read_choice(
        "transport", tuple(Transport), missing="Choose what happens to letters."
    )
    mail: dict[str, object] = {
        "transport": transport,
        "sender": sheet.read("sender", email, missing="Write the address letters come from."),
        "allowed_domains": domains(read_people(draft)),
        "folder": OUTBOX,
    }
    if transport == Transport.SMTP:
        mail |= _server(sheet, vault)
    contact = sheet.read(
        "contact",
        webmaster_contact,
        missing="Write an address at which the people who run the websites we read can reach you.",
    )
    url = sheet.read("desk_url", _desk_address)
    digest = {"desk_url": url} if url else {}
    return MailTables(mail, {"contact": contact}, digest, tuple(sheet.wrong))


def _desk_address(text: str) -> str:
    address = web_address(text)
    if not address.lower().startswith("https://"):
        raise ValueError("must start with https; leave it empty while only this computer uses it")
    return address.rstrip("/")


def _server(sheet: Sheet, vault: Vault) -> dict[str, object]:
    host = sheet.read("host", host_name, missing="Write the name of the mail server.")
    port = sheet.read("port", _port, missing="Write the mail server's port, usually 587.")
    tls = sheet.read_choice("tls", tuple(Tls), missing="Choose how the connection is encrypted.")
    found: dict[str, object] = {"host": host, "port": int(port or 0), "tls": tls}
    username = sheet.read("username", one_line)
    reference = _reference(sheet, "password_at", vault)
    if username and not reference and not sheet.one("password_at"):
        sheet.tell("password", "Type the password of this user name, or say where it is kept.")
    if reference and not username:
        sheet.tell("username", "Write the user name that the password belongs to.")
    if username and reference:
        found |= {"username": username, "password": reference}
    return found


def _port(text: str) -> str:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text[:6]) <= _HIGHEST_PORT:
        raise ValueError("is not a port; write a number like 587")
    return str(int(text))


def _reference(sheet: Sheet, name: str, vault: Vault) -> str:
    """The reference in a field, when there is a secret behind it. What is none is never repeated."""
    text = sheet.one(name)
    if not text:
        return ""
    if not is_reference(text):
        sheet.tell(name, f"This is no place where a secret is kept. {_REFERENCE}")
        return ""
    found = vault.resolve(text, at=name)
    if isinstance(found, Problem):
        sheet.tell(name, f"{found.says[:1].upper()}{found.says[1:]}.")
        return ""
    return text


def read_sources(
    draft: Draft, shapes: Mapping[str, SourceShape], vault: Vault
) -> tuple[Mapping[str, object], tuple[Wrong, ...]]:
    """The [sources.NAME] tables that differ from the default."""
    sheet = Sheet(Step.SOURCES, draft.typed(Step.SOURCES))
    tables: dict[str, object] = {}
    accepted = _accepted(sheet, shapes)
    for name, shape in shapes.items():
        table = _source(sheet, name, shape, accepted, vault)
        if table:
            tables[name] = table
    return tables, tuple(sheet.wrong)


def _accepted(sheet: Sheet, shapes: Mapping[str, SourceShape]) -> str:
    """The day and the name, where terms are accepted."""
    ticked = sheet.every(ACCEPTED)
    offered = {name for name, shape in shapes.items() if shape.access is Access.B}
    if any(name not in offered for name in ticked):
        sheet.tell("", "A source was ticked that has no terms to accept. Load the page again.")
    if not ticked:
        return ""
    who = sheet.read(
        "accepted_by", _full_name, missing="Write who has read these terms and answers for them."
    )
    day = sheet.read_day("accepted_on", missing="Write the day on which they were accepted.")
    return f"{day.isoformat()} {who}" if who and day else ""


def _full_name(text: str) -> str:
    if len(not_empty(text)) < len("Xy"):
        raise ValueError("is too short; write the whole name")
    return text


def _source(
    sheet: Sheet, name: str, shape: SourceShape, accepted: str, vault: Vault
) -> dict[str, object]:
    if shape.access is Access.A:
        return {} if name in sheet.every(SWITCHED_ON) else {"enabled": False}
    if shape.access is Access.B:
        return {"accept_terms": accepted} if accepted and name in sheet.every(ACCEPTED) else {}
    if shape.access is not Access.C:
        return {}
    reference = _reference(sheet, f"keyat-{name}", vault)
    budget = sheet.read(f"budget-{name}", _dollars) if shape.costs_money else ""
    if reference and shape.costs_money and not sheet.one(f"budget-{name}"):
        sheet.tell(f"budget-{name}", "Write the most that it may cost in a month.")
    table: dict[str, object] = {"key": reference} if reference else {}
    return table | ({"monthly_budget": float(budget)} if reference and budget else {})


def _dollars(text: str) -> str:
    whole, _, cents = text.lstrip("$").partition(".")
    if not whole.isascii() or not whole.isdecimal() or (cents and not _is_cents(cents)):
        raise ValueError("is not an amount; write US dollars like 10 or 7.50")
    if int(whole[:9]) > _MOST_DOLLARS:
        raise ValueError(f"is too much; write at most {_MOST_DOLLARS:,}")
    return f"{int(whole[:9])}.{cents or '0'}"


def _is_cents(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= len("99")


def mail_settings(draft: Draft, vault: Vault) -> MailSettings | None:
    """The settings of a mail step that nothing is wrong with, for a test message; else None."""
    tables = read_mail(draft, vault)
    table, problems = read_table(MailTable, tables.mail, at="mail")
    if tables.wrong or problems or table is None:
        return None
    secrets = read_mail_secrets({"mail": tables.mail}, vault, [])
    return converting.mail_settings(table, base=vault.base, secrets=secrets)
