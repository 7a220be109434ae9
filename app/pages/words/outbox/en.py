"""English."""

from app.pages.words.outbox.shape import Words
from app.vocabulary import LetterState

WORDS = Words(
    title="The outbox",
    lead="The letters this demonstration has written. Every recipient is invented.",
    none="No letter has been written yet.",
    to="To",
    sender="From",
    written="Written",
    state="State",
    states={
        LetterState.QUEUED: "Waiting",
        LetterState.SENT: "Sent",
        LetterState.FAILED: "Could not be sent",
        LetterState.BOUNCED: "Came back",
        LetterState.RECALLED: "Taken back",
    },
    as_text="As text",
    as_html="As it looks in a mail program",
    back="All letters",
)
