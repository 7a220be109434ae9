"""Norsk bokmål."""

from app.pages.words.sign_in.shape import Notice, Words
from app.vocabulary import Role

WORDS = Words(
    demo="Hvem er du i dag?",
    demo_lead="Dette er en demonstrasjon, og alle er oppdiktede. Velg hvem du vil logge inn som.",
    roles={
        Role.HANDLER: "Saksbehandler",
        Role.LEAD: "Teamleder",
        Role.DPO: "Personvernombud",
        Role.ADMINISTRATOR: "Administrator",
    },
    hints={
        Role.HANDLER: "Arbeider med sakene.",
        Role.LEAD: "Arbeider med sakene, fordeler dem og inviterer kolleger.",
        Role.DPO: "Følger opp sakene og kan arbeide med dem.",
        Role.ADMINISTRATOR: "Stiller inn organisasjonen og inviterer kolleger. Ser ingen saker.",
    },
    left=Notice(
        title="Du er logget ut her",
        lead="Er det flere som bruker denne datamaskinen? Logg da ut av innloggingstjenesten også.",
        go="Logg inn igjen",
    ),
    over=Notice(
        title="Du er blitt logget ut",
        lead="Siden har stått åpen lenge uten at du har gjort noe, eller du har vært innlogget en hel "
        "arbeidsdag. Da logger vi ut for sikkerhets skyld.",
        go="Logg inn igjen",
    ),
    stranger=Notice(
        title="Du har ikke tilgang her",
        lead="Innloggingen virket, men ingen organisasjon her har deg som medlem.",
        steps=(
            "Be en administrator eller teamleder invitere e-postadressen du logger inn med.",
            "Er du allerede invitert? Invitasjonen gjelder i 30 dager. Be om en ny hvis den er eldre.",
            "Får du tilgang gjennom en gruppe i katalogen deres? Kontroller at du er med i den.",
        ),
        go="Logg inn som noen andre",
    ),
    refused=Notice(
        title="Innloggingen ble avbrutt",
        lead="Innloggingstjenesten slapp deg ikke inn, eller du avbrøt selv.",
        go="Prøv igjen",
    ),
    stale=Notice(
        title="Innloggingen kunne ikke fullføres",
        lead="Det tok for lang tid, den er allerede brukt, eller den ble startet i en annen nettleser. "
        "Begynn på nytt her.",
        go="Logg inn",
    ),
    unreachable=Notice(
        title="Innloggingstjenesten svarer ikke som den skal",
        lead="Vent en stund og prøv igjen. Hvis det fortsatt ikke går, må den som drifter Utdrag se på "
        "koblingen til tjenesten.",
        go="Prøv igjen",
    ),
    unset=Notice(
        title="Her kan ingen logge inn ennå",
        lead="Ingen innloggingstjeneste er koblet til Utdrag. Den som drifter systemet, kan gjøre det.",
    ),
)
