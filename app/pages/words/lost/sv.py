"""Svenska."""

from app.pages.words.lost.shape import Words

WORDS = Words(
    title="Ny länk till ditt ärende",
    lead="Har du tappat bort länken till ditt ärende, eller fungerar den inte längre? Ange ärendenumret och "
    "din e-postadress, så skickar vi en ny.",
    reference="Ärendenummer",
    reference_hint="Det står i ämnesraden i alla mejl från oss, till exempel NS-2026-4F7KQ2.",
    email="Din e-postadress",
    email_hint="Den adress du har gett oss i ärendet. Vi skickar bara länken till den adress vi har.",
    send="Skicka en ny länk till mig",
    otherwise="Om du saknar ärendenummer eller e-post",
    otherwise_lead="Har du inte gett oss någon e-postadress, eller hittar du inte ärendenumret? Ring, mejla "
    "eller skriv till oss. Berätta när du lämnade din begäran, så hittar vi ditt ärende.",
    errors={
        "reference": "Skriv ärendenumret.",
        "reference_form": "Skriv ärendenumret som det står i mejlen från oss, till exempel NS-2026-4F7KQ2.",
        "email": "Skriv din e-postadress.",
        "email_form": "Skriv e-postadressen som namn@post.example.",
    },
    sent="Titta i din e-post",
    sent_lead="Om ärendenumret och e-postadressen hör ihop är en ny länk på väg till dig.",
    sent_else="Om inget mejl kommer inom en kvart",
    sent_steps=(
        "Titta i skräpposten.",
        (
            "Kontrollera att du skrev ärendenumret och adressen rätt och be om länken igen. Vi skickar "
            "högst en länk i timmen."
        ),
        "Ring, mejla eller skriv till oss. Vi kan hjälpa dig även utan länk.",
    ),
    sent_why="För att skydda dig svarar vi likadant oavsett om ärendet finns eller inte.",
    already="Har du redan lämnat en begäran?",
    already_lead="Om du har tappat bort länken till ditt ärende kan vi skicka en ny.",
    ask="Be om en ny länk med ärendenummer",
)
