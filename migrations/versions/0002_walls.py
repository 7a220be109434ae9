"""Tenant walls, the unprivileged roles, and a history that cannot be rewritten."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WALLED = (
    "organisation_keys", "profiles", "mail_cursors", "messages", "cases", "case_keys", "search_tokens", "pauses",
    "contacts", "verified_attributes", "escalations", "tasks", "findings", "corrections", "extracts", "letters",
    "codes", "idempotency_keys", "notes", "audit_events", "audit_seals",
)  # fmt: skip
OUTSIDE = ("organisations", "inboxes", "credentials")
DELETABLE = ("inboxes", "case_keys", "search_tokens", "findings", "codes", "idempotency_keys", "credentials")
HISTORY = ("audit_events", "audit_seals")

ROLES = """
DO $$
DECLARE role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['utdrag_app', 'utdrag_sweep'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', role_name);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    BEGIN
      -- Since PostgreSQL 16 who makes a role may administer it, but not yet become it.
      EXECUTE format('GRANT %I TO %I', role_name, current_user);
    EXCEPTION WHEN insufficient_privilege THEN NULL;
    END;
  END LOOP;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO utdrag_app, utdrag_sweep', current_schema());
END $$
"""

# The text that is hashed is written down in app/trust/audit.py. The position is drawn under the lock, which a
# seal takes alone: drawn before (as the column's default is), a late one could slip in below a seal.
APPEND = """
CREATE FUNCTION audit_append() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE head cases%ROWTYPE;
BEGIN
  IF position(E'\\x1f' IN NEW.event || NEW.actor_kind || NEW.actor) > 0 THEN
    RAISE EXCEPTION 'No field of an event may hold the separator.' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('audit ' || NEW.organisation_id, 0));
  SELECT * INTO STRICT head FROM cases WHERE id = NEW.case_id FOR UPDATE;
  NEW.position := nextval(pg_get_serial_sequence(TG_RELID::regclass::text, 'position'));
  NEW.sequence := head.chain_sequence + 1;
  NEW.previous := CASE head.chain_sequence WHEN 0 THEN decode(repeat('00', 32), 'hex') ELSE head.chain_hash END;
  NEW.hash := sha256(NEW.previous || convert_to(concat_ws(E'\\x1f',
    NEW.sequence, NEW.case_id,
    to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    NEW.event, NEW.actor_kind || ':' || NEW.actor,
    coalesce(NEW.from_state, ''), coalesce(NEW.to_state, ''), NEW.data::text), 'UTF8'));
  UPDATE cases SET chain_sequence = NEW.sequence, chain_hash = NEW.hash WHERE id = NEW.case_id;
  RETURN NEW;
END $$
"""

REFUSE = """
CREATE FUNCTION history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The history is only ever added to.' USING ERRCODE = 'restrict_violation';
END $$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(ROLES)
    for table in WALLED:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        here = "organisation_id = nullif(current_setting('app.organisation', true), '')::uuid"
        op.execute(f"CREATE POLICY {table}_wall ON {table} USING ({here}) WITH CHECK ({here})")
    for table in (*WALLED, *OUTSIDE):
        verbs = "SELECT, INSERT" if table in HISTORY else "SELECT, INSERT, UPDATE"
        op.execute(f"GRANT {verbs} ON {table} TO utdrag_app")
    for table in DELETABLE:
        op.execute(f"GRANT DELETE ON {table} TO utdrag_app")
    op.execute("GRANT SELECT ON alembic_version TO utdrag_app")  # so that `utdrag doctor` sees where it stands
    op.execute("GRANT USAGE ON SEQUENCE audit_events_position_seq TO utdrag_app")
    op.execute("GRANT SELECT (id, organisation_id, escalate_at) ON cases TO utdrag_sweep")
    op.execute("GRANT SELECT (id, organisation_id, expires_at, purged_at) ON extracts TO utdrag_sweep")
    op.execute("GRANT SELECT (organisation_id, failing_since) ON mail_cursors TO utdrag_sweep")
    op.execute("GRANT SELECT (organisation_id, state) ON tasks TO utdrag_sweep")
    for table in ("cases", "extracts", "mail_cursors", "tasks"):
        op.execute(f"CREATE POLICY {table}_sweep ON {table} FOR SELECT TO utdrag_sweep USING (true)")
    op.execute(APPEND)
    op.execute(
        "CREATE TRIGGER audit_append BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION audit_append()"
    )
    op.execute(REFUSE)
    for table in HISTORY:
        op.execute(
            f"CREATE TRIGGER {table}_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION history_stays()"
        )


def downgrade() -> None:
    raise NotImplementedError("Walls are not taken down.")
