"""The shape of [digest]: when the weekly digest goes out."""

from enum import StrEnum

from pydantic import Field

from orm.config.kinds import Table, TimeOfDay, WebAddress


class Weekday(StrEnum):
    """Days of the week as the file writes them."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class DigestTable(Table):
    """The weekly digest."""

    weekday: Weekday = Field(default=Weekday.MONDAY, description="The day it goes out.")
    at: TimeOfDay = Field(default="07:30", description="The time it goes out, in UK local time.")
    term_time_only: bool = Field(default=True, description="Send none in the holidays.")
    desk_url: WebAddress = Field(
        default="",
        description="Address of the desk for links in letters; empty while there is none.",
        examples=["https://orm.wrenbeck.example"],
    )
    spread_minutes: int = Field(
        default=0,
        ge=0,
        le=240,
        description="For many schools: their digests leave one after the other within so many minutes "
        "after that time.",
        examples=[45],
    )
