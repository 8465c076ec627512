"""The town's services by host, beside its papers, blog, boards and schools."""

from collections.abc import Callable, Mapping

from orm.demo.town import (
    classes,
    information,
    inspections,
    news_search,
    noticeboard,
    parents_forum,
    parliament,
    petitions,
    register,
    sky,
    social,
    survey,
    telegram,
    web_search,
    wiki,
)
from orm.demo.town.answers import Answer, Asked
from orm.demo.town.scene import Scene

SERVICES: Mapping[str, Callable[[Asked, Scene], Answer]] = {
    news_search.GOOGLE: news_search.answer_google,
    news_search.BING: news_search.answer_bing,
    web_search.SITE: web_search.answer,
    noticeboard.SITE: noticeboard.answer,
    parents_forum.SITE: parents_forum.answer,
    social.SITE: social.answer,
    sky.SITE: sky.answer,
    telegram.SITE: telegram.answer,
    classes.SITE: classes.answer,
    wiki.SITE: wiki.answer,
    petitions.SITE: petitions.answer,
    parliament.SITE: parliament.answer,
    information.SITE: information.answer,
    survey.SITE: survey.answer,
    inspections.SITE: inspections.answer,
    register.SITE: register.answer,
}
"""What answers at each host."""

SEARCHES = frozenset({news_search.GOOGLE, news_search.BING, web_search.SITE})
"""The services that answer from what other sites hold."""
