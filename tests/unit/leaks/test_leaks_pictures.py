"""A letter may show the pictures that it carries, and no other; none of them says anything beside."""

import pytest

from orm.leaks.marks import marks
from orm.leaks.pictures import LARGEST
from orm.model.letters import Leak, Picture, fingerprint
from tests.factories_leaks import LICENCE
from tests.factories_pictures import chunk, picture, png, showing
from tests.factories_weeks import letter

OWN, OTHER = picture(1), picture(2)
CID = f"cid:{OWN.name}"


def found(one):
    return marks(one, LICENCE)


@pytest.mark.parametrize(
    "body",
    [
        f'<img src="{CID}" alt="12 mentions" width="564" height="160">',
        f'<IMG SRC="{CID}"/>',
        f'<p><img src="{CID}" style="max-width:100%"></p><img src="{CID}">',
        f'<!--[if mso]><table width="600"><tr><td><![endif]--><img src="{CID}">',
    ],
)
def test_a_letter_may_show_its_own_picture(body):
    assert found(showing(OWN, body=body)) == frozenset()


@pytest.mark.parametrize(
    "body",
    [
        "",
        f'<img src="cid:{OTHER.name}">',
        f'<img src="{CID}"><img src="cid:{OTHER.name}">',
        f'<img src="CID:{OWN.name}">',
        f'<img src="{CID.upper()}">',
        f'<img src=" {CID}">',
        f'<img src="{CID}?x">',
        f'<img src="{OWN.name}">',
        f'<img src="{CID}" src="https://gossip.example/a.png">',
        f'<img src="https://gossip.example/a.png" src="{CID}">',
        f'<img src="{CID}" srcset="a.png 2x">',
        f'<img src="{CID}" lowsrc="a.png">',
        f'<img src="{CID}" longdesc="a">',
        f'<img src="{CID}" onerror="x">',
        f'<img src="{CID}" style="background: url(a.png)">',
        f'<img src="{CID}"><img alt="no address">',
        f'<img src="{CID}"><table background="{CID}">',
        f'<img src="{CID}"><p style="background-image: url({CID})">',
        f'<img src="{CID}"><input type="image" src="{CID}">',
        f'<img src="{CID}"><image src="{CID}">',
        f'<img src="{CID}"><video poster="{CID}">',
        f'<img src="{CID}"><svg><image href="{CID}"/></svg>',
        f'<img src="{CID}"><!--[if mso]><img src="a.png"><![endif]-->',
        f'<img src="{CID}"><!--[if mso]><v:fill src="{CID}"/><![endif]-->',
        f'<!--[if mso]><img src="{CID}"><![endif]-->',
        f'<style><img src="{CID}"></style>',
        "<img src='data:image/png;base64,AAAA'>",
    ],
)
def test_any_other_image_and_a_picture_that_is_not_shown_are_found(body):
    assert Leak.REMOTE in found(showing(OWN, body=body))


def test_a_letter_without_pictures_may_show_none():
    assert Leak.REMOTE in found(letter(html=f'<img src="{CID}">'))


def test_a_picture_is_nowhere_to_go():
    assert found(showing(OWN, body=f'<img src="{CID}"><a href="{CID}">12</a>')) == {Leak.LINK}


def test_what_a_picture_is_called_by_those_who_hear_it_is_read_too():
    body = f'<img src="{CID}" alt="as @tamsins_mum says">'

    assert found(showing(OWN, body=body)) == {Leak.CONTACT}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        png()[:-1],
        png()[:-12] + b"\0\0\0\x09IEND\0\0\0\0",
        png(0, chunk(b"tEXt", b"Comment\0Tamsin Ruddlewick")),
        png(0, chunk(b"eXIf", b"x")),
        png(behind=b"Tamsin Ruddlewick"),
        png(behind=b"x" * 40),
        png(0, chunk(b"IDAT", b"\0" * LARGEST)),
    ],
    ids=["empty", "gif", "cut", "cut-end", "words", "exif", "behind", "more-behind", "large"],
)
def test_a_picture_that_is_more_than_a_small_picture_is_found(content):
    assert Leak.REMOTE in found(showing(Picture(content)))


def test_a_letter_with_another_picture_is_not_the_letter_that_was_checked():
    letters = [
        letter(),
        letter(pictures=(OWN,)),
        letter(pictures=(OTHER,)),
        letter(pictures=(OWN, OTHER)),
        letter(pictures=(OTHER, OWN)),
    ]

    assert len({fingerprint(each) for each in letters}) == len(letters)
