"""The schools file of `orm eval`: who is watched, and what else bears their names."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from orm.errors import ConfigError
from orm.evaluation.lines import decoded, said
from orm.model.schools import AccountStatus, Namesake, OfficialAccount, School, SchoolId

_STATUSES = frozenset(AccountStatus)


@dataclass(frozen=True, slots=True)
class _Namesake:
    name: str
    what: str | None = None


@dataclass(frozen=True, slots=True)
class _Account:
    platform: str
    handle: str
    display_name: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class _School:
    key: str
    name: str
    town: str
    aliases: tuple[str, ...] = ()
    short_names: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    county: str | None = None
    postcode_outcode: str | None = None
    local_authority: str | None = None
    urn: str | None = None
    website: str | None = None
    trust: str | None = None
    official_accounts: tuple[_Account, ...] = ()
    namesakes: tuple[_Namesake, ...] = ()


_SCHOOLS = TypeAdapter(tuple[_School, ...])


def read_schools(raw: bytes, *, name: str) -> Mapping[SchoolId, School]:
    """The schools of a file, by key.

    Raises:
        ConfigError: every problem; or a key is used twice, or there is no school.
    """
    problems: list[str] = []
    text = decoded(raw, name, problems)
    if problems:
        raise ConfigError(problems)
    try:
        found = _SCHOOLS.validate_json(text, strict=True)
    except ValidationError as error:
        raise ConfigError([_fault(name, fault) for fault in error.errors()]) from error
    schools = {SchoolId(each.key): _school(each) for each in found}
    if not schools:
        raise ConfigError([f"{name} holds no schools; give a list of at least one"])
    if len(schools) < len(found):
        raise ConfigError([f"{name}: a key is used twice; give every school its own"])
    return schools


def _fault(name: str, fault: ErrorDetails) -> str:
    if fault["type"] == "json_invalid" or not fault["loc"]:
        return f"{name} is not a JSON list of schools"
    place, *path = fault["loc"]
    number = place + 1 if isinstance(place, int) else place
    return f"{name}, school {number}: {said({**fault, 'loc': tuple(path)})}"


def _school(given: _School) -> School:
    return School(
        id=SchoolId(given.key),
        name=given.name,
        town=given.town,
        aliases=given.aliases,
        short_names=given.short_names,
        former_names=given.former_names,
        county=given.county or "",
        postcode=given.postcode_outcode or "",
        local_authority=given.local_authority or "",
        urn=given.urn or "",
        website=given.website or "",
        trust=given.trust or "",
        namesakes=tuple(Namesake(each.name, each.what or "") for each in given.namesakes),
        accounts=tuple(_account(each) for each in given.official_accounts),
    )


def _account(given: _Account) -> OfficialAccount:
    """A state that the register does not know says nothing of how posts are judged."""
    return OfficialAccount(
        platform=given.platform,
        handle=given.handle,
        display_name=given.display_name or "",
        status=AccountStatus(given.status) if given.status in _STATUSES else AccountStatus.ACTIVE,
    )
