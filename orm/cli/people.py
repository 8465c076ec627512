"""Who is meant by an id or an email address on the command line."""

from orm.errors import ConfigError
from orm.model.schools import Contact
from orm.wiring import House


def contact_named(house: House, who: str, *, where: str = "") -> Contact:
    """The contact with this id or address; `where` is the option, like "--as".

    Raises:
        ConfigError: it is nobody's.
    """
    wanted = who.strip().casefold()
    for contact in house.config.contacts:
        if wanted and wanted in {contact.id.casefold(), contact.email.casefold()}:
            return contact
    said = f"{where}: {who}" if where else who
    raise ConfigError(
        [f"{said} is nobody's id or address; add the person under [[contacts]] in config.toml"]
    )
