"""Parliament's interfaces to speeches and to written questions (contracts/web.md §4.5).

A post with the section "question" is a written question, any other a speech; `section` is its House.
"""

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, reply_json
from orm.demo.town.moments import Seen
from orm.demo.town.phrases import every_phrase
from orm.demo.town.scene import Scene, front, robots

LOOK = pages.Look("Parliament (as shaped in Harrowmere)", "Newest words", "#4c2d73")
SITE = "parliament"

_QUESTION = "question"


def answer(asked: Asked, scene: Scene) -> Answer:
    """Any address of either interface."""
    match asked.path:
        case "/":
            return front(LOOK, scene, lambda post: f"/said/{post.number}")
        case "/robots.txt":
            return robots(scene)
        case "/search/contributions/Spoken.json":
            said = _found(asked, scene, "queryParameters.searchTerm")
            spoken = [_speech(post) for post in said if post.section != _QUESTION]
            document: object = {"Results": spoken, "TotalResultCount": len(spoken)}
        case "/api/writtenquestions/questions":
            said = _found(asked, scene, "searchTerm")
            written = [_question(post) for post in said if post.section == _QUESTION]
            document = {"totalResults": len(written), "results": written}
        case _:
            return _said(asked, scene)
    return reply_json(document, scene.shelf.changed_at)


def _found(asked: Asked, scene: Scene, name: str) -> list[Seen]:
    query = asked.value(name)
    return [one for one in scene.shelf.posts if every_phrase(query, f"{one.title}\n{one.text}")]


def _said(asked: Asked, scene: Scene) -> Answer:
    post = scene.shelf.numbered(asked.path.removeprefix("/said/"))
    if post is None:
        return pages.missing(LOOK, scene.shelf)
    return pages.page(LOOK, post.title, pages.article(post), post.changed_at)


def _day(post: Seen) -> str:
    return f"{post.published_at:%Y-%m-%d}T00:00:00"


def _speech(post: Seen) -> dict[str, object]:
    return {
        "MemberName": post.author,
        "AttributedTo": f"{post.author} (Eastmarch North) (Ind)",
        "ContributionExtId": f"5F0C1A2B-0000-4000-8000-{post.number:012d}",
        "ContributionText": post.text[:100],
        "ContributionTextFull": post.text,
        "House": post.section,
        "DebateSection": post.title,
        "DebateSectionExtId": f"5F0C1A2B-1111-4000-8000-{post.number:012d}",
        "SittingDate": _day(post),
        "Rank": 0,
    }


def _question(post: Seen) -> dict[str, object]:
    return {
        "value": {
            "id": 1_700_000 + post.number,
            "askingMemberId": 9901,
            "house": "Commons",
            "dateTabled": _day(post),
            "uin": str(post.number),
            "questionText": post.text,
            "answeringBodyName": "Department for Education",
            "isWithdrawn": False,
            "answerText": None,
            "heading": post.title,
            "attachments": [],
        },
        "links": [],
    }
