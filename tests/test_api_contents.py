"""What is in a message, over the API: its page, which runs and loads nothing, and its files, only ever saved."""

from collections.abc import AsyncGenerator
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import pytest
from selectolax.lexbor import LexborHTMLParser

from app import embedded
from app.intake.harmless import ATTRIBUTES, LONGEST, TAGS, cleaned, page_of
from app.trust import addresses
from app.vocabulary import Role
from tests.doors import Doors, doors, problem
from tests.house import mail, until

REQUEST = "Hej! Jag vill ha ett registerutdrag enligt artikel 15 i GDPR."
VECTORS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "<img src=https://evil.example/pixel.gif>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><circle r=1></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=https://evil.example/x></object><embed src=https://evil.example/x>",
    "<form action=https://evil.example><input name=password><button>Logga in</button></form>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import url(https://evil.example/x.css); body{background:url(https://evil.example/y)}</style>",
    "<p style='background:url(https://evil.example/z)'>text</p>",
    "<a href='javascript:alert(1)'>här</a><a href='https://evil.example' target=_blank>där</a>",
    "<table background=https://evil.example/t><tr><td background=https://evil.example/u>cell</td></tr></table>",
    "<video src=https://evil.example/v autoplay><source src=https://evil.example/w></video><audio src=x onerror=y>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template><details open ontoggle=alert(1)>x</details>",
    "<!--><img src=x onerror=alert(1)>--><![if gte mso 9]><script>alert(1)</script><![endif]>",
    "<p onclick=alert(1) onmouseover='alert(2)' id=location name=cookie class=x>text</p>",
    "<x-unknown autofocus tabindex=1 onfocus=alert(1)>text</x-unknown><marquee onstart=alert(1)>text</marquee>",
    "<img src=cid:logo@post.example><img srcset='https://evil.example/1x 1x'>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]


def elements(page: str) -> list[tuple[str, dict[str, str | None]]]:
    """Give every element below the body, with its attributes, as a browser would see them."""
    body = LexborHTMLParser(page).body
    assert body is not None
    return [
        (str(node.tag), dict(node.attributes))
        for node in body.traverse(include_text=False)
        if node.tag != "body"
    ]


class TestHarmless:
    @pytest.mark.parametrize("vector", VECTORS)
    def test_nothing_runs_loads_or_leads_away(self, vector: str) -> None:
        page = cleaned(f"<html><body><p>Radera mina uppgifter.</p>{vector}</body></html>")
        assert "Radera mina uppgifter." in page
        for tag, attributes in elements(page):
            assert tag in TAGS
            allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
            assert set(attributes) <= allowed
        assert "evil.example" not in page

    def test_the_words_and_the_table_stay(self) -> None:
        page = cleaned(
            "<table><tr><th colspan=2>Namn</th></tr><tr><td>Anna</td><td>Berg</td></tr></table><a href=x>länk</a>"
        )
        assert [tag for tag, _ in elements(page)].count("td") == 2
        assert 'colspan="2"' in page
        assert "länk" in page

    def test_hidden_text_is_seen(self) -> None:
        assert "osynlig" in cleaned("<div style='display:none'>osynlig</div><p hidden>osynlig</p>")

    @pytest.mark.parametrize(
        "source", ["<div>" * 50_000 + "slut", "<p>ord</p>" * (LONGEST // 8), "<b " * 400_000]
    )
    def test_too_much_of_it_is_shown_as_text(self, source: str) -> None:
        assert cleaned(source) == ""
        message = mail("Hej", "")
        message.set_content(source[:200_000] + "<p>Radera mig</p>", subtype="html")
        assert page_of(message.as_bytes()).startswith("<!doctype html>")

    def test_text_that_looks_like_html_is_text(self) -> None:
        page = page_of(mail("Hej", "1 < 2 <script>alert(1)</script>").as_bytes())
        assert elements(page) == [("pre", {})]


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Doors]:
    async with doors(server, template, tmp_path_factory.mktemp("house")) as house:
        yield house


def letter() -> EmailMessage:
    message = mail("Registerutdrag", REQUEST)
    message.add_alternative(f"<p>{REQUEST}</p>{''.join(VECTORS)}", subtype="html")
    message.add_attachment(
        b"<script>alert(1)</script>", maintype="text", subtype="html", filename="för\u202eslag\r.html"
    )
    message.add_attachment(
        b"MZ\x90\x00" + b"\0" * 99, maintype="application", subtype="pdf", filename="cv.pdf"
    )
    return message


@pytest.fixture(scope="module")
async def message(house: Doors) -> dict[str, Any]:
    raw = letter().as_bytes()
    message_id = await house.house.hand_in(raw)

    async def there() -> Any:
        found = await house.house.read(f"/messages/{message_id}")
        return found if found["state"] != "stored" else None

    return dict(await until(there))


class TestDoors:
    async def test_the_page_of_a_mail_is_shut_in(self, house: Doors, message: dict[str, Any]) -> None:
        answer = await house.house.api("GET", f"/messages/{message['id']}/page")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        policy = [part.strip() for part in answer.headers["content-security-policy"].split(";")]
        assert {"sandbox", "default-src 'none'", "form-action 'none'", "base-uri 'none'"} <= set(policy)
        assert REQUEST in answer.text
        assert "evil.example" not in answer.text
        assert {tag for tag, _ in elements(answer.text)} <= TAGS

    async def test_a_file_is_saved_and_never_shown(self, house: Doors, message: dict[str, Any]) -> None:
        text = await house.house.read(f"/messages/{message['id']}/text")
        first, second = text["files"]
        assert (first["number"], first["withheld"]) == (0, None)
        answer = await house.house.api("GET", f"/messages/{message['id']}/files/0")
        assert answer.content == b"<script>alert(1)</script>"
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
        assert "%E2%80%AE" not in answer.headers["content-disposition"]
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert answer.headers["x-content-type-options"] == "nosniff"
        refused = await house.house.api("GET", f"/messages/{message['id']}/files/1")
        assert problem(refused, 409, "action_not_possible")["detail"] == second["withheld"]
        problem(await house.house.api("GET", f"/messages/{message['id']}/files/2"), 404, "not_found")
        problem(await house.house.api("GET", f"/messages/{message['id']}/files/-1"), 422, "invalid_input")

    @pytest.mark.parametrize("what", ["text", "page", "files/0"])
    async def test_strangers_and_machines_see_nothing(
        self, house: Doors, message: dict[str, Any], what: str
    ) -> None:
        path = f"/messages/{message['id']}/{what}"
        problem(await house.stranger.api("GET", path), 404, "not_found")
        problem(await house.house.api("GET", path, role=Role.INBOX), 403, "not_permitted")
        problem(await house.house.api("GET", f"/messages/{uuid4()}/{what}"), 404, "not_found")

    async def test_where_it_is_tells_machines_nothing_of_its_files(
        self, house: Doors, message: dict[str, Any]
    ) -> None:
        seen = await house.house.api("GET", f"/messages/{message['id']}", role=Role.INBOX)
        assert "cv.pdf" not in seen.text

    async def test_a_note_of_a_call_has_no_page(self, house: Doors) -> None:
        await house.written()
        row = await house.owner.fetchrow("SELECT id FROM messages WHERE channel = 'phone' LIMIT 1")
        assert row is not None
        problem(await house.house.api("GET", f"/messages/{row['id']}/page"), 404, "not_found")
        text = await house.house.read(f"/messages/{row['id']}/text")
        assert text["files"] == []

    async def test_the_envelopes_address_brings_a_mail_to_its_case(self, house: Doors) -> None:
        case = await house.written()
        row = await house.owner.fetchrow("SELECT id FROM cases WHERE id = $1::text::uuid", case["id"])
        assert row is not None
        async with house.house.office.db.transaction(house.house.organisation_id) as session:
            key = (await house.house.office.desk(session)).address_key
        to = addresses.plus_address(key, "privacy@nordstaff.example", row["id"])
        answer = await house.house.api(
            "POST", "/intake/mail", role=Role.INBOX, content=mail("Hej", "Här kommer mer.").as_bytes(),
            headers={"Content-Type": "message/rfc822", "X-Envelope-To": to},
        )  # fmt: skip
        assert (await house.house.case_of(answer.json()["message_id"]))["id"] == case["id"]
