"""An address that the operator lists, and the schools it is read for."""

from dataclasses import dataclass, field
from typing import ClassVar

from orm.model.polls import Scope
from orm.model.schools import Watch
from sources._parsing.links import web_address


@dataclass(frozen=True, slots=True)
class Listed:
    """One address of `[sources.<name>]`.

    Raises:
        ValueError: the address is not one of the web.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    url: str = field(metadata={"doc": "Its address."})
    schools: tuple[str, ...] = field(
        default=(), metadata={"doc": "Ids of the schools it is read for; empty means all."}
    )
    scope: Scope = field(
        default=Scope.OPEN,
        metadata={
            "doc": "How it relates to the school: open (anything), local (writes about the area), "
            "about (all of it is about the school), own (the school's own)."
        },
    )

    def __post_init__(self) -> None:
        web_address(self.url)

    def is_for(self, watch: Watch) -> bool:
        """Whether it is read for this school."""
        return not self.schools or watch.school_id in self.schools
