"""What a page is asked, and what it may answer. Nothing here knows HTTP."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from orm.entry.door import FrontDoor
from orm.errors import NotAllowed
from orm.model.entry import Session
from orm.model.schools import Contact, Role, School, SchoolId
from orm.model.sight import Sight
from orm.web.providers import Providers
from orm.web.turnstile import Turnstile
from orm.wiring import House


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a query or a form as they were typed, each with every value that it had."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """The last value, without spaces around it; empty when there is none."""
        return self.values.get(name, ("",))[-1].strip()

    def every(self, name: str) -> tuple[str, ...]:
        """All values that say anything."""
        return tuple(value.strip() for value in self.values.get(name, ()) if value.strip())

    def has(self, name: str) -> bool:
        """Whether a box is ticked or a field is there at all."""
        return name in self.values


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody hands in: its name as they call it, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is signed in: the person, their session, their schools and what they may see of them.

    `roles` are those that they hold, by themselves or as a deputy.
    """

    contact: Contact
    session: Session
    schools: tuple[School, ...]
    sight: Sight

    @property
    def roles(self) -> frozenset[Role]:
        """Their own roles and those that they stand in for."""
        return self.sight.roles

    def school(self, wanted: str) -> School:
        """The school that a page is about: the one asked for, or their first.

        Raises:
            NotAllowed: they have no such school.
        """
        for school in self.schools:
            if school.id == wanted or not wanted:
                return school
        raise NotAllowed("There is no such school for you here.")

    def school_ids(self, wanted: str) -> tuple[SchoolId, ...]:
        """The one school that is asked for, or all of theirs."""
        if wanted:
            return (self.school(wanted).id,)
        return tuple(school.id for school in self.schools)


@dataclass(frozen=True, slots=True)
class Ask:
    """One request to a page. `address` is the visitor's; `visitor` names a browser that is not
    signed in, for its forms; `browser` is the proof that it has entered before. `url` is the desk's
    own address without a slash at its end, `target` what was asked for, with its query.
    """

    house: House
    door: FrontDoor
    now: datetime
    who: Reader | None
    path: Mapping[str, str]
    query: Fields
    form: Fields
    uploads: tuple[Upload, ...]
    address: str
    visitor: str
    browser: str
    token: str
    url: str
    target: str
    providers: Providers
    turnstile: Turnstile

    @property
    def reader(self) -> Reader:
        """Who is signed in; only pages for people who are may ask."""
        if self.who is None:
            raise NotAllowed("Sign in first.")
        return self.who


@dataclass(frozen=True, slots=True)
class Page:
    """A page to show. `view` is a frozen value of the template's own; `error` is said at its top.

    The browser loads it `again` after so many seconds; 0 never.
    """

    template: str
    title: str
    view: object
    status: int = 200
    error: str = ""
    again: int = 0


@dataclass(frozen=True, slots=True)
class Went:
    """On to another page of the desk. `done` is a key of `orm.web.done.SENTENCES`.

    `token` starts a session; an empty one ends it; None leaves it. `browser` is a new proof that
    this browser has entered, or empty.
    """

    to: str
    done: str = ""
    token: str | None = None
    browser: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """A file to keep. `name` is plain ASCII."""

    name: str
    media: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Shown:
    """A document of its own, such as a letter's page or security.txt."""

    media: str
    content: str
    status: int = 200


@dataclass(frozen=True, slots=True)
class Mailed:
    """An e-mail's own page as its reader got it: its styles stand inside it, so it is shown in a box
    of its own that can load, run and send nothing.
    """

    content: str


@dataclass(frozen=True, slots=True)
class Missing:
    """There is nothing here that this person may see; whether it exists is not said."""


Answer = Page | Went | Download | Shown | Mailed | Missing
View = Callable[[Ask], Answer]
