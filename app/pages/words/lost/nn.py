"""Nynorsk."""

from app.pages.words.lost.shape import Words

WORDS = Words(
    title="Ny lenkje til saka di",
    lead="Har du mista lenkja til saka di, eller verkar ho ikkje lenger? Oppgi saksnummeret og e-postadressa"
    " di, så sender vi ei ny.",
    reference="Saksnummer",
    reference_hint="Det står i emnefeltet i alle e-postar frå oss, til dømes NS-2026-4F7KQ2.",
    email="E-postadressa di",
    email_hint="Adressa du har gitt oss i saka. Vi sender berre lenkja til adressa vi har.",
    send="Send meg ei ny lenkje",
    otherwise="Om du manglar saksnummer eller e-post",
    otherwise_lead="Har du ikkje gitt oss noka e-postadresse, eller finn du ikkje saksnummeret? Ring, send "
    "e-post eller skriv til oss. Fortel når du sende førespurnaden, så finn vi saka di.",
    errors={
        "reference": "Skriv saksnummeret.",
        "reference_form": "Skriv saksnummeret slik det står i e-postane frå oss, til dømes NS-2026-4F7KQ2.",
        "email": "Skriv e-postadressa di.",
        "email_form": "Skriv e-postadressa som namn@post.example.",
    },
    sent="Sjå i e-posten din",
    sent_lead="Om saksnummeret og e-postadressa høyrer saman, er ei ny lenkje på veg til deg.",
    sent_else="Om det ikkje kjem nokon e-post innan eit kvarter",
    sent_steps=(
        "Sjå i søppelposten.",
        (
            "Kontroller at du skreiv saksnummeret og adressa rett, og be om lenkja på nytt. Vi sender "
            "høgst éi lenkje i timen."
        ),
        "Ring, send e-post eller skriv til oss. Vi kan hjelpe deg òg utan lenkje.",
    ),
    sent_why="For å verne deg svarer vi likt anten saka finst eller ikkje.",
    already="Har du alt sendt ein førespurnad?",
    already_lead="Om du har mista lenkja til saka di, kan vi sende ei ny.",
    ask="Be om ei ny lenkje med saksnummer",
)
