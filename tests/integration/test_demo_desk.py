"""The demo's desk: a link for each of the invented people, and none for anybody else."""

from html import unescape

import httpx
import pytest

from orm.demo.desk import links
from tests.factories_lived import open_desk


@pytest.fixture(scope="module")
def desk(shared_folder, tmp_path_factory):
    with open_desk(shared_folder, tmp_path_factory.mktemp("desk") / "demo") as desk:
        yield desk


def test_each_of_the_invented_people_is_signed_in_by_a_link(desk):
    for contact, link in links(desk):
        with httpx.Client(follow_redirects=True) as browser:
            assert contact.name in unescape(browser.get(link).text)
            assert contact.name in unescape(browser.get(f"{desk.url}/me").text)


def test_a_link_of_nobody_opens_nothing(desk):
    assert httpx.get(f"{desk.url}/as/stranger").status_code == 404
