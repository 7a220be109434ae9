"""What was erased is listed, cases can be held, and organisations' keys can be replaced."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "forgotten",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"]),
        sa.PrimaryKeyConstraint("organisation_id", "number"),
    )
    op.execute("ALTER TABLE forgotten ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE forgotten FORCE ROW LEVEL SECURITY")
    here = "organisation_id = nullif(current_setting('app.organisation', true), '')::uuid"
    op.execute(f"CREATE POLICY forgotten_wall ON forgotten USING ({here}) WITH CHECK ({here})")
    op.execute("GRANT SELECT, INSERT ON forgotten TO utdrag_app")
    op.execute(
        "CREATE TRIGGER forgotten_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON forgotten "
        "FOR EACH STATEMENT EXECUTE FUNCTION history_stays()"
    )
    op.execute("GRANT DELETE ON contacts TO utdrag_app")
    op.add_column("cases", sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))
    for column in ("former", "search_key", "address_key"):
        op.add_column("organisation_keys", sa.Column(column, sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("What was erased stays listed.")
