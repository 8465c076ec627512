"""The alerts' part of `orm check`: what is to be told beyond single cases, to whom, and by which way."""

from collections.abc import Iterator
from datetime import datetime

from orm.channels import Channels
from orm.errors import OrmError
from orm.model.house_alerts import Matter
from orm.pipeline.alerting import Notice, notices
from orm.wiring import House

_WHAT = {
    Matter.SPIKE: "more is said than usual",
    Matter.SILENCE: "a source is silent or cannot be read",
    Matter.KEY: "a key ends",
}

Said = tuple[str, bool | None, str]
"""What was looked at, whether it works (None: how things stand), and what there is to say."""


def alert_lines(house: House) -> Iterator[Said]:
    """What waits to be told, and whether each channel can be used; nothing is told or sent."""
    now = house.edges.clock.now()
    alerting = house.alerting
    said = [_said(notice) for notice in notices(alerting, now=now)]
    yield "alerts", None, "; ".join(said) or "nothing waits to be told"
    yield from _merged(house, now)
    channels = Channels(house.config.channels)
    for channel in house.config.channels:
        yield _channel(channels, channel.id)


def _said(notice: Notice) -> str:
    what = _WHAT[notice.alerts[0].matter]
    if not notice.letters:
        return f"{what}: it waits (for the end of quiet hours, a school day, or a day after the last letter)"
    return f"{what}: told next, to {', '.join(each.recipient for each in notice.letters)}"


def _merged(house: House, now: datetime) -> Iterator[Said]:
    waiting = house.alerting.book.waiting_alerts(before=now)
    if waiting:
        readers = ", ".join(sorted({each.recipient for each in waiting}))
        yield (
            "alerts of a wave",
            None,
            f"{len(waiting)} wait to be told together, to {readers}; orm run tells them",
        )


def _channel(channels: Channels, name: str) -> Said:
    try:
        return f"channel {name}", True, channels.check(name)
    except OrmError as error:
        return f"channel {name}", False, str(error)
