"""What goes wrong in the town, and when: the one list of the demo's planned mishaps."""

from collections.abc import Mapping
from datetime import time

from orm.demo.town import information, news_search, social, telegram, web_search, wiki
from orm.demo.town.moments import Spell
from orm.demo.town.posts import When

CHAT_IS_BUSY = Spell(When(9, time(1)), When(9, time(15)))
"""The forum answers 429 with Retry-After: 120, long enough for a reader that comes thrice a day."""

GDELT_IS_BUSY = Spell(When(3, time(5)), When(3, time(11)))
"""The index answers its throttle sentence with status 200, as it does in the wild."""

GDELT_REFUSES = Spell(When(17, time(5)), When(17, time(11)))
"""The same sentence with status 429."""

WESTMARCH_IS_DOWN = Spell(When(12, time(21)), When(13, time(9)))
"""The county paper's feed is a maintenance page with status 200."""

PARENTPOST_IS_NEW = When(14, time(9))
"""The review site moves St Orrin's page to a layout without JSON-LD, for good."""

OLDNEWS_IS_GONE = When(14, time(0))
"""The dead paper's feed turns from 404 into 410."""

SPELLS: Mapping[str, Spell] = {
    # A web page without news instead of the feed, from Thursday of the first week.
    news_search.BING: Spell(When(3, time(15)), When(7, time(3))),
    # 429 with the end of the pause in ISO 8601, from Friday of the first week over the weekend.
    social.SITE: Spell(When(4, time(12)), When(7, time(6))),
    # 403 and a wall's page, in the second week: a reader that was refused stays away for a week.
    information.SITE: Spell(When(7, time(0)), When(13, time(0))),
    # "maxlag" inside an answer of status 200, from Friday of the second week over the weekend.
    wiki.SITE: Spell(When(11, time(17)), When(14, time(1))),
    # The preview leads to a contact card without messages, in the third week.
    telegram.SITE: Spell(When(13, time(21)), When(21, time(0))),
    # No result, and every engine says why it did not answer, in the third week.
    web_search.SITE: Spell(When(13, time(21)), When(21, time(0))),
}
"""When each service misbehaves, by host; its module says how."""
