"""Norsk bokmål."""

from app.pages.words.shapes import Choice
from app.pages.words.task.shape import Words
from app.vocabulary import IdentKind, TaskState, Verb

WORDS = Words(
    title={
        Verb.EXPORT: "Hent ut opplysninger fra {system}",
        Verb.RECTIFY: "Rett opplysninger i {system}",
        Verb.ERASE: "Slett opplysninger i {system}",
        Verb.RESTRICT: "Begrens bruken av opplysninger i {system}",
        Verb.SUPPRESS: "Stopp utsendelser fra {system}",
        Verb.NOTIFY: "Opplysninger dere har fått, er endret",
    },
    lead={
        Verb.EXPORT: "En person har bedt om å få vite hvilke opplysninger {organisation} har. Lever alt "
        "systemet inneholder om personen, også notater, meldinger, filer og logger.",
        Verb.RECTIFY: "Opplysninger om en person er feil. {organisation} har bestemt at de skal rettes. "
        "Endre dem i systemet slik det står her.",
        Verb.ERASE: "{organisation} har bestemt at opplysninger om en person skal slettes. Slett det som "
        "står her, og ikke noe annet.",
        Verb.RESTRICT: "Opplysninger om en person skal beholdes, men ingen får bruke dem før dere får "
        "beskjed fra {organisation}.",
        Verb.SUPPRESS: "En person vil ikke ha markedsføring fra {organisation}. Stopp alle utsendelser og "
        "sperr adressen, slik at den ikke blir lagt inn igjen.",
        Verb.NOTIFY: "{organisation} har tidligere utlevert opplysninger til dere. Nå er de rettet, slettet "
        "eller begrenset. Gjør den samme endringen hos dere (personvernforordningen artikkel 19).",
    },
    private="Siden inneholder personopplysninger. Ikke send lenken videre.",
    reference="Saksnummer",
    due="Ferdig senest",
    late="Fristen er ute. Svar så snart du kan, eller skriv hva som hindrer deg.",
    who="Hvem det gjelder",
    who_hint="Søk på alle opplysningene. De er kontrollert.",
    said_hint="Dette har personen selv oppgitt, og vi har ikke kontrollert det. Finner du noe "
    "bare ved hjelp av dette, så skriv det i svaret.",
    idents={
        IdentKind.NAME: "Navn",
        IdentKind.EMAIL: "E-post",
        IdentKind.PHONE: "Telefon",
        IdentKind.BIRTH_DATE: "Fødselsdato",
        IdentKind.NATIONAL_ID: "Fødselsnummer",
        IdentKind.ACCOUNT: "Konto",
    },
    look="Let her",
    look_hint="Gå gjennom listen. Finner du opplysninger flere steder, tar du med dem også.",
    changes="Dette skal endres",
    before="Står nå",
    after="Skal stå",
    erase="Dette skal slettes",
    files="Lever filer",
    files_hint="PDF, bilder, Office-filer, tekst, CSV, JSON, e-post (.eml) og zip. Høyst {size} per fil.",
    choose="Velg én eller flere filer",
    hand_in="Lever",
    sending="Sender {name} ({number} av {count})",
    sent_so_far="Så mye av filen er sendt",
    broken="Forbindelsen ble brutt. Det som alt er levert, er tatt vare på. Trykk på knappen igjen, så "
    "fortsetter vi.",
    handed_in="Levert",
    none_handed_in="Ingenting er levert ennå.",
    done_now={"handed_in": "Filene er levert. Legg til flere, eller svar lenger ned."},
    errors={
        "file": "Velg minst én fil.",
        "type": "{name} er en filtype vi ikke tar imot. Lagre filen som PDF, eller legg den i en zip-fil.",
        "empty": "{name} er tom.",
        "large": "{name} er større enn {size}. Del den opp i flere filer.",
        "all_large": "Filene er til sammen større enn {size}. Lever dem noen om gangen.",
        "choice": "Velg hvordan det gikk.",
        "reason": "Forklar hvorfor, med noen få ord.",
        "reason_long": "Forklaringen er for lang. Skriv høyst {limit} tegn.",
        "no_files": "Lever minst én fil først, eller velg at systemet ikke har noe om personen.",
        "not_now": "Det gikk ikke. Oppgaven kan allerede være avsluttet, eller så venter den ikke på deg "
        "ennå.",
    },
    finish="Svar",
    how="Hvordan gikk det?",
    done={
        Verb.EXPORT: Choice("Ferdig", "Alt systemet har om personen, er levert."),
        Verb.RECTIFY: Choice("Ferdig", "Alt er endret slik det står her."),
        Verb.ERASE: Choice("Ferdig", "Alt som står her, er slettet."),
        Verb.RESTRICT: Choice("Ferdig", "Opplysningene er sperret."),
        Verb.SUPPRESS: Choice("Ferdig", "Utsendelsene er stoppet og adressen sperret."),
        Verb.NOTIFY: Choice("Ferdig", "Vi har gjort den samme endringen hos oss."),
    },
    nothing=Choice("Systemet har ingenting om personen", "Du har lett alle steder uten å finne noe."),
    nothing_reason="Systemet har ingenting om personen.",
    partial=Choice("Bare delvis", "Skriv hva som mangler, og hvorfor."),
    refused=Choice("Det går ikke", "Skriv hvorfor."),
    reason="Forklaring",
    reason_hint="Må fylles ut hvis du svarer «bare delvis» eller «det går ikke». Personen kan få lese det du "
    "skriver.",
    send="Send svaret",
    settled={
        TaskState.DONE: "Takk, oppgaven er ferdig",
        TaskState.PARTIAL: "Takk, du har svart at oppgaven er delvis ferdig",
        TaskState.REFUSED: "Takk, du har svart at det ikke går",
    },
    settled_lead="En saksbehandler tar over. Du trenger ikke å gjøre mer.",
    settled_reason="Forklaringen din",
)
