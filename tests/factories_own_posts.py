"""Posts of Wrenbeck's own channels and comments under them, brought to a desk by a poll."""

from dataclasses import replace
from datetime import timedelta

from orm.model.items import Identity, Item, Kind
from orm.model.polls import Scope
from orm.pipeline.judging import judge
from tests.factories_account_pages import WRENBECK
from tests.factories_desk import NOW, DeskUnderTest
from tests.factories_store import claim_of, plan_of, record_of

HOUR = timedelta(hours=1)
POST = Item(
    identity=Identity("bluesky", "at://did:plc:wrenbeck/app.bsky.feed.post/1"),
    kind=Kind.POST,
    platform="bluesky",
    url="https://bsky.app/profile/did:plc:wrenbeck/post/1",
    text="Our new pond is open. Come and see it on Friday.",
    author="Wrenbeck Primary",
    posted_at=NOW - 20 * HOUR,
    pictures=0,
    undescribed=0,
)


def post_of(text: str = POST.text, key: str = "1", **changes) -> Item:
    """A post of the school's account."""
    url = f"https://bsky.app/profile/did:plc:wrenbeck/post/{key}"
    identity = Identity("bluesky", f"at://did:plc:wrenbeck/app.bsky.feed.post/{key}")
    return replace(POST, **{"identity": identity, "url": url, "text": text, **changes})


def comment_of(text: str, key: str = "c1", **changes) -> Item:
    """A comment under one of its posts, by somebody else."""
    told = {"kind": Kind.COMMENT, "author": "Mere Mum", "posted_at": NOW - 5 * HOUR, **changes}
    return post_of(text, key, **told)


def read(desk: DeskUnderTest, *items: Item, scope: Scope = Scope.OWN) -> None:
    """A poll brings these now; the house judges and keeps them."""
    store, now = desk.house.edges.store, desk.clock.now()
    wanted = {WRENBECK: scope}
    plan = plan_of(f"{scope}/{now:%d%H%M}", wanted_by=tuple(wanted.items()))
    store.plan([plan], now=now, spread=timedelta(0))
    (poll,) = store.claim_polls(claim_of(now, limit=1))
    bench = desk.house.round.bench
    judged = [judge(each, wanted=wanted, bench=bench, now=now) for each in items]
    (recorded,) = store.record([record_of(poll, *judged, at=now)])
    assert recorded.kept
