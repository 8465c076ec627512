"""The shape of [evidence]: where the evidence of cases is kept."""

from pydantic import Field

from orm.config.kinds import Table, Text


class EvidenceTable(Table):
    """Signed files that show what was seen, for the police or a court (docs/evidence.md)."""

    folder: Text = Field(
        default="",
        description='Where it is kept; empty means "evidence" in data_folder. Back it up with its key.',
        examples=["data/evidence"],
    )
