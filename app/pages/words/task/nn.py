"""Norsk nynorsk."""

from app.pages.words.shapes import Choice
from app.pages.words.task.shape import Words
from app.vocabulary import IdentKind, TaskState, Verb

WORDS = Words(
    title={
        Verb.EXPORT: "Hent ut opplysningar frå {system}",
        Verb.RECTIFY: "Rett opplysningar i {system}",
        Verb.ERASE: "Slett opplysningar i {system}",
        Verb.RESTRICT: "Avgrens bruken av opplysningar i {system}",
        Verb.SUPPRESS: "Stopp utsendingar frå {system}",
        Verb.NOTIFY: "Opplysningar de har fått, er endra",
    },
    lead={
        Verb.EXPORT: "Ein person har bede om å få vite kva opplysningar {organisation} har. Lever alt "
        "systemet inneheld om personen, òg notat, meldingar, filer og loggar.",
        Verb.RECTIFY: "Opplysningar om ein person er feil. {organisation} har bestemt at dei skal rettast. "
        "Endre dei i systemet slik det står her.",
        Verb.ERASE: "{organisation} har bestemt at opplysningar om ein person skal slettast. Slett det som "
        "står her, og ikkje noko anna.",
        Verb.RESTRICT: "Opplysningar om ein person skal vere att, men ingen får bruke dei før de får beskjed "
        "frå {organisation}.",
        Verb.SUPPRESS: "Ein person vil ikkje ha marknadsføring frå {organisation}. Stopp alle utsendingar og "
        "sperr adressa, slik at ho ikkje blir lagd inn igjen.",
        Verb.NOTIFY: "{organisation} har tidlegare utlevert opplysningar til dykk. No er dei retta, sletta "
        "eller avgrensa. Gjer den same endringa hos dykk (personvernforordninga artikkel 19).",
    },
    private="Sida inneheld personopplysningar. Ikkje send lenkja vidare.",
    reference="Saksnummer",
    due="Ferdig seinast",
    late="Fristen er ute. Svar så snart du kan, eller skriv kva som hindrar deg.",
    who="Kven det gjeld",
    who_hint="Søk på alle opplysningane. Dei er kontrollerte.",
    said_hint="Dette har personen sjølv oppgitt, og vi har ikkje kontrollert det. Finn du noko "
    "berre ved hjelp av dette, så skriv det i svaret.",
    idents={
        IdentKind.NAME: "Namn",
        IdentKind.EMAIL: "E-post",
        IdentKind.PHONE: "Telefon",
        IdentKind.BIRTH_DATE: "Fødselsdato",
        IdentKind.NATIONAL_ID: "Fødselsnummer",
        IdentKind.ACCOUNT: "Konto",
    },
    look="Leit her",
    look_hint="Gå gjennom lista. Finn du opplysningar fleire stader, tek du med dei òg.",
    changes="Dette skal endrast",
    before="Står no",
    after="Skal stå",
    erase="Dette skal slettast",
    files="Lever filer",
    files_hint="PDF, bilete, Office-filer, tekst, CSV, JSON, e-post (.eml) og zip. Høgst {size} per fil.",
    choose="Vel éi eller fleire filer",
    hand_in="Lever",
    sending="Sender {name} ({number} av {count})",
    sent_so_far="Så mykje av fila er send",
    broken="Sambandet vart brote. Det som alt er levert, er teke vare på. Trykk på knappen igjen, så held "
    "vi fram.",
    handed_in="Levert",
    none_handed_in="Ingenting er levert enno.",
    done_now={"handed_in": "Filene er leverte. Legg til fleire, eller svar lenger ned."},
    errors={
        "file": "Vel minst éi fil.",
        "type": "{name} er ein filtype vi ikkje tek imot. Lagre fila som PDF, eller legg ho i ei zip-fil.",
        "empty": "{name} er tom.",
        "large": "{name} er større enn {size}. Del ho opp i fleire filer.",
        "all_large": "Filene er til saman større enn {size}. Lever dei nokre om gongen.",
        "choice": "Vel korleis det gjekk.",
        "reason": "Forklar kvifor, med nokre få ord.",
        "reason_long": "Forklaringa er for lang. Skriv høgst {limit} teikn.",
        "no_files": "Lever minst éi fil først, eller vel at systemet ikkje har noko om personen.",
        "not_now": "Det gjekk ikkje. Oppgåva kan allereie vere avslutta, eller så ventar ho ikkje på deg "
        "enno.",
    },
    finish="Svar",
    how="Korleis gjekk det?",
    done={
        Verb.EXPORT: Choice("Ferdig", "Alt systemet har om personen, er levert."),
        Verb.RECTIFY: Choice("Ferdig", "Alt er endra slik det står her."),
        Verb.ERASE: Choice("Ferdig", "Alt som står her, er sletta."),
        Verb.RESTRICT: Choice("Ferdig", "Opplysningane er sperra."),
        Verb.SUPPRESS: Choice("Ferdig", "Utsendingane er stoppa og adressa sperra."),
        Verb.NOTIFY: Choice("Ferdig", "Vi har gjort den same endringa hos oss."),
    },
    nothing=Choice("Systemet har ingenting om personen", "Du har leita alle stader utan å finne noko."),
    nothing_reason="Systemet har ingenting om personen.",
    partial=Choice("Berre delvis", "Skriv kva som manglar, og kvifor."),
    refused=Choice("Det går ikkje", "Skriv kvifor."),
    reason="Forklaring",
    reason_hint="Må fyllast ut om du svarar «berre delvis» eller «det går ikkje». Personen kan få lese det "
    "du skriv.",
    send="Send svaret",
    settled={
        TaskState.DONE: "Takk, oppgåva er ferdig",
        TaskState.PARTIAL: "Takk, du har svart at oppgåva er delvis ferdig",
        TaskState.REFUSED: "Takk, du har svart at det ikkje går",
    },
    settled_lead="Ein saksbehandlar tek over. Du treng ikkje å gjere meir.",
    settled_reason="Forklaringa di",
)
