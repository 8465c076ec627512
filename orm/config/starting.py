"""The first config.toml of a school: five answers, or the school register and what it cannot know."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from orm.config.kinds import email, mail_domain, not_empty, postcode, website
from orm.config.values import SourceShape
from orm.config.writing import write_config
from orm.errors import ConfigError
from orm.model.schools import School

_HEADING = """\
Configuration of orm, written by "orm init".

Before the first run look at three things. The people under [[contacts]]: the headteacher is \\
entered as designated safeguarding lead too{guessed}. The namesakes of the school. And mail: letters \\
go into a folder until you choose "smtp". "orm check" says what is wrong.

A key behind a "#" shows its default or an example; take the "#" away to set it. \\
docs/configuration.md lists every key. A secret is never written here: env:NAME or file:PATH."""
EXAMPLE_HEADING = """\
Configuration of orm: an example with an invented school. It loads as it is: "orm check" reads it. \
"orm init" writes one for your school.

A key behind a "#" shows its default or an example; take the "#" away to set it. \
docs/configuration.md lists every key. A secret is never written here: env:NAME or file:PATH."""
_EXAMPLE_START = "# Configuration of orm: an example with an invented school."
_GUESSED = ", and the chair's email address is a guess"
_NO_SOURCES: Mapping[str, SourceShape] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person says of the school. `email` is the headteacher's.

    Without `chair_email` the file holds a guess on the headteacher's domain and says so.
    """

    school: str
    town: str
    postcode: str
    website: str
    email: str
    chair_email: str = ""


def is_example(text: str) -> bool:
    """Whether a file is the example that comes with the program, which `orm init` may replace."""
    return text.startswith(_EXAMPLE_START)


def answers_from_register(school: School) -> dict[str, str]:
    """The answers that the school register gives, by name; people are never in it."""
    known = {
        "school": school.name,
        "town": school.town,
        "postcode": school.postcode,
        "website": school.website,
    }
    return {name: answer for name, answer in known.items() if answer}


def tidy(name: str, answer: str) -> str:
    """One answer as the file holds it; `name` is a field of Answers.

    Raises:
        ConfigError: it does not answer the question; says what would.
    """
    try:
        return _TIDY[name](" ".join(answer.split()))
    except ValueError as error:
        raise ConfigError([f'{name}: "{answer}" {error}']) from None


def template(
    answers: Answers,
    *,
    registered: School | None = None,
    source_options: Mapping[str, SourceShape] = _NO_SOURCES,
) -> str:
    """A commented config.toml that loads: letters go to a folder, the database is SQLite.

    `registered` adds what the register knows: URN, county, trust, former names, namesakes.

    Raises:
        ConfigError: every answer that cannot be used.
    """
    said = _tidied(answers)
    domain = said["email"].rpartition("@")[2]
    chair = said["chair_email"] or f"chair@{domain}"
    document = {
        "data_folder": "data",
        "network": {"contact": said["email"]},
        "mail": {
            "transport": "file",
            "sender": f"orm@{domain}",
            "allowed_domains": list(dict.fromkeys((domain, chair.rpartition("@")[2]))),
            "folder": "data/outbox",
        },
        "schools": [school_table(said, registered)],
        "contacts": [
            _contact("head", "Headteacher", said["email"], ["headteacher", "dsl"]),
            _contact("chair", "Chair", chair, ["chair"]),
        ],
    }
    heading = _HEADING.format(guessed="" if said["chair_email"] else _GUESSED)
    return write_config(document, source_options, heading=heading)


def _tidied(answers: Answers) -> dict[str, str]:
    tidied: dict[str, str] = {}
    problems: list[str] = []
    for name in _TIDY:
        try:
            tidied[name] = tidy(name, getattr(answers, name))
        except ConfigError as error:
            problems += error.problems
    if not problems and tidied["email"].lower() == tidied["chair_email"].lower():
        problems.append("chair_email: the chair and the headteacher do not share a mailbox")
    if problems:
        raise ConfigError(problems)
    return tidied


def _school_email(text: str) -> str:
    address = email(text)
    mail_domain(address.rpartition("@")[2])
    return address


def _maybe_school_email(text: str) -> str:
    return _school_email(text) if text else ""


_TIDY: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "school": not_empty,
        "town": not_empty,
        "postcode": postcode,
        "website": website,
        "email": _school_email,
        "chair_email": _maybe_school_email,
    }
)


def school_table(said: Mapping[str, str], registered: School | None) -> dict[str, object]:
    """The [[schools]] table of tidied answers, with what the register adds."""
    table: dict[str, object] = {
        "id": _slug(said["school"]),
        "name": said["school"],
        "town": said["town"],
        "postcode": said["postcode"],
        "website": said["website"],
    }
    if registered is not None:
        table |= {
            "former_names": list(registered.former_names),
            "county": registered.county,
            "local_authority": registered.local_authority,
            "urn": registered.urn,
            "trust": registered.trust,
            "school_type": registered.school_type,
            "namesakes": [{"name": n.name, "what": n.what} for n in registered.namesakes],
        }
    return {key: value for key, value in table.items() if value}


def _contact(name: str, called: str, address: str, roles: list[str]) -> dict[str, object]:
    return {"id": name, "name": called, "email": address, "roles": roles}


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", re.sub("['’]", "", name))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    return "-".join(words)[:64].strip("-") or "school"
