"""What the work list needs: a mark on what looks like a robot's, and an index of each of its parts."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

PARTS = {
    "ix_cases_due_unanswered": "INCLUDE (due_at) WHERE answered_at IS NULL AND state <> 'closed'",
    "ix_cases_unassigned": "WHERE assignee IS NULL AND state <> 'closed'",
    "ix_cases_waiting": "WHERE state IN ('verifying', 'clarifying')",
    "ix_cases_suspect": "WHERE suspect AND state <> 'closed'",
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    # What follows commits what came before it, so all of this can be done again after it was broken off.
    op.add_column(
        "cases", sa.Column("suspect", sa.Boolean(), server_default="false", nullable=False), if_not_exists=True
    )
    with op.get_context().autocommit_block():  # nobody waits for them on a system that runs
        for name, part in PARTS.items():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")  # one that was broken off is left invalid
            op.execute(
                f"CREATE INDEX CONCURRENTLY {name} ON cases (organisation_id, effective_due, id) {part}"
            )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_cases_unanswered")  # the first one serves as well


def downgrade() -> None:
    raise NotImplementedError("What was marked stays marked.")
