"""At which stages it is told that a key ends. Pure."""

from datetime import date, datetime, timedelta

from orm.model.house_alerts import HouseAlert, KeyEnd, Matter
from orm.model.schools import SchoolId

STAGES = ((0, "end"), (3, "3-days"), (14, "14-days"))
"""So many days before a key's last day, and what the stage is called, the latest first."""


def key_end(source: str, name: str, ends_on: date, *, today: date) -> KeyEnd | None:
    """The stage that a key is at. Of stages that were missed only the latest is told."""
    for days, stage in STAGES:
        if today >= ends_on - timedelta(days=days):
            return KeyEnd(source, name, ends_on, stage, over=today > ends_on)
    return None


def key_alert(key: KeyEnd, school_id: SchoolId, *, now: datetime) -> HouseAlert:
    """The alert of one stage, to whoever keeps the house of the school."""
    once = f"key/{key.source}/{key.name}/{key.ends_on}/{key.stage}"
    return HouseAlert(once, Matter.KEY, school_id, now)
