"""Messages tell what is in them: files, authentication, a name, a scan, and what must soon be forgotten."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_messages_name", "(organisation_id, name_key) WHERE name_key IS NOT NULL"),
    ("ix_messages_forget", "(forget_at) WHERE forget_at IS NOT NULL"),
    ("ix_messages_unscanned", "(stored_at) WHERE scan = 'unscanned'"),
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(
        "ALTER TABLE messages ADD COLUMN IF NOT EXISTS details bytea, ADD COLUMN IF NOT EXISTS name_key bytea, "
        "ADD COLUMN IF NOT EXISTS scan varchar(64), ADD COLUMN IF NOT EXISTS forget_at timestamptz"
    )
    # Mail keeps coming in meanwhile. Outside the transaction, so whatever stands above may be done twice.
    with op.get_context().autocommit_block():
        for name, what in INDEXES:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            op.execute(f"CREATE INDEX CONCURRENTLY {name} ON messages {what}")


def downgrade() -> None:
    raise NotImplementedError("What was read of messages is not thrown away.")
