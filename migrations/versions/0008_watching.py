"""What watching needs: signs of life, indexes of the figures, and a sealed place for how a task went."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    # What follows commits what came before it, so all of this can be done again after it was broken off.
    op.execute("ALTER TABLE tasks ADD COLUMN IF NOT EXISTS told bytea")
    op.create_table(
        "heartbeats",
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("part"),
        if_not_exists=True,
    )
    op.execute("GRANT SELECT, INSERT, UPDATE ON heartbeats TO utdrag_app")
    with op.get_context().autocommit_block():  # nobody waits for them on a system that runs
        _index("ix_cases_unanswered", "cases (organisation_id, due_at) "
               "WHERE answered_at IS NULL AND state <> 'closed'")
        _index("ix_letters_undelivered", "letters (organisation_id, state, written_at) "
               "WHERE state IN ('queued', 'failed', 'bounced')")


def _index(name: str, what: str) -> None:
    op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")  # one that was broken off is left invalid
    op.execute(f"CREATE INDEX CONCURRENTLY {name} ON {what}")


def downgrade() -> None:
    raise NotImplementedError("The words of owners are not unsealed again.")
