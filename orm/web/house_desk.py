"""The desk of a house: its application, with the front door and the providers that belong to it."""

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.applications import Starlette

from orm.web.answering import Desk
from orm.web.app import desk_app
from orm.web.desk_routes import ROUTES
from orm.web.providers import Providers
from orm.web.serving import serving
from orm.wiring import House
from orm.wiring.door import front_door, providers


def desk_url(house: House) -> str:
    """The desk's own address as browsers know it, without a slash at its end."""
    desk = house.config.desk
    return (house.config.digest.desk_url or f"http://{desk.host}:{desk.port}").rstrip("/")


def desk_of(house: House) -> Desk:
    """The desk of this house.

    Raises:
        ConfigError: the house has none, or its key cannot be used.
    """
    return Desk(house, front_door(house), desk_url(house), Providers(providers(house)))


def app_of(house: House) -> Starlette:
    """The application to serve."""
    desk = desk_of(house)
    return desk_app(lambda: desk, ROUTES, url=desk.url)


@contextmanager
def desk_open(house: House) -> Iterator[str]:
    """The desk answers where config.toml says, while the block runs; gives its address.

    Raises:
        ConfigError: its port is taken, or its key cannot be used.
    """
    desk = house.config.desk
    app = app_of(house)
    with serving(app, host=desk.host, port=desk.port, trusted_proxies=desk.trusted_proxies):
        yield desk_url(house)
