"""Bokmål."""

from app.pages.words.lost.shape import Words

WORDS = Words(
    title="Ny lenke til saken din",
    lead="Har du mistet lenken til saken din, eller virker den ikke lenger? Oppgi saksnummeret og "
    "e-postadressen din, så sender vi en ny.",
    reference="Saksnummer",
    reference_hint="Det står i emnefeltet i alle e-poster fra oss, for eksempel NS-2026-4F7KQ2.",
    email="E-postadressen din",
    email_hint="Adressen du har gitt oss i saken. Vi sender bare lenken til adressen vi har.",
    send="Send meg en ny lenke",
    otherwise="Hvis du mangler saksnummer eller e-post",
    otherwise_lead="Har du ikke gitt oss noen e-postadresse, eller finner du ikke saksnummeret? Ring, send "
    "e-post eller skriv til oss. Fortell når du sendte forespørselen, så finner vi saken din.",
    errors={
        "reference": "Skriv saksnummeret.",
        "reference_form": "Skriv saksnummeret slik det står i e-postene fra oss, for eksempel "
        "NS-2026-4F7KQ2.",
        "email": "Skriv e-postadressen din.",
        "email_form": "Skriv e-postadressen som navn@post.example.",
    },
    sent="Se i e-posten din",
    sent_lead="Hvis saksnummeret og e-postadressen hører sammen, er en ny lenke på vei til deg.",
    sent_else="Hvis det ikke kommer noen e-post innen et kvarter",
    sent_steps=(
        "Se i søppelposten.",
        (
            "Kontroller at du skrev saksnummeret og adressen riktig, og be om lenken på nytt. Vi "
            "sender høyst én lenke i timen."
        ),
        "Ring, send e-post eller skriv til oss. Vi kan hjelpe deg også uten lenke.",
    ),
    sent_why="For å beskytte deg svarer vi likt enten saken finnes eller ikke.",
    already="Har du allerede sendt en forespørsel?",
    already_lead="Hvis du har mistet lenken til saken din, kan vi sende en ny.",
    ask="Be om en ny lenke med saksnummer",
)
