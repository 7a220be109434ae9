"""Cases as handlers drive them over the API, each call made again until it is answered."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx

from chaos.house import House
from chaos.plan import Pace, Plan
from chaos.register import add_person

AT_ONCE = 10
PATIENCE_SECONDS = 1800.0
RIGHTS = ("access", "rectification", "erasure")
Case = dict[str, Any]


@dataclass
class Errand:
    """One case: who asks for what, and where it has come to."""

    number: int
    right: str
    case_id: str = ""
    state: str = ""

    @property
    def email(self) -> str:
        return f"case.{self.number}@mail.example"

    @property
    def name(self) -> str:
        return f"Anna {self.number} Lindkvist"

    @property
    def corrected(self) -> str:
        return f"Anna {self.number} Lindqvist"


def planned(plan: Plan) -> list[Errand]:
    """Give the cases of a run."""
    chance = plan.chance("errands")
    return [Errand(number, chance.choice(RIGHTS)) for number in range(plan.cases)]


async def run_all(house: House, errands: list[Errand], pace: Pace) -> None:
    """Take every case from its opening to its answer."""
    register = await asyncpg.connect(house.register_url)
    for errand in errands:
        await add_person(register, errand.email, errand.name)
    await register.close()
    gate = asyncio.Semaphore(AT_ONCE)
    headers = {"Authorization": f"Bearer {house.tokens['handler']}"}
    async with (
        httpx.AsyncClient(base_url=f"{house.web}/api/v1", timeout=30, headers=headers) as http,
        asyncio.TaskGroup() as group,
    ):
        for errand in errands:
            group.create_task(_Driver(house, http, errand, pace).run(gate))


class _Driver:
    """A handler with one case."""

    def __init__(self, house: House, http: httpx.AsyncClient, errand: Errand, pace: Pace) -> None:
        self.house, self.http, self.errand, self.pace = house, http, errand, pace

    async def run(self, gate: asyncio.Semaphore) -> None:
        async with gate:
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await self._open()
                    await getattr(self, f"_{self.errand.right}")()
            except TimeoutError:  # counted: a case that got nowhere
                self.errand.state = self.errand.state or "lost"

    async def _open(self) -> None:
        await self.pace.turn()
        errand = self.errand
        note = {
            "channel": "phone", "name": errand.name, "email": errand.email, "phone": "070-1740605",
            "words": "Jag vill ha ut allt ni har sparat om mig.", "rights": [errand.right],
        }  # fmt: skip
        key = {"Idempotency-Key": f"open-{errand.number}"}
        errand.case_id = (await self._ask("POST", "/cases", json=note, headers=key)).json()["id"]
        proven = [{"kind": "email", "value": errand.email}]
        await self._act(
            "confirm_identity", method="call_back", reason="Ringde upp numret i registret.", attributes=proven
        )

    async def _access(self) -> None:
        await self._answer()

    async def _rectification(self) -> None:
        await self._come_to("deciding")
        found = (await self._ask("GET", f"/cases/{self.errand.case_id}/findings")).json()["items"]
        person = next(item for item in found if item["collection"] == "people")
        claim = {"finding_id": person["id"], "field": "name", "claimed": self.errand.corrected}
        case = await self._act("claim_correction", done=lambda case: bool(case["corrections"]), **claim)
        claimed = case["corrections"][0]["id"]
        await self._act("decide_correction", correction_id=claimed, decision="accept")
        await self._act("decide")
        await self._answer()
        await self._act("close")

    async def _erasure(self) -> None:
        await self._come_to("deciding")
        await self._act("decide_items", disposal="erase")
        await self._act("decide")
        await self._answer()
        await self._act("close")

    async def _answer(self) -> None:
        case = await self._come_to("reviewing")
        if self.errand.right != "erasure":
            await self._act("review_items", review="include")
        await self._act("approve")
        case = await self._until(lambda case: case["state"] == "answered" and case["answered_at"])
        assert case["extracts"]

    async def _act(
        self, action: str, *, done: Callable[[Case], bool] = lambda _: False, **given: Any
    ) -> Case:
        """Take an action until it is taken; at each version once, however often it must be sent."""
        await self.pace.turn()
        while True:
            case = await self._read()
            if done(case):
                return case
            version = str(case["version"])
            headers = {
                "If-Match": f'"{version}"',
                "Idempotency-Key": f"{action}-{self.errand.number}-{version}",
            }
            path = f"/cases/{self.errand.case_id}/actions/{action}"
            answer = await self._ask("POST", path, json=given, headers=headers)
            if answer.is_success:
                return dict(answer.json())
            if answer.status_code not in (httpx.codes.CONFLICT, httpx.codes.PRECONDITION_FAILED):
                raise RuntimeError(f"{action} was refused: {answer.text}")
            await asyncio.sleep(0.2)

    async def _come_to(self, state: str) -> Case:
        return await self._until(lambda case: case["state"] == state)

    async def _until(self, true: Callable[[Case], Any]) -> Case:
        while not true(case := await self._read()):  # noqa: ASYNC110 - the API is asked, as a console asks it
            await asyncio.sleep(0.3)
        return case

    async def _read(self) -> Case:
        case = dict((await self._ask("GET", f"/cases/{self.errand.case_id}")).json())
        self.errand.state = case["state"]
        return case

    async def _ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Call until something else than “come back later” is answered."""
        while True:
            try:
                answer = await self.http.request(method, path, **options)
            except httpx.TransportError:
                await asyncio.sleep(0.3)
                continue
            if not answer.is_server_error:
                return answer
            if answer.status_code == httpx.codes.INTERNAL_SERVER_ERROR:
                self.house.faults.append(f"{method} {path.rpartition('/')[2]}")
            await asyncio.sleep(0.3)
