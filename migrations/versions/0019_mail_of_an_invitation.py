"""What became of the mail that tells a member of their invitation."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("ALTER TABLE members ADD COLUMN mail varchar(64), ADD COLUMN mailed_at timestamptz")


def downgrade() -> None:
    op.execute("ALTER TABLE members DROP COLUMN mail, DROP COLUMN mailed_at")
