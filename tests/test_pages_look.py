"""The colour and the logo of an organisation on its pages: a stylesheet of its own, readable by everybody."""

import re
from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import pytest

from app.looks import DARK, LIGHT, Look, contrast
from app.main import create_app
from app.models.organisation import Logo
from app.office import Office
from app.pages.look import stylesheet
from tests.offices import AT, an_office, an_organisation

INK = {"light": "#1f2933", "dark": "#e8ebef"}
"""The colour of text: `--ink` of app/pages/tokens.css."""


@pytest.mark.parametrize("colour", ["#1a4f8b", "#000000", "#6f6f6f", "#b3261e", "#006d3c", "#7a1fa2"])
def test_every_colour_that_is_taken_can_be_read_in_light_and_dark(colour: str) -> None:
    light, dark = stylesheet(Look(colour=colour), "nordstaff", logo=False).split("\n")
    for css, sheets, on_accent, ink in (
        (light, LIGHT, "#ffffff", INK["light"]), (dark, DARK, "#10161d", INK["dark"]),
    ):  # fmt: skip
        found = dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6})", css))
        for name in ("accent", "accent-strong"):
            assert min(contrast(found[name], sheet) for sheet in sheets) >= 4.5
            assert contrast(found[name], on_accent) >= 4.5
        assert contrast(found["accent-soft"], ink) >= 4.5


def test_who_looks_as_we_do_has_nothing_to_say() -> None:
    assert stylesheet(Look(), "nordstaff", logo=False) == ""
    only_logo = stylesheet(Look(), "nordstaff", logo=True)
    assert "url(/r/nordstaff/logo)" in only_logo
    assert "--accent" not in only_logo


@pytest.fixture
async def office(database: str, tmp_path: Path) -> AsyncGenerator[Office]:
    async with an_office(database, tmp_path) as opened:
        yield opened


async def test_a_page_brings_its_organisations_look(office: Office) -> None:
    organisation_id = await an_organisation(office, look={"colour": "#7a1fa2"})
    transport = httpx.ASGITransport(create_app(office))
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as browser:
        page = (await browser.get("/r/nordbemanning/sv")).text
        assert '<link rel="stylesheet" href="/r/nordbemanning/look.css">' in page
        answer = await browser.get("/r/nordbemanning/look.css")
        assert answer.headers["content-type"].startswith("text/css")
        assert answer.headers["cache-control"] == "public, max-age=3600"
        assert "--accent:#7a1fa2" in answer.text
        assert "logo" not in answer.text
        async with office.db.transaction(organisation_id) as session:
            session.add(
                Logo(
                    organisation_id=organisation_id,
                    media_type="image/png",
                    content=b"x",
                    set_at=AT,
                    set_by="ada",
                )
            )
        assert "url(/r/nordbemanning/logo)" in (await browser.get("/r/nordbemanning/look.css")).text
        assert (await browser.get("/r/nobody/look.css")).status_code == 404
