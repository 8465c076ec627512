"""Where the town's sites are, for a configuration that watches them."""

from dataclasses import dataclass

from orm.demo.town import (
    blog,
    channel,
    classes,
    county_paper,
    forum,
    index,
    information,
    inspections,
    news_search,
    paper,
    parents_forum,
    parliament,
    petitions,
    register,
    reviews,
    school_pages,
    sky,
    social,
    survey,
    telegram,
    web_search,
    websites,
    wiki,
)


@dataclass(frozen=True, slots=True)
class TownAddresses:
    """Addresses of a running town, and the schools' official accounts there.

    `social_account` and `social_page` are St Orrin's; all other accounts are Wrenbeck's.
    """

    portal: str
    herald_feed: str
    herald_old_feed: str
    herald_sitemap: str
    westmarch_feed: str
    wrenbeck_reviews: str
    st_orrins_reviews: str
    blog: str
    blog_feed: str
    chat_feed: str
    video_endpoint: str
    video_channel: str
    video_page: str
    sport_channel: str
    sport_page: str
    gdelt_endpoint: str
    dead_feed: str
    wrenbeck_website: str
    st_orrins_website: str
    google_news: str
    bing_news: str
    search: str
    parents: str
    social: str
    social_account: str
    social_page: str
    wrenbeck_social: str
    wrenbeck_social_page: str
    sky: str
    sky_account: str
    sky_id: str
    choir_account: str
    choir_id: str
    telegram: str
    telegram_channel: str
    tiktok_account: str
    class_blog: str
    class_feed: str
    wiki: str
    petitions: str
    parliament: str
    foi: str
    parent_view: str
    govuk_content: str
    register_files: str


def addresses(port: int) -> TownAddresses:
    """The addresses of a town that is served on `port`."""

    def at(site: str, path: str = "/") -> str:
        return f"http://{site}.localhost:{port}{path}"

    return TownAddresses(
        portal=f"http://localhost:{port}/",
        herald_feed=at(paper.SITE, paper.FEED),
        herald_old_feed=at(paper.SITE, "/rss"),
        herald_sitemap=at(paper.SITE, paper.SITEMAP),
        westmarch_feed=at(county_paper.SITE, county_paper.FEED),
        wrenbeck_reviews=at(reviews.SITE, reviews.page_path("wrenbeck")),
        st_orrins_reviews=at(reviews.SITE, reviews.page_path("st-orrins")),
        blog=at(blog.SITE),
        blog_feed=at(blog.SITE, blog.FEED),
        chat_feed=at(forum.SITE, forum.FEED),
        video_endpoint=at(channel.SITE, channel.FEED),
        video_channel=channel.CHANNEL,
        video_page=at(channel.SITE, f"/channel/{channel.CHANNEL}"),
        sport_channel=channel.SPORT,
        sport_page=at(channel.SITE, f"/channel/{channel.SPORT}"),
        gdelt_endpoint=at(index.SITE, index.ENDPOINT),
        dead_feed=at("oldnews", "/feed/"),
        wrenbeck_website=at(websites.WRENBECK),
        st_orrins_website=at(websites.ST_ORRINS),
        google_news=at(news_search.GOOGLE),
        bing_news=at(news_search.BING),
        search=at(web_search.SITE),
        parents=at(parents_forum.SITE),
        social=at(social.SITE),
        social_account=f"{social.ACCOUNT}@{social.SITE}.localhost:{port}",
        social_page=at(social.SITE, f"/@{social.ACCOUNT}"),
        wrenbeck_social=f"{social.WRENBECK}@{social.SITE}.localhost:{port}",
        wrenbeck_social_page=at(social.SITE, f"/@{social.WRENBECK}"),
        sky=at(sky.SITE),
        sky_account=sky.ACTOR,
        sky_id=sky.did(sky.ACTOR),
        choir_account=sky.CHOIR,
        choir_id=sky.did(sky.CHOIR),
        telegram=at(telegram.SITE),
        telegram_channel=telegram.CHANNEL,
        tiktok_account=school_pages.TIKTOK,
        class_blog=at(classes.SITE),
        class_feed=at(classes.SITE, classes.FEED),
        wiki=at(wiki.SITE),
        petitions=at(petitions.SITE),
        parliament=at(parliament.SITE),
        foi=at(information.SITE),
        parent_view=at(survey.SITE),
        govuk_content=at(inspections.SITE, inspections.CONTENT),
        register_files=at(register.SITE, register.FOLDER),
    )
