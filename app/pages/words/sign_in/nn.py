"""Norsk nynorsk."""

from app.pages.words.sign_in.shape import Notice, Words
from app.vocabulary import Role

WORDS = Words(
    demo="Kven er du i dag?",
    demo_lead="Dette er ein demonstrasjon, og alle er oppdikta. Vel kven du vil logge inn som.",
    roles={
        Role.HANDLER: "Saksbehandlar",
        Role.LEAD: "Teamleiar",
        Role.DPO: "Personvernombod",
        Role.ADMINISTRATOR: "Administrator",
    },
    hints={
        Role.HANDLER: "Arbeider med sakene.",
        Role.LEAD: "Arbeider med sakene, fordeler dei og inviterer kollegaer.",
        Role.DPO: "Følgjer opp sakene og kan arbeide med dei.",
        Role.ADMINISTRATOR: "Stiller inn organisasjonen og inviterer kollegaer. Ser ingen saker.",
    },
    left=Notice(
        title="Du er logga ut her",
        lead="Er det fleire som bruker denne datamaskina? Logg då ut av innloggingstenesta òg.",
        go="Logg inn igjen",
    ),
    over=Notice(
        title="Du har blitt logga ut",
        lead="Sida har stått open lenge utan at du har gjort noko, eller du har vore innlogga ein heil "
        "arbeidsdag. Då loggar vi ut for å vere på den sikre sida.",
        go="Logg inn igjen",
    ),
    stranger=Notice(
        title="Du har ikkje tilgang her",
        lead="Innlogginga verka, men ingen organisasjon her har deg som medlem.",
        steps=(
            "Be ein administrator eller teamleiar invitere e-postadressa du loggar inn med.",
            "Er du alt invitert? Invitasjonen gjeld i 30 dagar. Be om ein ny om han er eldre.",
            "Får du tilgang gjennom ei gruppe i katalogen dykkar? Kontroller at du er med i henne.",
        ),
        go="Logg inn som nokon andre",
    ),
    refused=Notice(
        title="Innlogginga vart avbroten",
        lead="Innloggingstenesta sleppte deg ikkje inn, eller du avbraut sjølv.",
        go="Prøv igjen",
    ),
    stale=Notice(
        title="Innlogginga kunne ikkje fullførast",
        lead="Det tok for lang tid, ho er alt brukt, eller ho vart starta i ein annan nettlesar. "
        "Begynn på nytt her.",
        go="Logg inn",
    ),
    unreachable=Notice(
        title="Innloggingstenesta svarar ikkje som ho skal",
        lead="Vent ei stund og prøv igjen. Om det framleis ikkje går, må den som driftar Utdrag sjå på "
        "koplinga til tenesta.",
        go="Prøv igjen",
    ),
    unset=Notice(
        title="Her kan ingen logge inn enno",
        lead="Inga innloggingsteneste er kopla til Utdrag. Den som driftar systemet, kan gjere det.",
    ),
)
