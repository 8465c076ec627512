"""[judge] in, the judge's settings out, or what is wrong with it."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from orm.config.places import is_file
from orm.config.problems import Problem, read_table, shown
from orm.config.secret_values import Vault
from orm.config.shape_judge import JudgeTable
from orm.model.settings import JudgeSettings

_AT = "judge"


def read_judge(
    document: Mapping[str, object], vault: Vault, problems: list[Problem]
) -> JudgeSettings | None:
    """The judge, with an absolute path and its key; None where nobody has accepted one."""
    table, found = read_table(JudgeTable, document.get(_AT, {}), at=_AT)
    problems += found
    if table is None or not table.accepted:
        return None
    wrong = list(_wrong(table, vault.base))
    key = vault.resolve(table.key, at=f"{_AT}.key") if table.key is not None else None
    if isinstance(key, Problem):
        wrong.append(key)
    problems += wrong
    if wrong or isinstance(key, Problem):
        return None
    return JudgeSettings(
        url=table.url,
        model=table.model,
        accepted=table.accepted,
        key=key,
        ca_file=str(vault.base / table.ca_file) if table.ca_file else "",
        timeout_seconds=table.timeout_seconds,
    )


def _wrong(table: JudgeTable, base: Path) -> Iterator[Problem]:
    for name in ("url", "model"):
        if not getattr(table, name):
            yield Problem(f"{_AT}.{name}", "is missing; an accepted judge needs it")
    if table.url:
        yield from _wrong_address(table.url)
    if table.ca_file and not is_file(base / table.ca_file):
        yield Problem(f"{_AT}.ca_file", f"{shown(table.ca_file)} is not a file; name a PEM file")


def _wrong_address(url: str) -> Iterator[Problem]:
    parts = urlsplit(url)
    if parts.query or parts.fragment:
        yield Problem(
            f"{_AT}.url", 'holds a "?" or a "#"; write the address alone and the key into judge.key'
        )
    if parts.scheme == "http" and not _this_machine(parts.hostname or ""):
        yield Problem(f"{_AT}.url", "must start with https; http can be read on its way")


def _this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
