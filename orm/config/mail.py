"""The secrets of [mail] and of its tables, or what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from orm.config.intake import read_mailbox
from orm.config.places import is_file
from orm.config.problems import Problem, read_table, shown
from orm.config.secret_values import Vault
from orm.config.shape_mail import BouncesTable, MailTokenTable
from orm.model.settings import MailboxSettings, MailTokenSettings, Secret

_AT = "mail.oauth2"
_BOUNCES = "mail.bounces"
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class MailSecrets:
    """What the program signs in to the mail server with, neither where it does not sign in; and the
    mailbox that letters come back to, where there is one.
    """

    password: Secret | None = None
    oauth2: MailTokenSettings | None = None
    bounces: MailboxSettings | None = None


def read_mail_secrets(
    document: Mapping[str, object], vault: Vault, problems: list[Problem]
) -> MailSecrets:
    """The secrets that the table's references name; every problem with them is added."""
    table = document.get("mail")
    mail: Mapping[str, object] = table if isinstance(table, dict) else {}
    ca_file = mail.get("ca_file")
    if isinstance(ca_file, str) and ca_file.strip() and not is_file(vault.base / ca_file):
        problems.append(Problem("mail.ca_file", f"{shown(ca_file)} is not a file; name a PEM file"))
    reference = mail.get("password")
    password = (
        _secret(reference, "mail.password", vault, problems) if isinstance(reference, str) else None
    )
    oauth2 = _oauth2(mail.get("oauth2"), vault, problems)
    return MailSecrets(password, oauth2, _bounces(mail.get("bounces"), vault, problems))


def _bounces(raw: object, vault: Vault, problems: list[Problem]) -> MailboxSettings | None:
    if raw is None:
        return None
    table, found = read_table(BouncesTable, raw, at=_BOUNCES)
    if table is None or found:
        return None  # as below
    return read_mailbox(table, vault, problems, at=_BOUNCES)


def _oauth2(raw: object, vault: Vault, problems: list[Problem]) -> MailTokenSettings | None:
    if raw is None:
        return None
    table, found = read_table(MailTokenTable, raw, at=_AT)
    if table is None or found:
        return None  # the table is read with [mail], which tells what is wrong with its shape
    parts = urlsplit(table.token_url)
    if parts.scheme != "https" and parts.hostname not in _HERE:
        problems.append(Problem(f"{_AT}.token_url", "must start with https; secrets go there"))
    secret = _secret(table.client_secret, f"{_AT}.client_secret", vault, problems)
    refresh = (
        _secret(table.refresh_token, f"{_AT}.refresh_token", vault, problems)
        if table.refresh_token is not None
        else None
    )
    if secret is None:
        return None
    return MailTokenSettings(table.token_url, table.client_id, secret, refresh, table.scope)


def _secret(reference: str, at: str, vault: Vault, problems: list[Problem]) -> Secret | None:
    found = vault.resolve(reference, at=at)
    if isinstance(found, Problem):
        problems.append(found)
        return None
    return found
