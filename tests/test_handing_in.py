"""Files an owner hands in: one that is sent again, because nobody saw that it had come, is there once."""

from pathlib import Path

from app.queries import cases, tasks
from app.workflows import handing_in
from app.workflows.visits import Visit
from tests.past import a_past, once


async def test_a_file_sent_again_is_there_once(database: str, tmp_path: Path) -> None:
    async with a_past(database, tmp_path) as past:
        await past.root.execute("UPDATE tasks SET state = 'manual' WHERE case_id = $1", past.open)
        task_id = await past.root.fetchval("SELECT id FROM tasks WHERE case_id = $1", past.open)
        who = Visit(past.organisation.id, past.open, task_id, 0, b"")
        for name, content in (
            ("akt.pdf", b"%PDF-1"),
            ("akt.pdf", b"%PDF-1"),
            ("akt.pdf", b"%PDF-2"),
            ("b.pdf", b"%PDF-1"),
        ):
            await handing_in.upload(past.office, who, name, "application/pdf", once(content))
        async with past.office.db.transaction(past.organisation.id) as session:
            file = await past.office.file(session, await cases.get_case(session, past.open))
            found = await tasks.all_findings_of(session, past.open)
            task = await tasks.get_task(session, task_id)
        assert (len(found), task.found) == (4, 4)  # the one it had, and three that differ
        assert len(set(await file.stored()) - {finding.id for finding in found}) == 1  # the package alone
