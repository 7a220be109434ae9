"""Allowances: what was used lately from one network or for one address, behind the walls."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_HERE = "organisation_id = nullif(current_setting('app.organisation', true), '')::uuid"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "allowances",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("full_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"]),
        sa.PrimaryKeyConstraint("organisation_id", "key"),
    )
    op.create_index("ix_allowances_full_at", "allowances", ["full_at"])
    op.execute("ALTER TABLE allowances ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE allowances FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY allowances_wall ON allowances USING ({_HERE}) WITH CHECK ({_HERE})")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON allowances TO utdrag_app")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("allowances")
