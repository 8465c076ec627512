"""[intake] in, the mailbox's settings out, or what is wrong with it."""

from collections.abc import Mapping

from orm.config.places import is_file
from orm.config.problems import Problem, read_table, shown
from orm.config.secret_values import Vault
from orm.config.shape_intake import IntakeTable, MailboxTable
from orm.model.settings import MailboxSettings

_AT = "intake.mailbox"


def read_intake(
    document: Mapping[str, object], vault: Vault, problems: list[Problem]
) -> MailboxSettings | None:
    """The mailbox, with an absolute path and its password; None when there is none."""
    table, found = read_table(IntakeTable, document.get("intake", {}), at="intake")
    problems += found
    mailbox = table.mailbox if table else None
    return None if mailbox is None else read_mailbox(mailbox, vault, problems, at=_AT)


def read_mailbox(
    mailbox: MailboxTable, vault: Vault, problems: list[Problem], *, at: str
) -> MailboxSettings | None:
    """A mailbox's settings; None where its password cannot be found. `at` is its table's name."""
    if mailbox.ca_file and not is_file(vault.base / mailbox.ca_file):
        problems.append(
            Problem(f"{at}.ca_file", f"{shown(mailbox.ca_file)} is not a file; name a PEM file")
        )
    password = vault.resolve(mailbox.password, at=f"{at}.password")
    if isinstance(password, Problem):
        problems.append(password)
        return None
    return MailboxSettings(
        host=mailbox.host,
        username=mailbox.username,
        password=password,
        port=mailbox.port,
        folder=mailbox.folder,
        ca_file=str(vault.base / mailbox.ca_file) if mailbox.ca_file else "",
        timeout_seconds=mailbox.timeout_seconds,
        at=at,
    )
