"""A real house on a temporary database, for benchmarks."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import feeds
from orm.cases.chain import first_event, raised_event
from orm.config.loading import parse
from orm.demo.clock import DemoClock
from orm.http.fetcher import Fetcher
from orm.mail import mailer
from orm.model.polls import Request, Response, Validators
from orm.ports import Fetch
from orm.store.migrating import upgrade
from orm.store.sql_store import open_store
from orm.wiring import Edges, House, build, source_shapes

_CONFIG = """
[network]
contact = "it@wrenbeck.example"
spacing_seconds = 0.0
allow_addresses = ["127.0.0.0/8"]

[mail]
transport = "file"
folder = "outbox"
sender = "orm@wrenbeck.example"
allowed_domains = ["wrenbeck.example"]

[[schools]]
id = "wrenbeck"
name = "Wrenbeck Primary School"
town = "Harrowmere"
county = "Eastmarch"

[[contacts]]
id = "head"
name = "The headteacher"
email = "head@wrenbeck.example"
roles = ["headteacher", "dsl"]

[[contacts]]
id = "chair"
name = "The chair of governors"
email = "chair@wrenbeck.example"
roles = ["chair"]

[sources.feed]
local_papers = false
feeds = [{feeds}]
"""


@dataclass(frozen=True, slots=True)
class Canned:
    """Answers every feed at once, without a network."""

    clock: DemoClock

    def __call__(self, request: Request, validators: Validators) -> Response:  # noqa: ARG002 - as the port
        """The feed of the address."""
        _, _, net, place = request.url.split("//", 1)[1].split(":", 1)[0].split(".")
        number = (int(net) - 1) * 250 + int(place)
        return Response(
            request=request,
            url=request.url,
            status=200,
            body=feeds.feed(number),
            fetched_at=self.clock.now(),
            content_type="application/rss+xml",
        )


def open_house(
    folder: Path, addresses: Iterable[str], *, canned: bool, worker: str = "bench"
) -> tuple[House, DemoClock]:
    """A house that watches these feeds; `canned` answers leave the network out of the measure."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = ", ".join(f'{{ url = "{address}", scope = "local" }}' for address in addresses)
    config = parse(
        _CONFIG.replace("{feeds}", entries),
        base=folder,
        environ={},
        source_options={"feed": source_shapes()["feed"]},
    )
    config.data_folder.mkdir(exist_ok=True)
    upgrade(config.database_url)
    clock = DemoClock(feeds.STARTED_AT)
    fetch: Fetch = Canned(clock) if canned else Fetcher(config.manners, clock)
    edges = Edges(
        clock=clock,
        fetch=fetch,
        store=open_store(config.database_url, first_event=first_event, raised_event=raised_event),
        mailer=mailer(config.mail),
    )
    return build(config, edges, worker=worker), clock
