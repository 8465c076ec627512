"""Two schools before a Bluesky on this machine, for the commands about official accounts."""

import json

from orm.model.schools import SchoolId
from tests.factories_account_store import scored
from tests.factories_cli import typed
from tests.factories_profiles import FOLDER
from tests.web_server import page

CONFIG = """
[network]
contact = "it@wrenbeck.example"
spacing_seconds = 0.0
allow_addresses = ["127.0.0.0/8"]
[database]
url = "sqlite:///orm.db"
[mail]
transport = "file"
folder = "outbox"
sender = "orm@wrenbeck.example"
allowed_domains = ["wrenbeck.example", "st-orrins.example"]
[[schools]]
id = "wrenbeck"
name = "Wrenbeck Primary School"
town = "Harrowmere"
postcode = "HM4 7QT"
website = "{site}"
accounts = [{{ platform = "bluesky", handle = "wrenbeck.example" }}]
[[schools]]
id = "st-orrins"
name = "St Orrin's C of E Primary School"
town = "Harrowmere"
[[contacts]]
id = "head"
name = "Ada Ferrow"
email = "head@wrenbeck.example"
roles = ["headteacher"]
schools = ["wrenbeck"]
[[contacts]]
id = "office"
name = "Kit Merrow"
email = "office@wrenbeck.example"
roles = ["comms"]
schools = ["wrenbeck"]
[[contacts]]
id = "dsl"
name = "Cass Elm"
email = "dsl@wrenbeck.example"
roles = ["dsl"]
schools = ["wrenbeck"]
[[contacts]]
id = "chair"
name = "Bram Oakes"
email = "chair@wrenbeck.example"
roles = ["chair"]
[[contacts]]
id = "theirs"
name = "Ines Varley"
email = "office@st-orrins.example"
roles = ["comms", "headteacher", "dsl"]
schools = ["st-orrins"]
{sources}
"""
SKY = """
[sources.bluesky]
base_url = "{sky}"
"""
OFF = """
[sources.{name}]
enabled = false
"""
WRENBECK = SchoolId("wrenbeck")
HOME = (
    b'<html><body><h1>Wrenbeck Primary School</h1><a href="https://bsky.app/profile/wrenbeck.example">'
    b"Bluesky</a></body></html>"
)


def sky(name: str) -> bytes:
    """An answer of Bluesky's."""
    body = (FOLDER / "bluesky" / f"{name}.body.json").read_bytes()
    return page(body, content_type="application/json")


def orm(folder, *words):
    """A command as it is typed."""
    return typed([*map(str, words), "--config", str(folder / "config.toml")])


def listed(folder, *words):
    """What a command prints for programs."""
    return json.loads(orm(folder, "account", *words, "--json").stdout)


def with_lookalike(house, key="did:plc:notwrenbeck", **changes):
    """A look-alike of Wrenbeck that nobody has judged."""
    now = house.edges.clock.now()
    house.edges.store.lookalikes.record(WRENBECK, [scored(key, **changes)], now=now)
    return house.edges.store.lookalikes.of([WRENBECK])[0]


def checks(folder, *words):
    """What checking these accounts prints."""
    return listed(folder, "check", *words)
