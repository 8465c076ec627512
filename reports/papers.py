"""Letters and packs (domain.md §4, L1 to L23): from a case's facts to papers, draft and final.

Nothing here sends anything. A draft carries its stamp in every form; a final is made only with the
name of the person who approved it.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from orm.errors import NotAllowed
from orm.model.papers import Facts, Form, Paper, Question, Template
from reports import plain
from reports.paper_data import fact_words, layout
from reports.paper_docx import docx
from reports.paper_facts import ALWAYS, clean, refuse, uses
from reports.paper_pdf import pdf
from reports.paper_view import STAMP
from reports.paper_writing import view
from reports.render import render_paper


def name(template: Template) -> str:
    """What a person calls it, like "Request to take a post down"."""
    return layout(template).name


def used(template: Template) -> str:
    """When the template is used, as the end of a sentence."""
    return layout(template).used


def forms(template: Template) -> tuple[Form, ...]:
    """What the paper comes as, beside its text and its page."""
    return layout(template).forms


def versions() -> Mapping[Template, str]:
    """The version of every template's words."""
    return {template: layout(template).version for template in Template}


def needs(template: Template) -> tuple[str, ...]:
    """The fields of `Facts` without which the template is refused.

    Of an either-or, such as hours waited or a safeguarding reason, none is in it.
    """
    return (*ALWAYS, *layout(template).needs)


def questions(template: Template) -> tuple[Question, ...]:
    """Every fact that the template can state, needed or not, in the order of a form."""
    needed = needs(template)
    many = {field.name for field in fields(Facts) if field.default == ()}
    return tuple(
        Question(
            fact=fact,
            words=fact_words()[fact].words,
            who=fact_words()[fact].who,
            choices=fact_words()[fact].choices,
            many=fact in many,
            needed=fact in needed,
        )
        for fact in uses(template)
    )


def draft(template: Template, facts: Facts, *, letterhead: bytes | None = None) -> Paper:
    """The paper with the stamp "draft – not sent" in every form.

    `letterhead` is the school's own .docx; None is the house's.

    Raises:
        NotAllowed: facts are missing or the template is not for this case; says who mends it.
        ConfigError: the letterhead cannot be used.
    """
    return _paper(template, facts, stamp=STAMP, approval={}, letterhead=letterhead)


def final(
    template: Template,
    facts: Facts,
    *,
    approved_by: str,
    approved_on: date,
    letterhead: bytes | None = None,
) -> Paper:
    """The paper as it may leave the house: no stamp, the same words.

    Raises:
        NotAllowed: as for a draft, or nobody is named who approved it (gate G1).
        ConfigError: the letterhead cannot be used.
    """
    approver = " ".join(clean(approved_by).split())
    if not approver:
        raise NotAllowed(
            f"“{name(template)}” ({template}) stays a draft: no person is named who approved it. "
            "A member of the leadership team approves it first."
        )
    day = f"{plain.day(approved_on)} {approved_on.year}"
    approval = {"approved_by": approver, "approved_on": day}
    return _paper(template, facts, stamp="", approval=approval, letterhead=letterhead)


def _paper(
    template: Template,
    facts: Facts,
    *,
    stamp: str,
    approval: Mapping[str, str],
    letterhead: bytes | None,
) -> Paper:
    refuse(template, facts)
    said = view(template, facts, stamp=stamp, approval=approval)
    rendered = render_paper(said)
    has = layout(template).forms
    return Paper(
        template=template,
        version=layout(template).version,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        docx=docx(said, letterhead) if Form.DOCX in has else None,
        pdf=pdf(said) if Form.PDF in has else None,
    )
