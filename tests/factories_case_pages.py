"""Somebody at the pages of a case: what the page showed goes along with each press."""

import re
from html import unescape


class Person:
    """Somebody at a case's pages: each press carries what the page before it showed."""

    def __init__(self, desk, name, word):
        self.desk, self.ref = desk, desk.cases[word]
        self.browser = desk.browser(name)

    def look(self, path=""):
        return self.browser.get(f"/cases/{self.ref}{path}")

    def send(self, path, page=None, **fields):
        """The form of a page, with everything that stands in it already."""
        shown = self.look(page if page is not None else path)
        return self.desk.press(
            self.browser, f"/cases/{self.ref}{path}", **{**filled(shown.text), **fields}
        )

    def did(self, path, page=None, **fields):
        answer = self.send(path, page, **{"reason": "as the policy says", **fields})
        assert answer.status_code == 303, re.findall(r"problem.*?</div>", answer.text, re.DOTALL)
        return answer.headers["location"]


def filled(html):
    """What stands in the hidden fields and texts of the last form of a page."""
    form = html[html.rindex("<form") :] if "<form" in html else ""
    found = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    found.pop("form_token", None)
    texts = re.findall(r'<textarea id="\S+" name="(\S+)"[^>]*>(.*?)</textarea>', form, re.DOTALL)
    known = {name: unescape(value) for name, value in texts if value and name != "reason"}
    return {**found, **known}


def step(case, name, **fields):
    """One step on its page, taken; where it led."""
    return case.did(f"/steps/{name}", **fields)


def moved(case, route, stage, **fields):
    """One route moved on by its page's form; where it led."""
    return case.did(f"/routes/{route}/{stage}", f"/routes/{route}", **fields)
