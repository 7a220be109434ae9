"""Mailboxes over Microsoft Graph: where to read on, and moves to be made; and what a nightly comparison found."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    # With defaults of the database, for processes that do not know the columns yet.
    op.add_column("mail_cursors", sa.Column("link", sa.String(), nullable=False, server_default=""))
    op.add_column("mail_cursors", sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("mail_cursors", sa.Column("missing", sa.Integer(), nullable=False, server_default="0"))
    op.execute("GRANT SELECT (missing) ON mail_cursors TO utdrag_sweep")
    op.create_table(
        "mail_moves",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"]),
        sa.PrimaryKeyConstraint("organisation_id", "mailbox", "folder", "item"),
    )
    op.execute("ALTER TABLE mail_moves ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE mail_moves FORCE ROW LEVEL SECURITY")
    here = "organisation_id = nullif(current_setting('app.organisation', true), '')::uuid"
    op.execute(f"CREATE POLICY mail_moves_wall ON mail_moves USING ({here}) WITH CHECK ({here})")
    op.execute("GRANT SELECT, INSERT, DELETE ON mail_moves TO utdrag_app")


def downgrade() -> None:
    raise NotImplementedError("A way back would forget where the mailboxes stand.")
