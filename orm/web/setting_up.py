"""What `orm run` calls while nobody can sign in: the first run, and the first way in."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from threading import Event

from orm.clock import SystemClock
from orm.config.desk import listening_place
from orm.entry.door import FrontDoor
from orm.entry.ticketing import link
from orm.errors import ConfigError
from orm.model.entry import Purpose, Standing, Status
from orm.model.schools import Contact, Role, School
from orm.ports import Clock
from orm.register import read_gias
from orm.store.registered import whole_register
from orm.web.first_run.app import setup_app
from orm.web.first_run.finishing import BY
from orm.web.first_run.folder import SetupFolder
from orm.web.first_run.gate import new_gate
from orm.web.first_run.kit import Kit, kit_for
from orm.web.house_desk import desk_url
from orm.web.serving import serving
from orm.wiring import House

_DATABASE = "data/orm.db"
_FIRST = (Role.IT, Role.HEADTEACHER)


def first_run(
    config_path: Path, listen: str, register: Path | None, *, say: Callable[[str], None]
) -> None:
    """Serve the first run's pages until config.toml is written; `say` prints the link to them.

    `listen` is an address with a port; `register` is the DfE register's CSV, or its zip, to find
    the school in; without it, one that the database holds is searched.

    Raises:
        ConfigError: there is a configuration already, the register cannot be read, something else
            listens there, or the folder cannot be written.
        StoreError: there is a database already that cannot be used.
    """
    folder = SetupFolder(config_path)
    if not folder.is_free():
        raise ConfigError([f"{config_path} is there already; run: orm run"])
    schools = _registered(folder, register)
    serve_until_set_up(kit_for(folder, schools, listen=listen), clock=SystemClock(), say=say)


def serve_until_set_up(kit: Kit, *, clock: Clock, say: Callable[[str], None]) -> None:
    """The same with everything given."""
    place = listening_place(kit.around.listen)
    if place is None:
        raise ConfigError([f"{kit.around.listen} is no address with a port, like 127.0.0.1:8770"])
    host, port = place
    done = Event()
    gate, token = new_gate(now=clock.now())
    app = setup_app(kit, gate, clock, done, host=host)
    with serving(app, host=host, port=port) as answering:
        shown = f"[{host}]" if ":" in host else host
        say("Nothing is set up here yet. Open this once, in a browser on this computer:")
        say(f"  http://{shown}:{answering}/setup/{token}")
        done.wait()


def setup_link(house: House, door: FrontDoor, now: datetime) -> str | None:
    """A one-time link for the first IT manager or headteacher, while nobody can come in.

    None once somebody can, and where people come in by another provider only.
    """
    if not house.config.desk.local_accounts:
        return None
    standings = door.book.standings(now=now)
    contacts = house.config.contacts
    if any(_can_enter(standings.get(door.person(each.id))) for each in contacts):
        return None
    token = door.issue(_first(contacts).id, Purpose.SETUP, by=BY, now=now)
    return link(desk_url(house), token)


def _registered(folder: SetupFolder, register: Path | None) -> tuple[School, ...]:
    if register is not None:
        return _from_file(register)
    database = folder.base / _DATABASE
    return whole_register(f"sqlite:///{database.as_posix()}") if database.exists() else ()


def _from_file(register: Path) -> tuple[School, ...]:
    try:
        read = read_gias(register.read_bytes())
    except OSError as error:
        raise ConfigError([f"{register} cannot be read: {error.strerror}"]) from error
    if not read.schools:
        raise ConfigError([f"{register} holds no open school", *read.problems])
    return read.schools


def _can_enter(standing: Standing | None) -> bool:
    if standing is None:
        return False
    return standing.status in {Status.ACTIVE, Status.NO_FACTOR} or standing.entered_at is not None


def _first(contacts: Sequence[Contact]) -> Contact:
    """The first of the roles that look after the desk; every configuration has a headteacher."""
    return next(each for role in _FIRST for each in contacts if role in each.roles)
