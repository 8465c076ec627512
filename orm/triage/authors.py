"""Who wrote it: only what the words say of themselves, or what the school's register says.

The default is UNKNOWN (domain.md G6). Nobody is looked up, and no name is ever a cue.
"""

import re
from dataclasses import dataclass

from orm.model.judgement import AuthorType
from orm.triage.grounds import Post
from orm.triage.policy import Policy
from orm.triage.rules import Match, match, possible
from orm.triage.text import Passage

_YOUNGEST, _OLDEST = 7, 11
"""Ages a primary pupil who writes may state; a smaller number is a year group."""
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Author:
    """The author's type with the words that show it. `age` is given for an apparent child: the age
    they state, else that of the oldest primary pupil.
    """

    type: AuthorType
    cue: str = ""
    age: int | None = None


def read_author(post: Post, policy: Policy) -> Author:
    """The type the post states, by the first rule that fires in the policy's order."""
    facts = post.reading.facts
    if "official-author" in facts:
        return Author(AuthorType.OFFICIAL)
    if "news" in facts:
        return Author(AuthorType.NEWS)
    rules = policy.author_rules
    said = [
        (reading, text, possible(rules, reading))
        for reading, text in ((post.reading, post.text), (post.author_reading, post.author))
    ]
    for place in sorted({place for _, _, places in said for place in places}):
        rule = rules[place]
        for reading, text, places in said:
            found = match(rule, reading) if place in places else None
            if found is not None and rule.author is not None and found.hits:
                cue = _cue(found, text)
                return Author(rule.author, cue=cue, age=_age(cue) if rule.child else None)
    return Author(AuthorType.UNKNOWN)


def _age(cue: str) -> int:
    stated = [int(number) for number in _NUMBER.findall(cue)]
    return next((n for n in stated if _YOUNGEST <= n <= _OLDEST), _OLDEST)


def _cue(found: Match, text: Passage) -> str:
    start = min(hit.start for hit in found.hits)
    end = max(hit.end for hit in found.hits)
    return text.quote(text.span(start, end))
