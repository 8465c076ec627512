"""The shape of [reminders], and of the days on which a helpline is closed."""

from datetime import date

from pydantic import Field

from orm.config.kinds import Table, Text, TimeOfDay


class RemindersTable(Table):
    """When people are reminded of a case that waits; docs/deadlines.md tells who and how often."""

    quiet_from: TimeOfDay = Field(
        default="20:00",
        description="From this UK local time on, only an emergency reminds anybody.",
    )
    quiet_until: TimeOfDay = Field(
        default="07:00",
        description="Until this time. The same time twice: no quiet hours.",
    )
    on_call: Text = Field(
        default="",
        description="Who is told of a serious case that nobody has opened in quiet hours (emergencies "
        "only) or on a day without school: the id of a contact, or a role. Empty: nobody besides the usual.",
        examples=["head"],
    )


class PoshClosedTable(Table):
    """Days on which the helpline POSH is closed besides weekends and bank holidays, as it announces."""

    first_on: date = Field(
        description="First day on which it is closed.", examples=[date(2026, 12, 29)]
    )
    last_on: date = Field(
        description="Last day on which it is closed.", examples=[date(2026, 12, 31)]
    )
