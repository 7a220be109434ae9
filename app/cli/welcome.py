"""What `utdrag demo` prepares before it serves, and what it tells whoever started it."""

from datetime import timedelta

from app import clock
from app.cli.demo_system import make_system, offer_system
from app.demo.demo import ORGANISATIONS, prepare
from app.office import Office
from app.queries import organisations
from app.vocabulary import Role
from app.workflows.demonstration import mark
from app.workflows.links import new_api_token

LABEL = "demo"
_LIVES = timedelta(days=30)

TEXT = """
Utdrag runs with invented people. Stop it with Ctrl+C; the data stay in {home}.

  Sign in        {url}/auth/login       as any of its people
  Request form   {url}/r/nordstaff/sv   (also /en, /nb, /nn)
  Outbox         {url}/outbox           every letter it would have sent, with the links inside
  API            {url}/openapi.json
  Health         {url}/health/ready
  Mail           smtp://{host}:{smtp}  send to privacy@nordstaff.example from any mail program

Sign in to the API as a handler of Nordstaff (30 days; `utdrag token create` makes more):

  export TOKEN={token}
  curl -s -H "Authorization: Bearer $TOKEN" {url}/api/v1/cases

The whole story, step by step: docs/quickstart.md
"""


async def prepare_demo(office: Office) -> None:
    """Make the demonstration ready: a system of record of its own, two organisations, a few mails.

    Raises NotReady on a database with organisations of its own, and leaves it alone.
    """
    await mark(office, ORGANISATIONS, clock.now())
    await make_system(office.db.url)
    await prepare(office, offer_system(office.db.url), clock.now())


async def welcome(office: Office) -> str:
    """Give the words printed at the start, with a fresh token; earlier ones live on, for who has them set."""
    chosen, at = office.settings, clock.now()
    async with office.db.transaction() as session:
        organisation = await organisations.organisation_by_slug(session, ORGANISATIONS[0])
        token = new_api_token(session, organisation.id, LABEL, Role.LEAD, at, at + _LIVES)
    return TEXT.format(
        home=chosen.home, url=chosen.public_url, host=chosen.host, smtp=chosen.smtp_port, token=token
    )
