"""The shape of [judge]: another judge on a host of the school or the trust."""

from pydantic import Field

from orm.config.kinds import Acceptance, Table, Text, WebAddress


class JudgeTable(Table):
    """Another judge: a language model on the school's or the trust's own machines. Off by default.

    Texts of posts go to it. Read docs/own-judge.md before it is switched on.
    """

    url: WebAddress = Field(
        default="",
        description="Address of its OpenAI-compatible chat endpoint, with https; http for this"
        " machine only.",
        examples=["https://judge.wrenbeck.example/v1/chat/completions"],
    )
    model: Text = Field(
        default="",
        description="Name of the model, as the endpoint calls it.",
        examples=["house-model-8b"],
    )
    key: str | None = Field(
        default=None,
        description="The endpoint's key: env:NAME or file:PATH. Leave it out where none is wanted.",
        examples=["env:ORM_JUDGE_KEY"],
    )
    ca_file: Text = Field(
        default="",
        description="PEM file of a certificate authority to trust besides the system's.",
        examples=["judge-ca.pem"],
    )
    timeout_seconds: float = Field(
        default=20.0,
        ge=1,
        le=60,
        description="Longest time for one answer; then the post is judged without it.",
    )
    accepted: Acceptance = Field(
        default="",
        description="The day and the name of the person who answers for it, with the DPIA changed."
        " Without this key it is off.",
        examples=["2026-11-20 J. Okafor"],
    )
