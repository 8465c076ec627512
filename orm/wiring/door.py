"""What joins the front door: the people, the key, and the providers that they may sign in with."""

from orm.entry.door import FrontDoor
from orm.entry.passwords import Passwords
from orm.errors import ConfigError
from orm.http.openid import OpenIdDoor
from orm.model.entry import EntryRules
from orm.store.desk_key import desk_key
from orm.wiring import House
from orm.wiring.edges import DESK_KEY


def front_door(house: House, *, passwords: Passwords | None = None) -> FrontDoor:
    """The front door to a house's desk; without `passwords`, hashes are as strong as argon2's own
    profile makes them.

    Raises:
        ConfigError: this house has no desk, or the desk's key cannot be used.
    """
    if house.edges.entry is None:
        raise ConfigError(["desk: this house has none"])
    desk = house.config.desk
    return FrontDoor(
        book=house.edges.entry,
        contacts=house.config.contacts,
        rules=EntryRules(idle=desk.idle, absolute=desk.session),
        key=desk_key(house.config.data_folder / DESK_KEY),
        schools=house.schools,
        passwords=passwords or Passwords(),
    )


def providers(house: House) -> dict[str, OpenIdDoor]:
    """The OpenID Connect providers, by the words of their buttons."""
    allowed = house.config.manners.allow_addresses
    return {
        each.name: OpenIdDoor(each, house.edges.clock, allow_addresses=allowed)
        for each in house.config.desk.openid
    }


def tidy_front_door(house: House) -> None:
    """Delete ended sessions, old links and tries of a house that has a desk."""
    if house.edges.entry is not None and house.config.desk.enabled:
        front_door(house).tidy(now=house.edges.clock.now())
