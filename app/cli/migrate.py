"""`utdrag migrate`: the database as this version wants it."""

from app import logs
from app.db import migrate
from app.errors import NotReady
from app.settings import Settings


def migrate_command() -> None:
    """Bring the database up to date; run it as the owner of its schema."""
    settings = Settings()
    logs.configure(settings.log_level)
    if settings.database_url is None:
        raise NotReady("Set UTDRAG_DATABASE_URL to the database to migrate.")
    migrate(settings.database_url.get_secret_value())
