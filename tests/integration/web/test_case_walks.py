"""Whole cases on the desk's pages, press by press, as docs/casework.md tells them for the shell."""

from html import unescape

from orm.cases.chain import verify
from orm.cases.replay import replay
from orm.model.cases import CaseState
from orm.model.judgement import Route
from tests.factories_case_pages import Person, moved, step

ABUSE = {
    "target": "staff",
    "statement": "abuse",
    "checked": "nothing",
    "harm": "a Year 4 teacher is hurt",
    "gentler": "tried",
    "concern": "complaint",
    "reason": "read with the deputy",
}
POSING = {
    "target": "school",
    "statement": "posing",
    "checked": "false",
    "harm": "parents are sent wrong dates",
    "gentler": "unknown-author",
    "concern": "none",
    "reason": "read with the office",
}
ADDRESS = {"fact-school_address": "Mill Lane, Harrowmere", "fact-school_telephone": "01632 960100"}
LETTER = {
    **ADDRESS,
    "fact-ground": "they are hurtful to a member of staff, and anybody can read them.",
    "fact-asked": "Please take these words down.",
    "fact-recipient": "Mr Example",
}
REPORT = {
    **ADDRESS,
    "rule": "impersonation of an organisation",
    "fact-school_identity": "wrenbeck.example",
    "fact-account_link": "none is shown",
    "fact-what_happened": "A post says that it is the school.",
    "fact-asked": "Please remove the post and the account.",
    "fact-platform_heading": "impersonation",
}
PACK = {
    **ADDRESS,
    "fact-account_names": "none is shown",
    "fact-posted_on": "Thursday 19 November",
    "fact-platform_heading": "impersonation",
    "fact-police_status": "not told",
    "fact-lado_status": "not needed",
    "fact-question": "Can you reach the people who run this forum?",
}


def file_of(desk, case):
    return desk.house.edges.store.case(case.ref)


def test_a_parents_abusive_post_from_the_page_to_a_letter_and_a_lesson(desk):
    head, deputy = Person(desk, "head", "abuse"), Person(desk, "deputy", "abuse")
    step(head, "gate", **ABUSE)
    step(head, "author", author="parent", reason="says so in the post")
    step(head, "talk", reason="rang on Tuesday")
    step(head, "complaint", underneath="answered", reason="met on Wednesday")

    moved(head, "deletion-request", "propose", **LETTER)
    draft = unescape(head.look("/papers/deletion-request").text)
    too_early = head.send("/routes/deletion-request/sent", "/routes/deletion-request", reason="x")
    moved(deputy, "deletion-request", "approve", reason="read it; fair and short")
    letter = head.look("/papers/deletion-request.docx")
    moved(head, "deletion-request", "sent", reference="", reason="by email")
    moved(head, "deletion-request", "reply", came="removed", reason="he changed it")
    step(head, "support", role="the Year 4 teacher", reason="talked it over")
    step(head, "close", ending="removed", lesson="tell homework early", reason="done")

    file = file_of(desk, head)
    assert "draft – not sent" in draft
    assert "Please take these words down." in draft
    assert (too_early.status_code, "more to approve it" in unescape(too_early.text)) == (409, True)
    assert letter.headers["content-disposition"].startswith("attachment")
    assert letter.content.startswith(b"PK")
    assert file.case.state is CaseState.DEBRIEFED
    assert (verify(file.events), replay(file).case) == ((), file.case)


def test_an_account_that_poses_as_the_school_to_a_posh_pack(desk):
    head, deputy = Person(desk, "head", "posing"), Person(desk, "deputy", "posing")
    step(head, "gate", **POSING)
    moved(head, "platform-report", "propose", **REPORT)
    moved(deputy, "platform-report", "approve")
    moved(head, "platform-report", "sent", reference="HC-2291")

    waits = head.look("/routes/posh")
    moved(head, "posh", "propose", urgent="yes", reason="children's names are asked for", **PACK)
    moved(deputy, "posh", "approve")
    pack = head.look("/papers/posh.pdf")
    text = unescape(head.look("/papers/posh").text)
    moved(head, "posh", "sent", reference="", reason="rang, and sent the pack")

    assert "It cannot wait" in unescape(waits.text)
    assert pack.content.startswith(b"%PDF")
    assert all(words in text for words in ("HC-2291", "impersonation", "Can you reach"))
    assert file_of(desk, head).case.state is CaseState.ESCALATED


def test_a_draft_is_changed_by_taking_it_back_and_proposing_it_with_its_facts(desk):
    head = Person(desk, "head", "posing")
    step(head, "gate", **POSING)
    moved(head, "platform-report", "propose", **REPORT)

    to = step(head, "undo", reason="it names the wrong heading")
    form = head.look("/routes/platform-report").text
    moved(head, "platform-report", "propose", **{**REPORT, "fact-asked": "Please remove the page."})

    assert to.startswith(f"/cases/{head.ref}/routes/platform-report")
    assert "A post says that it is the school." in unescape(form)
    assert "Please remove the page." in unescape(head.look("/papers/platform-report").text)


def test_what_the_case_knows_is_stated_anew_unless_somebody_changed_it(desk):
    head = Person(desk, "head", "posing")
    step(head, "gate", **POSING)
    moved(head, "platform-report", "propose", **{**REPORT, "fact-platform": "Mumsnet Talk"})

    kept = desk.house.edges.store.draft(head.ref, Route.PLATFORM_REPORT)

    assert '"platform":"Mumsnet Talk"' in kept.facts
    assert '"post_links":["https://' in kept.facts


def test_a_sealed_concern_is_taken_over_and_handed_over(desk):
    dsl = Person(desk, "dsl", "safeguarding")
    queue = dsl.browser.get("/sealed").text
    seen = desk.house.edges.store.case(dsl.ref).events[-1].seq
    mine = desk.press(dsl.browser, f"/sealed/{dsl.ref}/mine", seen=str(seen))
    taken = dsl.browser.get("/sealed").text
    moved(dsl, "myconcern-ref", "propose")
    moved(dsl, "myconcern-ref", "sent", reference="MC-77")
    handed = dsl.browser.get("/sealed").text

    assert (mine.status_code, mine.headers["location"]) == (303, "/sealed?done=taken-over")
    assert "Nobody has said that they have it." in queue
    assert "Cass Elm has it since" in taken
    assert "Handed over: MC-77" in handed
