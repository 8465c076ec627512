"""What joins the questions about a school's own posts: its list of names, its words, its calendar."""

from collections.abc import Mapping
from datetime import datetime

from orm.accounts.full_names import HashedNames
from orm.accounts.outcomes import local_day
from orm.accounts.own_posts import OwnPost, questions
from orm.config.values import NameList
from orm.model.items import Item
from orm.model.own_posts import Question
from orm.model.schools import School, SchoolCalendar, SchoolId
from orm.pipeline.judging import AskOwn

_NO_LIST = HashedNames()


def house_questions(lists: Mapping[SchoolId, NameList], calendar: SchoolCalendar) -> AskOwn:
    """What asks about a school's own posts. Without a list of the school's, a name is known only by
    how names look.
    """

    def ask(item: Item, school: School, now: datetime) -> tuple[Question, ...]:
        known = lists.get(school.id)
        post = OwnPost(
            text="\n".join(filter(None, (item.title, item.text))),
            pictures=item.pictures,
            undescribed=item.undescribed,
            posted_at=item.posted_at,
        )
        return questions(
            post,
            names=known.names if known else _NO_LIST,
            ours=ours_of(school),
            calendar=calendar,
            today=local_day(now),
        )

    return ask


def ours_of(school: School) -> tuple[str, ...]:
    """Names that are no person's: of the school, its places and those that are called like it."""
    said = (
        school.name,
        *school.aliases,
        *school.short_names,
        *school.former_names,
        school.town,
        school.county,
        school.local_authority,
        school.trust,
        school.address,
        *school.context_terms,
        *(each.name for each in school.namesakes),
        *(each.display_name for each in school.accounts),
    )
    return tuple(filter(None, said))
