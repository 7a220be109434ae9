"""What the database says of itself: its version, who we are in it, and whether its walls stand."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.installation import Mark

OUTSIDE = ("inboxes", "credentials", "sessions")
"""Tables that say whose something is; they stand outside the walls because they are asked first."""
_DEMO = "demo"

_SERVER = text(
    """
    SELECT current_setting('server_version_num')::int AS version, clock_timestamp() AS now,
        us.rolname AS role, us.rolsuper OR us.rolbypassrls AS unwalled,
        login.rolname AS login, login.rolsuper OR login.rolbypassrls AS login_unwalled
    FROM pg_roles us, pg_roles login WHERE us.rolname = current_user AND login.rolname = session_user
    """
)
_WALLS = text(
    """
    WITH policy AS (
      SELECT polrelid, polcmd = '*' AND polroles = '{0}'
          AND pg_get_expr(polqual, polrelid) LIKE '%organisation_id = %app.organisation%'
          AND pg_get_expr(polwithcheck, polrelid) LIKE '%organisation_id = %app.organisation%' AS wall,
        polroles && ARRAY[0::oid, (SELECT oid FROM pg_roles WHERE rolname = current_user)] AS ours
      FROM pg_policy
    )
    SELECT table_.relname FROM pg_class table_ JOIN pg_attribute column_ ON column_.attrelid = table_.oid
    WHERE table_.relkind IN ('r', 'p') AND table_.relnamespace = current_schema()::regnamespace
      AND column_.attname = 'organisation_id' AND NOT column_.attisdropped
      AND table_.relname <> ALL (:outside)
      AND NOT (table_.relrowsecurity AND table_.relforcerowsecurity
        AND coalesce((SELECT bool_and(wall) FROM policy WHERE polrelid = table_.oid AND ours), false))
    ORDER BY 1
    """
)
_GUARDS = text(
    """
    SELECT wanted
    FROM unnest(ARRAY['audit_append', 'audit_events_stay', 'audit_seals_stay', 'forgotten_stay']) wanted
    WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = wanted AND tgenabled IN ('O', 'A')) ORDER BY 1
    """
)


class Server(NamedTuple):
    """The database server, and who we are in it."""

    version: int
    """As PostgreSQL numbers it: 180006 is 18.6."""
    now: datetime
    role: str
    unwalled: bool
    """Whether our role passes through every wall."""
    login: str
    login_unwalled: bool


async def server(session: AsyncSession) -> Server:
    """Give what the server says of itself and of us."""
    connection = await session.connection()
    return Server(*(await connection.execute(_SERVER)).one())


async def revision(session: AsyncSession) -> str | None:
    """Give the migration the schema stands at; None when it was never migrated."""
    connection = await session.connection()
    if (await connection.execute(text("SELECT to_regclass('alembic_version')"))).scalar_one() is None:
        return None
    return (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar_one_or_none()


async def breaches(session: AsyncSession) -> list[str]:
    """Give the tables whose wall and the triggers of the history that are not in force."""
    connection = await session.connection()
    tables = await connection.execute(_WALLS, {"outside": list(OUTSIDE)})
    return [*tables.scalars(), *(await connection.execute(_GUARDS)).scalars()]


async def is_demo(session: AsyncSession) -> bool:
    """Tell whether this database was marked as a demonstration's."""
    return (await session.exec(select(Mark.name).where(Mark.name == _DEMO))).one_or_none() is not None


async def mark_demo(session: AsyncSession, at: datetime) -> None:
    """Mark this database as a demonstration's."""
    await session.exec(insert(Mark).values(name=_DEMO, at=at).on_conflict_do_nothing())
