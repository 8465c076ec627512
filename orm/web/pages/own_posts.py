"""A person's word on a question about a post of the school's own."""

from orm.errors import Conflict, NotAllowed
from orm.model.post_questions import PostQuestionId
from orm.reading.accounts_settling import word
from orm.web.asking import Answer, Ask, Went
from orm.web.mention_wishes import is_number
from orm.web.pages.accounts import GONE, LIST, list_of, refused
from orm.web.routes import ACCOUNT_KEEPERS, press


def settle(ask: Ask) -> Answer:
    """The question is settled, and why."""
    school, number = ask.reader.school(ask.form.one("school")), ask.form.one("question")
    try:
        said = word(ask.reader.contact, ask.form.one("reason"), ask.now)
        if not is_number(number):
            return refused(ask, school, "", GONE, 409)
        settled = PostQuestionId(int(number))
        ask.house.edges.store.post_questions.settle(settled, said, sight=ask.reader.sight)
    except NotAllowed as error:
        return refused(ask, school, f"question-{number}", str(error), 422)
    except Conflict as error:
        return refused(ask, school, "", str(error), 409)
    return Went(list_of(school), done="post-question-settled")


ROUTES = (press(f"{LIST}/questions", settle, ACCOUNT_KEEPERS, largest=20_000),)
