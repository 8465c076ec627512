"""What joins passing thanks on: what people said of posts, the writer of notes, the safety check."""

from orm.desk.thanking import Thanking
from orm.model.letters import Letter
from orm.model.schools import Role, School
from orm.model.settlements import MentionId
from orm.wiring import House
from reports.thanks import thanks_note


def house_thanking(house: House) -> Thanking:
    """Where thanks are passed on in this house.

    Raises:
        ConfigError: this house has no desk.
    """
    return Thanking(house.shelf.remarks, house.screen, _write)


def _write(
    number: MentionId, themes: tuple[str, ...], role: Role, school: School, reader: str
) -> Letter:
    return thanks_note(number, themes, role=role, school=school, reader=reader)
