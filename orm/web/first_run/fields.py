"""Which fields each step has, what stands in them before anybody has typed, and what is kept."""

from collections.abc import Mapping

from orm.config.first_answers import domains, read_people
from orm.config.first_choices import SMTP_SECRET, SWITCHED_ON
from orm.config.first_draft import Draft, Step, Typed
from orm.config.secret_values import is_reference
from orm.config.values import SourceShape
from orm.model.polls import Access
from orm.model.settings import Tls, Transport
from orm.web.asking import Fields
from orm.web.first_run.folder import SetupFolder
from orm.web.forms import Problem

_LONGEST = 8_000
_PLAIN: Mapping[Step, frozenset[str]] = {
    Step.SCHOOL: frozenset(("name", "town", "postcode", "website", "urn", "aliases", "namesakes")),
    Step.PEOPLE: frozenset(("me",)),
    Step.CALENDAR: frozenset(("nation", "inset")),
    Step.MAIL: frozenset(
        (
            "transport",
            "sender",
            "host",
            "port",
            "tls",
            "username",
            "password_at",
            "desk_url",
            "contact",
        )
    ),
    Step.SOURCES: frozenset((SWITCHED_ON, "accept", "accepted_by", "accepted_on")),
}
_NUMBERED: Mapping[Step, tuple[str, ...]] = {
    Step.SCHOOL: (),
    Step.PEOPLE: ("name-", "email-", "roles-", "deputy-"),
    Step.CALENDAR: ("first-", "last-"),
    Step.MAIL: (),
    Step.SOURCES: ("keyat-", "budget-"),
}
_NO_PLACE = (
    "That was no place where a secret is kept, so it was not kept. Type a secret into the field"
    " above; here goes env:NAME or file:PATH."
)


def kept_fields(step: Step, form: Fields) -> tuple[Typed, tuple[Problem, ...]]:
    """What is kept of a form. A secret never is; one in the wrong place is told and dropped."""
    kept: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for name, values in form.values.items():
        if not (name in _PLAIN[step] or name.startswith(_NUMBERED[step])):
            continue
        if _is_place(name) and values[-1].strip() and not is_reference(values[-1].strip()):
            problems.append(Problem(name, _NO_PLACE))
            continue
        kept[name] = tuple(value[:_LONGEST] for value in values)
    return kept, tuple(problems)


def _is_place(name: str) -> bool:
    return name == "password_at" or name.startswith("keyat-")


def keep_typed_secrets(
    step: Step, form: Fields, shapes: Mapping[str, SourceShape], folder: SetupFolder
) -> Typed:
    """Write secrets that were typed into files of their own; the references to them, by field."""
    if step is Step.MAIL:
        secret = _secret(form, "password")
        return {"password_at": (folder.keep_secret(SMTP_SECRET, secret),)} if secret else {}
    if step is not Step.SOURCES:
        return {}
    return {
        f"keyat-{name}": (folder.keep_secret(f"key_{name}", secret),)
        for name, shape in shapes.items()
        if shape.access is Access.C and (secret := _secret(form, f"key-{name}"))
    }


def _secret(form: Fields, name: str) -> str:
    """As it was typed: a password may begin or end with a space."""
    typed = form.values.get(name, ("",))[-1]
    return typed if typed.strip() else ""


def before_typing(step: Step, draft: Draft, shapes: Mapping[str, SourceShape]) -> Typed:
    """What stands in the fields of a step that nobody has sent."""
    if step is Step.PEOPLE:
        return {"roles-1": ("headteacher",), "roles-2": ("dsl",), "roles-3": ("chair",)}
    if step is Step.CALENDAR:
        return {"nation": ("ENG",)}
    if step is Step.SOURCES:
        on = tuple(name for name, shape in shapes.items() if shape.access is Access.A)
        return {SWITCHED_ON: on}
    return _first_mail(draft) if step is Step.MAIL else {}


def _first_mail(draft: Draft) -> Typed:
    people = read_people(draft)
    at = next(iter(domains(people)), "")
    return {
        "transport": (Transport.SMTP.value,),
        "sender": (f"orm@{at}" if at else "",),
        "port": ("587",),
        "tls": (Tls.STARTTLS.value,),
        "contact": (people.me.email if people.me else "",),
    }
