"""Norsk nynorsk."""

from app.pages.words.outbox.shape import Words
from app.vocabulary import LetterState

WORDS = Words(
    title="Utboksen",
    lead="Breva denne demonstrasjonen har skrive. Alle mottakarar er oppdikta.",
    none="Ingen brev er skrivne enno.",
    to="Til",
    sender="Frå",
    written="Skrive",
    state="Status",
    states={
        LetterState.QUEUED: "Ventar",
        LetterState.SENT: "Sendt",
        LetterState.FAILED: "Kunne ikkje sendast",
        LetterState.BOUNCED: "Kom i retur",
        LetterState.RECALLED: "Angra",
    },
    as_text="Som tekst",
    as_html="Slik det ser ut i e-postprogrammet",
    back="Alle brev",
)
