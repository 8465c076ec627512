"""What is asked about a post of a school's own account; never an accusation, never with a name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """What the comms lead is asked about a post. `rule` names it in the code and in documents."""

    rule: str
    asks: str
