"""Norsk bokmål."""

from app.pages.words.shared.shape import Words

WORDS = Words(
    name="Bokmål",
    skip="Hopp til innholdet",
    languages="Språk",
    reach="Vil du snakke med en saksbehandler?",
    email="E-post",
    phone="Telefon",
    address="Postadresse",
    website="Nettsted",
    wrong="Feil",
    check="Dette må du se på",
    no_identity_number="Ikke skriv fødselsnummeret ditt. Trenger vi det, spør vi på en trygg måte.",
    knock={"status": "Saken din", "task": "En oppgave til deg"},
    knock_lead={
        "status": "Trykk på knappen, så åpner vi saken din.",
        "task": "Trykk på knappen, så åpner vi oppgaven.",
    },
    knock_open={"status": "Åpne saken min", "task": "Åpne oppgaven"},
    knock_yours="Lenken er personlig. Ikke send den videre.",
    knock_why="Knappen er der fordi noen e-postprogrammer åpner lenker på egen hånd. De skal ikke kunne se "
    "det som står her.",
    gone="Siden kan ikke åpnes",
    gone_lead="Som regel skyldes det noe av dette:",
    gone_why=(
        "Lenken er for gammel, eller den er erstattet av en nyere.",
        "En del av lenken falt bort da den ble kopiert.",
        "Siden har stått åpen lenge uten at du har gjort noe. Da lukker vi den for sikkerhets skyld.",
    ),
    gone_how="Slik kommer du videre",
    gone_steps=(
        "Åpne lenken i den siste e-posten fra oss en gang til.",
        "Hjelper ikke det, kan du svare på e-posten og be om en ny lenke. Oppgi gjerne saksnummeret.",
        "Har du mistet e-posten, kan du be om en ny lenke med saksnummeret ditt, nederst i skjemaet vårt.",
    ),
    renew="Send meg en ny lenke",
    renew_lead="Vi sender den til e-postadressen vi allerede har, høyst én gang i timen.",
    renewed="Se i e-posten din",
    renewed_lead="Hvis lenken hørte til en sak hos oss, har vi sendt en ny til adressen vi har. Kommer det "
    "ikke "
    "noen e-post innen et kvarter, kan du ta kontakt med virksomheten på e-post eller telefon.",
    no_form="Det er ikke noe skjema her",
    no_form_lead="Kontroller at adressen er riktig. Du kan også ta kontakt direkte med virksomheten, på "
    "e-post, telefon eller i brev. En forespørsel gjelder like mye uansett hvordan du sender den.",
    trouble="Det gikk ikke",
    trouble_lead="Noe gikk galt hos oss. Gå tilbake og prøv igjen om litt. Hvis det fortsatt ikke går, kan "
    "du ta kontakt med virksomheten på e-post eller telefon.",
    too_large="Det du sendte, er for stort. Gå tilbake og del det opp, eller gjør teksten kortere.",
    too_often="Det har vært for mange forsøk. Vent litt og prøv igjen.",
    left="Du er logget ut",
    left_lead="Vil du tilbake, kan du åpne lenken i e-posten fra oss igjen.",
    leave="Logg ut",
)
