"""The person's status page, beside an endpoint that does nothing but give one row."""

import http.client
import sys
from collections.abc import AsyncGenerator
from urllib.parse import urlsplit

from app import clock
from app.vocabulary import Audience, Channel, Language, Right
from app.workflows.links import new_link
from app.workflows.open import NewCase, open_case
from app.workflows.people import Applicant
from benchmarks.figures import Figure, Spread
from benchmarks.ground import Ground
from benchmarks.processes import Asked, Running, served, utdrag

_ROUNDS = 300
_BARE = [
    sys.executable,
    "-m",
    "uvicorn",
    "benchmarks.bare:app",
    "--port",
    "{port}",
    "--no-access-log",
    "--loop",
    "uvloop",
]


async def status(ground: Ground) -> AsyncGenerator[Figure]:
    """Measure the page of a case that has just begun, to somebody who came by the link."""
    reference, link = await _a_link(ground)
    async with (
        served(ground, [*_BARE, "--log-level", "warning"], "/health", {}) as bare,
        utdrag(ground, "--alone") as web,
    ):
        page = Asked("/status", headers={"Cookie": _entered(web, link)})
        floor = Spread.of(await bare.timed(Asked(f"/row/{reference}"), _ROUNDS))
        spread = Spread.of(await web.timed(page, _ROUNDS))
        yield Figure(
            "status page, p50; floor: bare endpoint, one row", spread.p50, "ms", floor.p50, ratio_at_most=2
        )
        yield Figure("status page, p95", spread.p95, "ms", floor.p95)
        anew = Asked(
            "/status?done=written", headers=page.headers
        )  # what was just done is said once, and not kept
        spread = Spread.of(await web.timed(anew, _ROUNDS))
        yield Figure("status page drawn anew, p50", spread.p50, "ms", floor.p50)


async def _a_link(ground: Ground) -> tuple[str, str]:
    at = clock.now()
    who = Applicant("Ines Holm", "ines.holm@post.example")
    new = NewCase([Right.ACCESS], Channel.PHONE, Language.SV, at, who, "Vad har ni om mig?")
    async with ground.office.db.transaction(ground.organisation_id) as session:
        file = await open_case(ground.office, session, new, at=at)
        link = await new_link(ground.office, session, file, Audience.STATUS, at)
    return file.case.reference, urlsplit(link).path


def _entered(web: Running, link: str) -> str:
    """Give the cookie of a visit."""
    line = http.client.HTTPConnection("127.0.0.1", web.port, timeout=30)
    line.request("POST", link, headers={"Sec-Fetch-Site": "same-origin"})
    answer = line.getresponse()
    answer.read()
    return str(answer.headers["Set-Cookie"]).partition(";")[0]
