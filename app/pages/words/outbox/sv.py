"""Svenska."""

from app.pages.words.outbox.shape import Words
from app.vocabulary import LetterState

WORDS = Words(
    title="Utkorgen",
    lead="Breven som den här demonstrationen har skrivit. Alla mottagare är påhittade.",
    none="Inget brev har skrivits än.",
    to="Till",
    sender="Från",
    written="Skrivet",
    state="Status",
    states={
        LetterState.QUEUED: "Väntar",
        LetterState.SENT: "Skickat",
        LetterState.FAILED: "Gick inte att skicka",
        LetterState.BOUNCED: "Kom tillbaka",
        LetterState.RECALLED: "Ångrat",
    },
    as_text="Som text",
    as_html="Som det ser ut i e-postprogrammet",
    back="Alla brev",
)
