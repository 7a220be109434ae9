"""An organisation's look: a colour everybody can read, and its logo served as nothing but a picture."""

import re
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError

from app.looks import DARK, LEAST, LIGHT, Look, contrast, readable
from app.main import create_app
from app.models.organisation import Logo
from tests.offices import AT, an_office, an_organisation

TOKENS = Path(__file__).resolve().parent.parent / "app" / "pages" / "tokens.css"


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
    assert contrast("#1a4f8b", "#1a4f8b") == 1


def test_what_is_behind_text_is_what_the_pages_have() -> None:
    light, _, dark = TOKENS.read_text(encoding="utf-8").partition("prefers-color-scheme: dark")
    for behind, css in ((LIGHT, light), (DARK, dark)):
        assert set(behind) <= set(re.findall(r"--(?:paper|sheet|raised): (#\w{6})", css))


@pytest.mark.parametrize("colour", ["#1a4f8b", "#7a1f5c", "#000000", ""])
def test_a_colour_that_can_be_read_is_taken_and_has_a_twin_for_the_dark(colour: str) -> None:
    look = Look(colour=colour)
    assert look.colour == colour
    assert not colour or all(contrast(look.colour_in_dark, one) >= LEAST for one in DARK)


@pytest.mark.parametrize("colour", ["#f5a623", "#FFFFFF", "#8fc1f5"])
def test_a_colour_that_is_too_pale_is_refused_with_one_that_would_do(colour: str) -> None:
    with pytest.raises(ValidationError, match="too pale to read") as caught:
        Look(colour=colour)
    better = re.search(r"`(#\w{6})` would do", str(caught.value))
    assert better
    assert Look(colour=better[1]).colour == better[1] == readable(colour.lower(), LIGHT)


@pytest.mark.parametrize("colour", ["red", "#12345", "#12345g", "url(x)", "#1a4f8b;"])
def test_a_colour_is_nothing_else(colour: str) -> None:
    with pytest.raises(ValidationError, match="should match pattern"):
        Look(colour=colour)


async def test_a_logo_is_a_picture_of_its_own_organisation_and_nothing_else(
    database: str, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        mine, _ = [await an_organisation(office, slug) for slug in ("nordstaff", "fjellkraft")]
        async with office.db.transaction(mine) as session:
            session.add(
                Logo(
                    organisation_id=mine, media_type="image/png", content=b"\x89PNG", set_at=AT, set_by="lead"
                )
            )
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(create_app(office)), base_url="http://house"
        ) as http:
            found = await http.get("/r/nordstaff/logo")
            assert (found.status_code, found.content) == (200, b"\x89PNG")
            assert found.headers["content-type"] == "image/png"
            assert found.headers["content-security-policy"] == "sandbox; default-src 'none'"
            assert found.headers["x-content-type-options"] == "nosniff"
            assert (await http.get("/r/fjellkraft/logo")).status_code == 404
            assert (await http.get("/r/nobody/logo")).status_code == 404
