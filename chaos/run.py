"""One run from an empty database to the table of counts."""

import asyncio
from contextlib import suppress
from pathlib import Path

from chaos.errands import planned, run_all
from chaos.house import House, running
from chaos.mails import send_all, written
from chaos.plan import ACTIONS, Pace, Plan
from chaos.verdict import Count, counted, settled

PATIENCE_SECONDS = 8.0
"""Work that is held up by the last kill need not be waited for by the next one."""


async def chaos(plan: Plan, folder: Path) -> list[Count]:
    """Do everything the plan says in a folder, and give the counts."""
    mails, errands = written(plan), planned(plan)
    pace = Pace(plan.mails + plan.cases * ACTIONS, plan.kills)
    async with running(plan, folder) as house:
        killing = asyncio.create_task(_kill(house, plan, pace))
        async with asyncio.TaskGroup() as work:
            work.create_task(send_all(house, plan, mails, pace))
            work.create_task(run_all(house, errands, pace))
        await pace.finish()
        await killing
        await house.up()
        await settled(house)
        counts = await counted(house, mails, errands)
        codes = [await program.stop() for program in house.programs]
    killed = [Count(f"kills of {program.name}", program.kills) for program in house.programs]
    return [*killed, *counts, Count("programs that did not end well when asked to", 0, sum(map(bool, codes)))]


async def _kill(house: House, plan: Plan, pace: Pace) -> None:
    """Kill programs all along the work; three times in four one that works, else one that may just begin."""
    chance = plan.chance("kills")
    for number in range(plan.kills):
        with suppress(TimeoutError):
            await asyncio.wait_for(pace.until((number + chance.random()) / plan.kills), PATIENCE_SECONDS)
        victim = chance.choice(house.programs)
        if chance.random() < 0.75:
            await victim.up()
        await asyncio.sleep(chance.uniform(0, 1.5))
        if victim.ended is not None:
            raise RuntimeError(f"{victim.name} ended by itself with {victim.ended}")
        await victim.kill_and_restart()
        await pace.kill()
