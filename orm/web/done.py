"""What a page says after something was done. An address carries the key, never the words."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "signed-out": "You are signed out.",
    "password": "Your password is kept. Sign in with it now.",
    "source-paused": "The source is paused. It counts as not measured until somebody lets it go on.",
    "source-went-on": "The source goes on. It is asked again within its usual time.",
    "person-invited": "The invitation is on its way. It can be used once, within 7 days.",
    "person-reset": "The link is on its way. It can be used once, within an hour.",
    "person-signed-out": "Every session has ended.",
    "person-factor": "The second factor is removed. The next sign-in sets up a new one.",
    "step": "Done. It is in the case's record.",
    "proposed": "Proposed. Nothing has left the school. Read it before it goes on.",
    "approved": "Approved. It is in the case's record.",
    "handed-on": "Done. The case is with others now, and no longer open to you.",
    "taken-over": "It is written down that you have it.",
    "report-link-made": "The link is made. One that was handed out before opens nothing any more.",
    "report-link-ended": "The link is ended: nobody can report under it any more.",
    "digest-resumed": "The digest is sent again, from the next one on.",
    "address-reopened": "Letters are sent to that address again, from the next one on.",
    "settled-us": "Kept: it is about the school.",
    "settled-us-case": "Kept: it is about the school. A case was opened or made graver; whoever decides"
    " it is told now.",
    "settled-us-wordless": "Kept: it is about the school. Its words are not kept, so it could not be"
    " judged again: read it where it stands and, if somebody must act, bring its words in.",
    "settled-not-us": "Kept: it is not about the school.",
    "settled-not-us-closed": "Kept: it is not about the school. Its case is closed.",
    "settled-not-us-open": "Kept: it is not about the school. Its case stays open, because other posts"
    " in it may be about the school: settle them as well.",
    "thanks-sent": "The note is on its way. Who passed the thanks on, and to whom, is written down.",
    "thanks-said": "It is written down that you passed the thanks on in person.",
    "news-checked": "Kept. The next digest says whether the article was checked, by role.",
    "finding-settled": "Settled. It stays settled until something else is found.",
    "post-question-settled": "Settled. It is not asked again unless the post changes.",
    "account-accepted": "Kept: what it is now is what it is to be. It is checked again within minutes;"
    " until then the page says what the last check said.",
    "account-entered": "It is in the register. It is checked within minutes.",
    "account-changed": "The register is changed. It is checked again within minutes.",
    "accounts-imported": "Everything in the sheet is in the register. It is checked within minutes.",
    "accounts-hastened": "They are checked within minutes. Load this page again then.",
    "first-page-kept": "What a parent sees first is kept for this month.",
    "lookalike-innocent": "Kept: it does not pose as the school. It is not asked about again.",
    "lookalike-open": "The earlier word is taken back. It waits for somebody to judge it; a case that"
    " was opened for it stays open until somebody closes it there.",
    "lookalike-handed-on": "Kept: it poses as the school. A case is open; whoever decides it is told"
    " now. The case is not open to you.",
}


def said(key: str) -> str:
    """The sentence of a key; an unknown one says nothing."""
    return SENTENCES.get(key, "")
