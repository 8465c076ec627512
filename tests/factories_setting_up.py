"""The first run under test: its application over a folder, with invented sources and a letter box."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

from starlette.testclient import TestClient

from orm.model.letters import Mail
from orm.model.settings import MailSettings
from orm.web.first_run.app import setup_app
from orm.web.first_run.folder import SetupFolder
from orm.web.first_run.gate import new_gate
from orm.web.first_run.kit import Kit, kit_for
from tests.factories_desk import NOW
from tests.factories_first_run import FULL, REGISTERED, typed
from tests.factories_http import FakeClock

URL = "http://127.0.0.1:8770"


@dataclass
class Sent:
    """Letters that were handed over; each is refused while `refusal` is set."""

    letters: list[Mail] = field(default_factory=list)
    refusal: Exception | None = None

    def send(self, _: MailSettings, mail: Mail) -> None:
        """Take it, or not."""
        if self.refusal is not None:
            raise self.refusal
        self.letters.append(mail)


class FirstRunUnderTest:
    """A folder, the application over it, and one browser that has opened the link."""

    def __init__(self, folder: Path, *, registered=(REGISTERED,), listen="127.0.0.1:8770"):
        self.config = folder / "config.toml"
        self.sent = Sent()
        kit = kit_for(SetupFolder(self.config), registered, listen=listen)
        self.kit: Kit = replace(kit, send=self.sent.send)
        self.clock = FakeClock(NOW)
        self.done = Event()
        self.gate, self.token = new_gate(now=NOW)
        self.app = setup_app(self.kit, self.gate, self.clock, self.done, host="127.0.0.1")

    def stranger(self) -> TestClient:
        """A browser that has not opened the link."""
        return TestClient(
            self.app, base_url=URL, follow_redirects=False, raise_server_exceptions=False
        )

    def browser(self) -> TestClient:
        """The browser that has."""
        client = self.stranger()
        assert client.get(f"/setup/{self.token}").status_code == 303
        return client

    def press(self, client: TestClient, path: str, fields, *, press: str = "save", **more):
        """Send a form as its page would."""
        mark = self.gate.mark(client.cookies.get("orm-setup") or "")
        data = {name: list(values) for name, values in typed(fields).items()}
        return client.post(path, data={"form_token": mark, "press": press, **data}, **more)

    def fill(self, client: TestClient, **changed) -> None:
        """Send every step; `changed` holds other fields for a step, by its name."""
        for step, fields in FULL.items():
            on = {"on": ("school_website",)} if step == "sources" else {}
            told = self.press(
                client, f"/setup/steps/{step}", {**fields, **on, **changed.get(step.value, {})}
            )
            assert told.status_code == 303, told.text
