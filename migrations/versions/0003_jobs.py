"""The tables of the job queue, as PgQueuer 1.6 declares them."""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    sql = (Path(__file__).parent / "0003_pgqueuer_1_6.sql").read_text()
    for statement in sql.split("\n-- next\n"):
        op.execute(statement)
    for table in TABLES:
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO utdrag_app")
    op.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO utdrag_app")


def downgrade() -> None:
    raise NotImplementedError("The queue is emptied by the worker, not by a migration.")
