"""Pictures travel inside the letter, beside the page that shows them."""

from email import message_from_bytes, policy

from orm.mail.message import message
from tests.factories_mail import mail, to_folder
from tests.factories_pictures import picture

PICTURES = (picture(1), picture(2))
PAGE = "".join(f'<img src="cid:{each.name}" alt="12 mentions">' for each in PICTURES)


def sent(tmp_path, **changes):
    return message(mail(html=PAGE, **changes), to_folder(tmp_path)).as_bytes()


def test_a_page_and_its_pictures_are_one_and_the_text_comes_before_them(tmp_path):
    opened = message_from_bytes(sent(tmp_path, pictures=PICTURES), policy=policy.default)
    text, both = opened.iter_parts()
    page, *shown = both.iter_parts()

    assert opened.get_content_type() == "multipart/alternative"
    assert text.get_content_type() == "text/plain"
    assert (both.get_content_type(), both.get_param("type")) == ("multipart/related", "text/html")
    assert page.get_content().strip() == PAGE
    assert [(each["Content-ID"], each.get_content()) for each in shown] == [
        (f"<{each.name}>", each.png) for each in PICTURES
    ]
    assert {(each.get_content_type(), each.get_content_disposition()) for each in shown} == {
        ("image/png", "inline")
    }
    assert [each.get_filename() for each in shown] == ["chart-1.png", "chart-2.png"]


def test_the_same_letter_with_pictures_is_the_same_bytes_and_seven_bit(tmp_path):
    first, again = (sent(tmp_path, pictures=PICTURES) for _ in range(2))

    assert first == again
    assert first.isascii()
    assert max(map(len, first.splitlines())) <= 78


def test_a_letter_without_pictures_has_none_of_their_parts(tmp_path):
    assert b"multipart/related" not in sent(tmp_path)
