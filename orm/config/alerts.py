"""[alerts] in, the channels with their secret addresses out, or what is wrong with them."""

from collections.abc import Iterator, Mapping
from urllib.parse import SplitResult, parse_qsl, urlsplit

from orm.config.outline import tables, texts
from orm.config.problems import Problem, join, read_table
from orm.config.secret_values import Vault
from orm.config.shape_alerts import AlertsTable, ChannelTable
from orm.model.channels import SERVICES, WORKFLOW_HOSTS, Channel
from orm.model.judgement import Severity
from orm.model.settings import Secret

_NO = frozenset({"no", "false", "0", "off", "n", "f"})


def read_channels(
    document: Mapping[str, object], vault: Vault, problems: list[Problem]
) -> tuple[Channel, ...]:
    """The channels; every problem with them is added."""
    table, found = read_table(AlertsTable, document.get("alerts", {}), at="alerts")
    problems += found
    if table is None:
        return ()
    known = _known(document)
    read = []
    for number, entry in enumerate(table.channels):
        at = join("alerts", "channels", number)
        problems += _misnamed(entry, known, at, [each.id for each in table.channels[:number]])
        url = vault.resolve(entry.url, at=f"{at}.url")
        if isinstance(url, Secret) and (wrong := _wrong(url.reveal())):
            url = Problem(f"{at}.url", wrong)
        if isinstance(url, Problem):
            problems.append(url)
            continue
        readers = frozenset(entry.readers)
        read.append(Channel(entry.id, url, readers, Severity(entry.severity), entry.house))
    return tuple(read)


def _misnamed(
    entry: ChannelTable, known: frozenset[str], at: str, before: list[str]
) -> Iterator[Problem]:
    if entry.id in before:
        yield Problem(f"{at}.id", f'"{entry.id}" is another channel\'s id too; give each its own')
    for reader in entry.readers:
        if reader not in known:
            yield Problem(f"{at}.readers", f'no contact or role has the id "{reader}"')


def _known(document: Mapping[str, object]) -> frozenset[str]:
    """Ids of contacts, and roles that somebody holds."""
    people = [entry for _, entry in tables(document, "contacts")]
    ids = {str(entry["id"]) for entry in people if "id" in entry}
    return frozenset(ids | {role for entry in people for _, role in texts(entry, "roles")})


def _wrong(url: str) -> str:
    """Why an address cannot be a channel's, without a word of it; empty when it can."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = SplitResult("", "", "", "", "")
    if parts.scheme not in SERVICES:
        begins = ", ".join(f"{name}://" for name in SERVICES)
        return f"is not an address of a service that may be used; it begins with one of {begins}"
    if parts.scheme == "workflows" and not (parts.hostname or "").endswith(WORKFLOW_HOSTS):
        return f"is not an address of a workflow; its host ends with {' or '.join(WORKFLOW_HOSTS)}"
    if any(name == "verify" and value.lower() in _NO for name, value in parse_qsl(parts.query)):
        return "switches off the check of the service's certificate; leave verify out"
    return ""
