"""Norsk nynorsk."""

from app.pages.words.shared.shape import Words

WORDS = Words(
    name="Nynorsk",
    skip="Hopp til innhaldet",
    languages="Språk",
    reach="Vil du snakke med ein saksbehandlar?",
    email="E-post",
    phone="Telefon",
    address="Postadresse",
    website="Nettstad",
    wrong="Feil",
    check="Dette må du sjå på",
    no_identity_number="Ikkje skriv fødselsnummeret ditt. Treng vi det, spør vi på ein trygg måte.",
    knock={"status": "Saka di", "task": "Ei oppgåve til deg"},
    knock_lead={
        "status": "Trykk på knappen, så opnar vi saka di.",
        "task": "Trykk på knappen, så opnar vi oppgåva.",
    },
    knock_open={"status": "Opne saka mi", "task": "Opne oppgåva"},
    knock_yours="Lenkja er personleg. Ikkje send ho vidare.",
    knock_why="Knappen er der fordi nokre e-postprogram opnar lenkjer på eiga hand. Dei skal ikkje kunne sjå "
    "det som står her.",
    gone="Sida kan ikkje opnast",
    gone_lead="Som regel kjem det av noko av dette:",
    gone_why=(
        "Lenkja er for gammal, eller ho er erstatta av ei nyare.",
        "Ein del av lenkja fall bort då ho vart kopiert.",
        "Sida har stått open lenge utan at du har gjort noko. Då lukkar vi ho for tryggleiks skuld.",
    ),
    gone_how="Slik kjem du vidare",
    gone_steps=(
        "Opne lenkja i den siste e-posten frå oss ein gong til.",
        "Hjelper ikkje det, kan du svare på e-posten og be om ei ny lenkje. Oppgi gjerne saksnummeret.",
        "Har du mista e-posten, kan du be om ei ny lenkje med saksnummeret ditt, nedst i skjemaet vårt.",
    ),
    renew="Send meg ei ny lenkje",
    renew_lead="Vi sender ho til e-postadressa vi allereie har, høgst éin gong i timen.",
    renewed="Sjå i e-posten din",
    renewed_lead="Om lenkja høyrde til ei sak hos oss, har vi sendt ei ny til adressa vi har. Kjem det ingen "
    "e-post innan eit kvarter, kan du ta kontakt med verksemda på e-post eller telefon.",
    no_form="Det er ikkje noko skjema her",
    no_form_lead="Kontroller at adressa er rett. Du kan òg ta kontakt direkte med verksemda, på e-post, "
    "telefon eller i brev. Ein førespurnad gjeld like mykje same korleis du sender han.",
    trouble="Det gjekk ikkje",
    trouble_lead="Noko gjekk gale hos oss. Gå tilbake og prøv igjen om litt. Om det framleis ikkje går, kan "
    "du ta kontakt med verksemda på e-post eller telefon.",
    too_large="Det du sende, er for stort. Gå tilbake og del det opp, eller gjer teksten kortare.",
    too_often="Det har vore for mange forsøk. Vent litt og prøv igjen.",
    left="Du er logga ut",
    left_lead="Vil du tilbake, kan du opne lenkja i e-posten frå oss igjen.",
    leave="Logg ut",
)
