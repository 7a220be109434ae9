"""Commands typed beside the running demonstration work on the same database and reach the same systems."""

import asyncio
import tempfile
from collections.abc import Generator
from pathlib import Path

import asyncpg
import pytest

from app import embedded
from app.cli.demo_system import SECRET
from app.cli.offices import new_office, office
from app.cli.welcome import prepare_demo
from app.db import migrate
from app.secrets import secret
from app.settings import Settings


@pytest.fixture
def home() -> Generator[Path]:
    """A folder that the server's user can reach."""
    with tempfile.TemporaryDirectory(prefix="utdrag-home-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


async def test_the_system_of_record_of_the_demonstration_is_found(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=home, database_url=None)
    async with embedded.postgres(settings.database_dir) as server:
        await asyncio.to_thread(migrate, server.url)
        house = new_office(settings, server.url)
        await prepare_demo(house)
        await house.db.close()
        monkeypatch.delenv(SECRET)
        async with office(settings):
            system = await asyncpg.connect(secret(f"env:{SECRET}"))
            assert await system.fetchval("SELECT count(*) FROM pg_stat_user_tables") > 0
            await system.close()
