"""What figures over a period need: when cases came, were answered and were closed, each found by its time."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ANSWERS = "received_at, effective_due, legal_due, rights, channel, extension_reason, refusal_ground, trial"
# With all that is counted, so that a long period is read from the index alone and never from the table.
TIMES = {
    "ix_cases_received": "(organisation_id, received_at) INCLUDE (rights, channel, outcome, trial)",
    "ix_cases_answered": f"(organisation_id, answered_at) INCLUDE ({ANSWERS}) WHERE answered_at IS NOT NULL",
    "ix_cases_closed": "(organisation_id, closed_at) INCLUDE (assignee, trial) WHERE closed_at IS NOT NULL",
    "ix_cases_unidentified": "(organisation_id, closed_at) "
    "WHERE outcome = 'identity_not_confirmed' AND answered_at IS NULL",
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    # What follows commits what came before it, so all of this can be done again after it was broken off.
    with op.get_context().autocommit_block():  # nobody waits for them on a system that runs
        for name, what in TIMES.items():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")  # one that was broken off is left invalid
            op.execute(f"CREATE INDEX CONCURRENTLY {name} ON cases {what}")


def downgrade() -> None:
    raise NotImplementedError("An index may stay.")
