"""Members of organisations, their sign-ins and sessions, and the mark of a demonstration."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("by_group", sa.Boolean(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=False),
        sa.Column("subject_token", sa.LargeBinary(), nullable=True),
        sa.Column("email_token", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(length=64), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_members_label", "members", ["organisation_id", "label"], unique=True)
    op.create_index("ix_members_subject", "members", ["organisation_id", "subject_token"], unique=True)
    op.create_index("ix_members_email", "members", ["organisation_id", "email_token"])
    op.create_table(
        "sign_ins",
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("browser", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("verifier", sa.String(), nullable=False),
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("state"),
    )
    op.create_index("ix_sign_ins_expires_at", "sign_ins", ["expires_at"])
    op.create_table(
        "sessions",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=64), nullable=True),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("provider_session", sa.LargeBinary(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"]),
        sa.PrimaryKeyConstraint("hash", "organisation_id"),
    )
    op.create_index("ix_sessions_chosen", "sessions", ["hash"], unique=True, postgresql_where=sa.text("chosen"))
    op.create_index("ix_sessions_member_id", "sessions", ["member_id"])
    op.create_index("ix_sessions_provider", "sessions", ["provider_session"])
    op.create_table(
        "marks",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    here = "organisation_id = nullif(current_setting('app.organisation', true), '')::uuid"
    op.execute("ALTER TABLE members ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE members FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY members_wall ON members USING ({here}) WITH CHECK ({here})")
    op.execute("GRANT SELECT, INSERT, UPDATE ON members TO utdrag_app")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO utdrag_app")
    op.execute("GRANT SELECT, INSERT, DELETE ON sign_ins TO utdrag_app")
    op.execute("GRANT SELECT, INSERT ON marks TO utdrag_app")


def downgrade() -> None:
    raise NotImplementedError("Who may sign in is not forgotten by the way.")
