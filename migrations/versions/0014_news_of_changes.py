"""News of changes: the history and the places of messages tell of themselves at the commit, with ids alone."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

FUNCTIONS = (
    """
    CREATE FUNCTION event_told() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify('utdrag_live', json_build_array(NEW.organisation_id, 'case', NEW.position)::text);
      RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION message_told() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify('utdrag_live', json_build_array(NEW.organisation_id, 'message', NEW.id, NEW.state)::text);
      RETURN NULL;
    END $$
    """,
)
TRIGGERS = (
    "CREATE TRIGGER audit_events_told AFTER INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION event_told()",
    "CREATE TRIGGER messages_told AFTER UPDATE OF state ON messages "
    "FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION message_told()",
    "CREATE TRIGGER messages_placed AFTER INSERT ON messages "
    "FOR EACH ROW WHEN (NEW.state IN ('triage', 'quarantine')) EXECUTE FUNCTION message_told()",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for statement in (*FUNCTIONS, *TRIGGERS):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("Whoever looks on would be told nothing.")
