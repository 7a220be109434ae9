"""A job whose worker died under it counts that as a try."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(
        """
        CREATE FUNCTION count_lost_worker() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW.attempts := OLD.attempts + 1;
            RETURN NEW;
        END $$
        """
    )
    # PgQueuer counts a try when a job is put back. One that takes its worker down is never put back: it would
    # be taken up for ever, by one worker after the other.
    op.execute(
        """
        CREATE TRIGGER tg_count_lost_worker BEFORE UPDATE ON pgqueuer FOR EACH ROW
        WHEN (OLD.status = 'picked' AND NEW.status = 'picked'
              AND NEW.queue_manager_id IS DISTINCT FROM OLD.queue_manager_id)
        EXECUTE FUNCTION count_lost_worker()
        """
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TRIGGER tg_count_lost_worker ON pgqueuer")
    op.execute("DROP FUNCTION count_lost_worker()")
