"""A step of a case as it stands in the record, and read back."""

from pydantic import TypeAdapter, ValidationError

from orm.model.cases import CaseEvent
from orm.model.steps import (
    SET_ASIDE,
    AnswerComplaint,
    Answered,
    AnswerGate,
    Approve,
    Assign,
    Classify,
    Close,
    ConfirmAuthor,
    Hold,
    NoteDown,
    Override,
    Propose,
    Release,
    Seal,
    Sent,
    Step,
    Support,
    Talk,
    Undo,
)

ACTIONS: dict[type[Step], str] = {
    Assign: "given to another role",
    ConfirmAuthor: "author confirmed",
    Classify: "kind changed",
    AnswerGate: "gate G2 answered",
    Override: SET_ASIDE,
    Talk: "conversation",
    AnswerComplaint: "complaint underneath",
    Propose: "proposed",
    Approve: "approved",
    Sent: "sent",
    Answered: "answered",
    Hold: "evidence held",
    Release: "evidence released",
    Seal: "sealed",
    NoteDown: "noted",
    Support: "support offered",
    Close: "closed",
    Undo: "taken back",
}
"""What the record calls each step."""

_ADAPTERS: dict[str, TypeAdapter[Step]] = {
    action: TypeAdapter(kind) for kind, action in ACTIONS.items()
}


def written(step: Step) -> tuple[str, str]:
    """(action, details) of a step."""
    action = ACTIONS[type(step)]
    return action, _ADAPTERS[action].dump_json(step).decode()


def read(event: CaseEvent) -> Step | None:
    """The step in an event; None for what the program records by itself, and for a reading.

    Raises:
        ValueError: the details are not those of its action.
    """
    adapter = _ADAPTERS.get(event.action)
    if adapter is None or not event.details:
        return None
    try:
        return adapter.validate_json(event.details)
    except ValidationError as error:
        where = f"{event.ref}, step {event.seq}"
        raise ValueError(f"{where}: the details are not those of '{event.action}'") from error
