"""Norsk bokmål."""

from app.pages.words.outbox.shape import Words
from app.vocabulary import LetterState

WORDS = Words(
    title="Utboksen",
    lead="Brevene denne demonstrasjonen har skrevet. Alle mottakere er oppdiktede.",
    none="Ingen brev er skrevet ennå.",
    to="Til",
    sender="Fra",
    written="Skrevet",
    state="Status",
    states={
        LetterState.QUEUED: "Venter",
        LetterState.SENT: "Sendt",
        LetterState.FAILED: "Kunne ikke sendes",
        LetterState.BOUNCED: "Kom i retur",
        LetterState.RECALLED: "Angret",
    },
    as_text="Som tekst",
    as_html="Slik det ser ut i e-postprogrammet",
    back="Alle brev",
)
