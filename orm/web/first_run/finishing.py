"""The end of the first run: the database, the people in it, config.toml, and the first way in."""

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime

from orm.config.first_file import FirstFile
from orm.entry.ticketing import link
from orm.errors import ConfigError
from orm.model.entry import Purpose
from orm.model.schools import School
from orm.store.migrating import upgrade
from orm.web.first_run.folder import SetupFolder
from orm.web.house_desk import desk_url
from orm.wiring import build, open_edges
from orm.wiring.door import front_door

BY = "setup"
"""Who made the first link, in the audit trail."""

_WORKER = "setup"


def finish(
    file: FirstFile, folder: SetupFolder, registered: Sequence[School], *, now: datetime
) -> str:
    """Make the database with the schools and people, then write config.toml; the one-time link of
    who set it up.

    Raises:
        ConfigError: the folder cannot be written, or somebody else has written config.toml.
        StoreError: the database cannot be made.
    """
    if not folder.is_free():
        raise ConfigError(
            [f"{folder.config} is there already; end this program and start it again"]
        )
    folder.keep(folder.draft())  # the data folder is there, for its owner only
    upgrade(file.config.database_url)
    with closing(build(file.config, open_edges(file.config), worker=_WORKER)) as house:
        if registered:
            house.edges.store.save_register(registered, now=now)
        house.enrol()
        folder.write_config(file.text)
        token = front_door(house).issue(file.me, Purpose.SETUP, by=BY, now=now)
        way_in = link(desk_url(house), token)
    folder.forget()
    return way_in
