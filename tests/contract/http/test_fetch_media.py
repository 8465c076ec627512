"""Media is never fetched (design §6, line 3): not by type, and not under another name."""

import socket
from queue import Queue

import pytest

from orm.errors import Unreadable
from tests.factories_http import get
from tests.web_server import page

MEDIA = [
    "image/png",
    "IMAGE/JPEG; charset=binary",
    "image/svg+xml",
    "audio/mpeg",
    "video/mp4",
    "font/woff2",
    "model/gltf+json",
    "application/pdf",
    "application/zip",
    "application/msword",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "multipart/x-mixed-replace; boundary=frame",
]


@pytest.mark.parametrize("kind", MEDIA)
def test_not_a_byte_of_media_is_read(web, kind):
    left = Queue[bytes]()

    def offer(connection: socket.socket) -> None:
        connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode())
        # The picture would follow now; the client has hung up instead of waiting for it.
        left.put(connection.recv(1))

    web.pages["/photo"] = offer

    with pytest.raises(Unreadable, match="which is never fetched") as caught:
        get(web.url("/photo"))

    assert (left.get(timeout=10), caught.value.head) == (b"", b"")


@pytest.mark.parametrize(
    "start",
    [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"GIF89a",
        b"RIFF\x24\x00\x00\x00WEBPVP8 ",
        b"\x00\x00\x00\x18ftypmp42",
        b"%PDF-1.7",
        b"PK\x03\x04",
    ],
)
def test_media_under_another_name_is_dropped_and_leaves_no_trace(web, start):
    web.pages["/feed"] = page(start + bytes(99), content_type="application/octet-stream")

    with pytest.raises(Unreadable, match="media file under another name") as caught:
        get(web.url("/feed"))

    assert caught.value.head == b""


@pytest.mark.parametrize(
    "kind",
    [
        "application/rss+xml",
        "application/octet-stream",
        "application/json; charset=utf-8",
        "application/vnd.api+json",
        "application/vnd.google-earth.kml+xml",
        "text/csv",
        "application/gzip",
        "xml",
        "",
    ],
)
def test_what_feeds_and_pages_call_themselves_is_accepted(web, kind):
    web.pages["/feed"] = page(b"<rss/>", content_type=kind)

    assert get(web.url("/feed")).body == b"<rss/>"
