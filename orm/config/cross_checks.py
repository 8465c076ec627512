"""What must hold between tables: people, schools, terms, mail. Every check reads the raw file."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches

from orm.config.outline import day, named_texts, number, table, tables, text, texts
from orm.config.problems import Problem, join, shown
from orm.model.schools import Role
from orm.model.settings import POLLS_PER_THREAD, Transport

_NEEDED = {
    Role.HEADTEACHER: "headteacher",
    Role.DSL: "dsl (designated safeguarding lead)",
    Role.CHAIR: "chair (cases about the headteacher go there)",
}
_SCHOOL_KEYS = frozenset({"school", "schools"})


def check_all(document: Mapping[str, object]) -> Iterator[Problem]:
    """Every problem between tables, in the order of the file."""
    yield from _network(table(document, "network"))
    yield from _mail(table(document, "mail"))
    yield from _terms(document)
    yield from _posh_closed(document)
    yield from _repeated(document, "schools", "id")
    yield from _repeated(document, "schools", "urn")
    yield from _repeated(document, "contacts", "id")
    yield from _repeated(document, "contacts", "email")
    yield from _people(document)
    yield from _needed_roles(document)
    yield from _school_references(document)
    yield from _on_call(document)


def _network(network: Mapping[str, object]) -> Iterator[Problem]:
    if number(network, "spacing_seconds", 2.0) < 1 and not texts(network, "allow_addresses"):
        yield Problem(
            "network.spacing_seconds",
            "is too small for other people's servers; write at least 1",
        )
    total = number(network, "total_seconds", 45.0)
    if number(network, "lease_seconds", 600.0) <= total * POLLS_PER_THREAD:
        yield Problem(
            "network.lease_seconds",
            f"must be longer than {POLLS_PER_THREAD} times total_seconds ({total * POLLS_PER_THREAD:g}), or two workers"
            " do the same work",
        )


def _mail(mail: Mapping[str, object]) -> Iterator[Problem]:
    transport = text(mail, "transport")
    if transport == Transport.FILE and not text(mail, "folder"):
        yield Problem(
            "mail.folder", 'is missing; transport "file" needs a folder like "data/outbox"'
        )
    if transport == Transport.SMTP and not text(mail, "host"):
        yield Problem("mail.host", 'is missing; transport "smtp" needs the mail server\'s name')
    if text(mail, "username") and not {"password", "oauth2"} & set(mail):
        yield Problem("mail.password", "is missing; username needs it: env:NAME or file:PATH")
    if {"password", "oauth2"} <= set(mail):
        yield Problem("mail.oauth2", "stands beside a password; keep one of the two")
    if "oauth2" in mail and not text(mail, "username"):
        yield Problem(
            "mail.username", "is missing; oauth2 needs the mailbox that letters come from"
        )
    if "password" in mail and not text(mail, "username"):
        yield Problem("mail.username", "is missing; password needs it")


def _terms(document: Mapping[str, object]) -> Iterator[Problem]:
    latest: date | None = None
    for n, term in tables(table(document, "calendar"), "terms"):
        first, last = day(term, "first_on"), day(term, "last_on")
        path = f"calendar.terms[{n}]"
        if first is not None and last is not None and last < first:
            yield Problem(f"{path}.last_on", f"{last} is before first_on ({first}); swap them")
        elif first is not None and latest is not None and first <= latest:
            yield Problem(
                f"{path}.first_on",
                f"{first} is not after the term before, which ends on {latest}; "
                "write terms in order, none overlapping another",
            )
        latest = max((d for d in (latest, first, last) if d is not None), default=None)


def _posh_closed(document: Mapping[str, object]) -> Iterator[Problem]:
    for n, closure in tables(table(document, "calendar"), "posh_closed"):
        first, last = day(closure, "first_on"), day(closure, "last_on")
        if first is not None and last is not None and last < first:
            yield Problem(
                f"calendar.posh_closed[{n}].last_on",
                f"{last} is before first_on ({first}); swap them",
            )


def _repeated(document: Mapping[str, object], name: str, key: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for n, entry in tables(document, name):
        value = text(entry, key).lower()
        if value in seen:
            yield Problem(
                f"{name}[{n}].{key}",
                f"{shown(value)} is {name}[{seen[value]}]'s {key} too; {_INSTEAD[name, key]}",
            )
        elif value:
            seen[value] = n


_INSTEAD = {
    ("schools", "id"): "give each school its own",
    ("schools", "urn"): "each school has its own",
    ("contacts", "id"): "give each person their own",
    (
        "contacts",
        "email",
    ): "give one person with two roles one entry; people do not share a mailbox",
}


def _people(document: Mapping[str, object]) -> Iterator[Problem]:
    people = tables(document, "contacts")
    ids = {text(entry, "id") for _, entry in people}
    domains = {d.strip().lower() for _, d in texts(table(document, "mail"), "allowed_domains")}
    for n, entry in people:
        path = f"contacts[{n}]"
        yield from _deputy(entry, ids, f"{path}.deputy")
        domain = text(entry, "email").lower().rpartition("@")[2]
        if domains and "@" in text(entry, "email") and domain not in domains:
            yield Problem(
                f"{path}.email",
                f"{shown(domain)} is not in mail.allowed_domains; letters go to "
                f"{', '.join(sorted(domains))} only",
            )
        roles = {role for _, role in texts(entry, "roles")}
        if {Role.CHAIR, Role.HEADTEACHER} <= roles:
            yield Problem(
                f"{path}.roles",
                "the chair cannot be the headteacher too: cases about the headteacher go to the "
                "chair; name two people",
            )


def _deputy(entry: Mapping[str, object], ids: set[str], path: str) -> Iterator[Problem]:
    deputy = text(entry, "deputy")
    if deputy and deputy == text(entry, "id"):
        yield Problem(path, "is the person's own id; name another contact")
    elif deputy and deputy not in ids:
        yield Problem(path, _unknown("contact", deputy, ids))


def _needed_roles(document: Mapping[str, object]) -> Iterator[Problem]:
    people = [entry for _, entry in tables(document, "contacts")]
    for n, school in tables(document, "schools"):
        here = text(school, "id")
        if not here:
            continue
        held = {
            role
            for person in people
            if "schools" not in person or here in {s for _, s in texts(person, "schools")}
            for _, role in texts(person, "roles")
        }
        for role, words in _NEEDED.items():
            if role not in held:
                yield Problem(
                    f"schools[{n}]",
                    f"{shown(here)} has no {words}; give a contact the role "
                    f'"{role.value}" (one person may hold two)',
                )


def _school_references(document: Mapping[str, object]) -> Iterator[Problem]:
    ids = {text(entry, "id") for _, entry in tables(document, "schools")}
    for section in ("contacts", "sources"):
        for path, school in named_texts(document.get(section), _SCHOOL_KEYS):
            if school not in ids:
                yield Problem(join(section, *path), _unknown("school", school, ids))


def _on_call(document: Mapping[str, object]) -> Iterator[Problem]:
    """An id or a role that somebody holds."""
    named = text(table(document, "reminders"), "on_call")
    people = [entry for _, entry in tables(document, "contacts")]
    known = {text(entry, "id") for entry in people}
    known |= {role for entry in people for _, role in texts(entry, "roles")}
    if named and named not in known:
        yield Problem("reminders.on_call", _unknown("contact or role", named, known))


def _unknown(word: str, name: str, ids: Iterable[str]) -> str:
    known = sorted(i for i in ids if i)
    near = get_close_matches(name, known, n=1)
    hint = f'did you mean "{near[0]}"?' if near else f"known: {', '.join(known) or 'none'}"
    return f"no {word} has the id {shown(name)}; {hint}"
