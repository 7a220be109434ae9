"""Every page in every state and language: well-formed for people, for screen readers and for the policy."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise, product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from jinja2 import UndefinedError
from selectolax.lexbor import LexborHTMLParser as Tree

from app.extracts.document import Entry, Row
from app.intake.form import FormReceipt
from app.intake.rectifying import Claimed
from app.pages.answers import LIMITS, Answers, Asked
from app.pages.due import due_on
from app.pages.rendered import render
from app.pages.words import LANGUAGES, words_of
from app.routers.form import OFFERED
from app.routers.task import _options
from app.vocabulary import Audience, CorrectionDecision, Language, State, Verb
from app.workflows.portrait import CorrectionView, MessageView, OrganisationView
from app.workflows.reading import RecordsPage
from tests.test_pages_samples import (
    AN_EXTRACT,
    CONTACT,
    LINE,
    NOW,
    OWNER,
    RECORDS,
    SHEET,
    STATUSES,
    TASKS,
    a_status,
    a_task,
    an_extract,
    the,
)

TODAY = date(2026, 11, 22)
EVIL = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>{{ 7*7 }}{evil}"
HOSTILE_RECORDS = replace(
    RECORDS,
    system=replace(RECORDS.system, name=EVIL),
    records=(
        replace(
            RECORDS.records[0],
            entry=Entry(1, EVIL, ((EVIL, EVIL),), EVIL, (Row(EVIL, EVIL, blacked_out=False, ground=EVIL),)),
            fields=(EVIL,),
            file=EVIL,
        ),
    ),
)
SAID = (f"{RECORDS.records[0].id}.address", "Adress", "Gamla vägen 2", "Nya vägen 4")


def records_page(language: Language, view: RecordsPage = RECORDS, **given: Any) -> str:
    values = {"correctable": True, "trouble": "", "wrong": False} | given
    return render("records", language, organisation=OWNER, view=view, **values)


def wrong_page(language: Language, errors: dict[str, str], *asked: str) -> str:
    said = [asked or SAID]
    return render(
        "wrong", language, organisation=OWNER, view=RECORDS, asked=said, errors=errors, limit=2000,
        wrong=bool(errors),
    )  # fmt: skip


FOREIGN = "script:not([type=module][src^='/static/'][src$='.js']:empty)"
"""A script that is not a file of ours."""


def status_page(language: Language, view: Any, **given: Any) -> str:
    due = None
    if view.state not in {State.ANSWERED, State.CLOSED}:
        due = due_on(view.effective_due, view.received_on, TODAY)
    values = {"done": "", "trouble": None, "wrong": False, "draft": "", "limit": 8000} | given
    values = {"again": False, "most_files": 3, "attached": 5_000_000} | values
    return render("status", language, organisation=view.organisation, view=view, due=due, **values)


def task_page(language: Language, view: Any, **given: Any) -> str:
    words = words_of(language).task
    values = {"done": "", "errors": {}, "wrong": False, "answer": "", "reason": "", "limit": 8000} | given
    return render(
        "task",
        language,
        organisation=view.organisation,
        view=view,
        takes_files=view.verb is Verb.EXPORT,
        largest=50_000_000,
        options=list(_options(view, words).items()),
        **values,
    )


def form_page(language: Language, answers: Answers | None = None, **errors: str) -> str:
    return render(
        "form",
        language,
        organisation=OWNER,
        slug="nordstaff",
        offered=OFFERED,
        limits=LIMITS,
        trap="topic",
        stamp="1.x",
        proof="",
        work=15,
        attached=5_000_000,
        answers=answers or Answers(),
        errors=errors,
        wrong=bool(errors),
    )


def lost_page(language: Language, asked: Asked | None = None, **errors: str) -> str:
    return render(
        "lost",
        language,
        organisation=OWNER,
        slug="nordstaff",
        limits=LIMITS,
        trap="topic",
        stamp="1.x",
        proof="",
        work=15,
        asked=asked or Asked(),
        errors=errors,
        wrong=bool(errors),
    )


def reading_pages(language: Language) -> Iterator[tuple[str, str]]:
    """The pages of an extract, and of what is wrong in it."""
    yield "crowded", render("crowded", language, organisation=OWNER, answers=Answers(more="Hej"))
    for extract in (AN_EXTRACT, replace(AN_EXTRACT, blocks=())):
        yield "extract", render("extract", language, organisation=OWNER, extract=extract)
    for correctable, trouble in ((True, ""), (True, "Fel."), (False, "")):
        yield "records", records_page(language, correctable=correctable, trouble=trouble)
    for told in ({}, {SAID[0]: "Fel."}):
        yield "wrong", wrong_page(language, told)
    for link in ("", "https://utdrag.example/s/uts_token"):
        yield (
            "claimed",
            render("claimed", language, organisation=OWNER, claimed=Claimed("NS-2026-0043", link)),
        )


def pages(language: Language) -> Iterator[tuple[str, str]]:
    """Every page there is, by name."""
    shared = words_of(language).shared
    for name, view in STATUSES.items():
        yield f"status {name}", status_page(language, view)
    for done in words_of(language).status.done:
        yield f"status done {done}", status_page(language, STATUSES["identity"], done=done)
    for field in ("", "code-identity", "text"):
        trouble = {"message": "Fel.", "field": field}
        yield (
            f"status trouble {field}",
            status_page(language, STATUSES["identity"], trouble=trouble, wrong=True),
        )
    yield "withdraw", render("withdraw", language, organisation=OWNER, view=a_status())
    for name, task in TASKS.items():
        yield f"task {name}", task_page(language, task)
    yield "task handed in", task_page(language, a_task(), done="handed_in")
    errors = {"files": "Fel.", "answer": "Fel.", "reason": "Fel."}
    yield "task errors", task_page(language, a_task(), errors=errors, wrong=True)
    yield "form", form_page(language)
    yield (
        "form errors",
        form_page(language, kinds="Fel.", name="Fel.", email="Fel.", phone="Fel.", more="Fel."),
    )
    for waits, by_email in product((False, True), repeat=2):
        receipt = FormReceipt("NS-2026-0042", "https://utdrag.example/s/uts_token", waits=waits)
        yield (
            f"received {waits} {by_email}",
            render("received", language, organisation=OWNER, receipt=receipt, by_email=by_email),
        )
    yield from reading_pages(language)
    for audience in (Audience.STATUS, Audience.TASK):
        yield f"knock {audience}", render("knock", language, audience=audience.value)
    for link, slug in product(("", "/s/uts_token"), ("", "nordstaff")):
        yield f"gone {link} {slug}", render("gone", language, link=link, slug=slug)
    yield "lost", lost_page(language)
    yield "lost errors", lost_page(language, Asked("<x>", "anna@"), reference="Fel.", email="Fel.")
    yield "sent", render("sent", language, organisation=OWNER)
    yield "notice", render("notice", language, title=shared.left, lead=shared.left_lead)
    yield "outbox", render("outbox", language, boxes=[("Nordstaff", "nordstaff", [LINE]), ("Tom", "tom", [])])
    yield "letter", render("letter", language, slug="nordstaff", sheet=SHEET)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_in_order(language: Language) -> None:
    for name, html in pages(language):
        tree = Tree(html)
        assert the(tree, "html").attributes["lang"] == language.value, name
        assert the(tree, "title").text(strip=True), name
        assert len(tree.css("main")) == len(tree.css("h1")) == 1, name
        assert headings_in_order(tree), name
        assert unlabelled(tree) == [], name
        assert dead_references(tree) == [], name
        assert doubled_ids(tree) == [], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_needs_what_the_policy_forbids(language: Language) -> None:
    for name, html in pages(language):
        tree = Tree(html)
        assert not tree.css(f"{FOREIGN}, style, [style], link[rel=preload]"), name
        assert not [n for n in tree.css("*") for key in n.attributes if key.startswith("on")], name
        fetched = [
            n.attributes.get("src") or n.attributes.get("href") or "" for n in tree.css("link, img, iframe")
        ]
        assert [address for address in fetched if not address.startswith(("/static/", "/outbox/"))] == [], (
            name
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_changes_by_a_link(language: Language) -> None:
    """Whatever changes something is a POST form; links only look."""
    looks = re.compile(
        r"^(#|/r/|/status(/withdraw|/extracts/[0-9a-f-]{36}/read(/[a-z-]+(\?page=\d+)?)?)?$|/outbox|mailto:|tel:|https?://)"
    )
    for name, html in pages(language):
        tree = Tree(html)
        assert {form.attributes.get("method") for form in tree.css("form")} <= {"post"}, name
        links = [link.attributes.get("href") or "" for link in tree.css("a")]
        assert [link for link in links if not looks.match(link)] == [], name


def test_nobody_is_named_in_a_title() -> None:
    for name, html in pages(Language.SV):
        title = the(html, "title").text()
        assert not re.search(r"Anna|@|NS-2026", title), name


def test_what_strangers_wrote_stays_text() -> None:
    contact = CONTACT.model_copy(update={"phone": EVIL, "address": EVIL, "website": "javascript:alert(1)"})
    owner = OrganisationView(EVIL, contact, ZoneInfo("Europe/Stockholm"))
    correction = CorrectionView(EVIL, EVIL, CorrectionDecision.DECLINE, EVIL, False, EVIL, EVIL)
    hostile = a_status(
        State.ANSWERED,
        organisation=owner,
        question=EVIL,
        answer=EVIL,
        refusal=(EVIL, EVIL),
        code_hint=EVIL,
        corrections=(correction,),
        extension_explanation=EVIL,
        authority_name=EVIL,
        court=EVIL,
        deadline_sentences=(EVIL,),
        messages=(MessageView(NOW, "in", "form", EVIL),),  # type: ignore[arg-type]  # as stored
        extracts=(an_extract(),),
        unlocked=True,
    )
    task = replace(
        a_task(),
        organisation=owner,
        system_name=EVIL,
        checklist=(EVIL,),
        identifiers=tuple((kind, EVIL) for kind, _ in a_task().identifiers),
        erasures=(EVIL,),
        uploads=tuple(replace(one, name=EVIL) for one in a_task().uploads),
    )
    answers = Answers(("access",), EVIL, EVIL, phone=EVIL, more=f"</textarea>{EVIL}")
    letter = replace(SHEET, text=EVIL, line=replace(LINE, subject=EVIL, to=EVIL))
    for html in (
        status_page(Language.SV, hostile, draft=EVIL),
        status_page(Language.SV, replace(hostile, state=State.COLLECTING, extended=True)),
        task_page(Language.SV, task, reason=EVIL, errors={"files": EVIL}),
        form_page(Language.SV, answers, name=EVIL),
        render("letter", Language.SV, slug="x", sheet=letter),
        render("outbox", Language.SV, boxes=[(EVIL, "x", [letter.line])]),
    ):
        tree = Tree(html)
        assert not tree.css(f"{FOREIGN}, img, [onerror]")
        assert "javascript:" not in html
        assert "49" not in the(tree, "main").text()
        assert EVIL in the(tree, "main").text() or EVIL in str(
            [node.attributes.get("value") for node in tree.css("input")]
        )


def test_values_survive_an_error_exactly() -> None:
    answers = Answers(
        ("erasure", "other"), 'Ann-Marie "Mia" O\'Hara', "a@b.example", phone="+46 70", more="\nEn\n"
    )
    tree = Tree(form_page(Language.SV, answers, phone="Fel."))
    assert the(tree, "#name").attributes["value"] == answers.name
    assert the(tree, "#more").text() == answers.more
    checked = {node.attributes["value"] for node in tree.css("input[name=kinds][checked]")}
    assert checked == {"erasure", "other"}


def test_an_error_is_tied_to_its_field() -> None:
    tree = Tree(form_page(Language.SV, kinds="Välj.", email="Skriv adressen."))
    assert the(tree, "title").text().startswith("Fel: ")
    summary = the(tree, "[role=alert]")
    targets = [(link.attributes["href"], link.text()) for link in summary.css("a")]
    assert targets == [("#kinds", "Välj."), ("#email", "Skriv adressen.")]
    field = the(tree, "#email")
    assert field.attributes["aria-invalid"] == "true"
    assert "email-error" in (field.attributes["aria-describedby"] or "")
    assert the(tree, "#email-error").text() == "Skriv adressen."
    assert the(tree, "#name").attributes.get("aria-invalid") is None


def test_a_missing_value_is_never_passed_over() -> None:
    with pytest.raises(UndefinedError):
        render("knock", Language.SV)


def said(view: Any, **given: Any) -> str:
    return " ".join(the(status_page(Language.SV, view, **given), "main").text().split())


def test_the_due_day_is_said_with_the_days_left() -> None:
    told = said(STATUSES["collecting"])
    assert "Du får svar senast torsdagen den 3 december 2026 11 dagar kvar" in told
    assert "Så har vi räknat ut sista dagen" in told
    assert "Sista dagen är i dag" in said(STATUSES["today"])
    assert "skulle ha fått svar senast fredagen den 20 november 2026" in said(STATUSES["late"])
    assert "Du får svar senast" not in said(STATUSES["answered"])


def test_a_code_is_asked_for_one_step_at_a_time() -> None:
    before = Tree(status_page(Language.SV, STATUSES["identity"]))
    assert before.css_first("details #code-identity") is not None
    after = Tree(status_page(Language.SV, STATUSES["identity"], done="identity_code"))
    assert after.css_first("details #code-identity") is None
    assert the(after, "#code-identity").attributes["autocomplete"] == "one-time-code"
    assert "a•••@post.example" in said(STATUSES["identity"])
    assert "Vi hör av oss till dig" in said(STATUSES["verifying"])


def test_files_are_offered_only_once_unlocked() -> None:
    def downloads(name: str) -> list[str | None]:
        forms = Tree(status_page(Language.SV, STATUSES[name])).css("form[action^='/status/extracts/']")
        return [form.attributes["action"] for form in forms]

    assert downloads("locked") == downloads("unreachable") == []
    assert downloads("unlocked") == [f"/status/extracts/{an_extract(2).id}"]
    assert "Skriv till oss, eller ring" in said(STATUSES["unreachable"])


def test_corrections_show_old_and_new_only_when_the_view_does() -> None:
    assert "Gamla vägen 2" in said(STATUSES["unlocked"])
    assert "Rättat och kontrollerat i systemet." in said(STATUSES["unlocked"])
    assert "Gamla vägen 2" not in said(STATUSES["hidden_corrections"])


def test_withdrawing_is_offered_only_while_it_can_be_done() -> None:
    assert "Återkalla min begäran" in said(STATUSES["collecting"])
    assert "Återkalla min begäran" not in said(STATUSES["answered"])


@pytest.mark.parametrize(("verb", "offered"), [(Verb.EXPORT, 4), (Verb.ERASE, 3), (Verb.NOTIFY, 2)])
def test_each_task_offers_its_own_answers(verb: Verb, offered: int) -> None:
    tree = Tree(task_page(Language.SV, a_task(verb)))
    assert len(tree.css("input[name=answer]")) == offered
    assert bool(tree.css("input[type=file]")) is (verb is Verb.EXPORT)


def headings_in_order(tree: Tree) -> bool:
    levels = [int((node.tag or "h0")[1]) for node in tree.css("h1, h2, h3, h4")]
    first = levels.index(1)
    return all(level == 2 for level in levels[:first]) and all(
        b - a <= 1 for a, b in pairwise(levels[first:])
    )


def unlabelled(tree: Tree) -> list[str | None]:
    labelled = {label.attributes.get("for") for label in tree.css("label")}
    controls = tree.css("input:not([type=hidden]), textarea, select")
    bare = [node.html for node in controls if node.attributes.get("id") not in labelled]
    return bare + [node.html for node in tree.css("button") if not node.text(strip=True)]


def dead_references(tree: Tree) -> list[str]:
    ids = {node.attributes["id"] for node in tree.css("[id]")}
    named = [
        reference
        for key in ("aria-describedby", "aria-labelledby", "for")
        for node in tree.css(f"[{key}]")
        for reference in (node.attributes[key] or "").split()
    ]
    named += [(link.attributes["href"] or "")[1:] for link in tree.css("a[href^='#']")]
    return [reference for reference in named if reference not in ids]


def doubled_ids(tree: Tree) -> list[str | None]:
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    return [one for one in set(ids) if ids.count(one) > 1]
