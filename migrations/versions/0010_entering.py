"""Entering an organisation, and seeing whether a case stands as it stood; each in one statement, behind the walls."""

from alembic import op

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None

# Functions of the caller's own rights, in a language that is never merged into the statement around it: what
# is read inside is read after the setting was made, under the caller's role and its walls.
ENTER = """
CREATE FUNCTION enter_organisation(here uuid)
RETURNS TABLE (entered uuid, wrapped bytea, former bytea, search_key bytea, address_key bytea, version int)
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.organisation', here::text, true);
  RETURN QUERY
    SELECT here, ours.wrapped, ours.former, ours.search_key, ours.address_key, applied.version
    FROM organisation_keys ours JOIN profiles applied ON applied.organisation_id = ours.organisation_id
    WHERE ours.organisation_id = here ORDER BY applied.version DESC LIMIT 1;
END $$
"""

# A row's xmin is another after every change of it, so the list is another after any row came, changed or went.
# Events are only ever added, and each addition changes the case. Without its key there is no case to see.
STANDS = """
CREATE FUNCTION case_as_it_stands(here uuid, of_case uuid)
RETURNS TABLE (wrapped bytea, stands text)
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY
    SELECT key.wrapped, concat_ws(' ', key.xmin, cases.xmin, (
      SELECT string_agg(hung.seen, ' ' ORDER BY hung.seen) FROM (
        SELECT xmin::text FROM pauses WHERE case_id = of_case AND organisation_id = here
        UNION ALL SELECT xmin::text FROM contacts WHERE case_id = of_case AND organisation_id = here
        UNION ALL SELECT xmin::text FROM verified_attributes WHERE case_id = of_case AND organisation_id = here
        UNION ALL SELECT xmin::text FROM corrections WHERE case_id = of_case AND organisation_id = here
        UNION ALL SELECT xmin::text FROM extracts WHERE case_id = of_case AND organisation_id = here
        UNION ALL SELECT xmin::text FROM letters WHERE case_id = of_case AND organisation_id = here
        UNION ALL SELECT xmin::text FROM messages WHERE case_id = of_case AND organisation_id = here
        UNION ALL SELECT xmin::text FROM notes WHERE case_id = of_case AND organisation_id = here
      ) AS hung (seen)))
    FROM cases JOIN case_keys key ON key.case_id = cases.id
    WHERE cases.id = of_case AND cases.organisation_id = here;
END $$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(ENTER)
    op.execute(STANDS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP FUNCTION case_as_it_stands(uuid, uuid)")
    op.execute("DROP FUNCTION enter_organisation(uuid)")
