"""Norsk bokmål."""

from app.pages.words.form.shape import Words
from app.pages.words.shapes import Choice
from app.vocabulary import Right

WORDS = Words(
    title="Personopplysningene dine hos {organisation}",
    lead="Her kan du be oss vise, rette eller slette opplysningene vi har om deg.",
    free="Det koster ingenting. Du får svar innen én måned.",
    kinds="Hva vil du at vi skal gjøre?",
    kinds_hint="Du kan velge flere.",
    kind={
        Right.ACCESS: Choice("Vise hvilke opplysninger dere har om meg", "Du får innsyn og en kopi."),
        Right.RECTIFICATION: Choice(
            "Rette opplysninger som er feil", "Skriv lenger ned hva som er feil, og hva det skal stå."
        ),
        Right.ERASURE: Choice(
            "Slette opplysninger om meg", "Må vi beholde noe, forteller vi hva det er, og hvorfor."
        ),
    },
    other=Choice(
        "Noe annet",
        "For eksempel slutte med reklame eller flytte opplysningene dine. Skriv lenger ned hva du ønsker.",
    ),
    name="Navnet ditt",
    name_hint="Det navnet vi kjenner deg under, for eksempel fra en søknad eller en jobb.",
    email="E-postadressen din",
    email_hint="Vi svarer hit. Bruk gjerne en adresse vi allerede har, så går det raskere å bekrefte hvem du "
    "er.",
    no_email="Jeg har ikke e-post",
    phone="Telefonnummeret ditt",
    phone_hint="Fyll bare ut hvis du ikke har e-post. Da ringer vi deg. Har du ikke telefon heller, "
    "skriver du "
    "postadressen din i neste felt.",
    more="Vil du fortelle mer?",
    more_hint="For eksempel når du søkte jobb hos oss, eller hvor du arbeidet.",
    file="Vil du legge ved en fil?",
    file_hint="En PDF eller et bilde (JPG eller PNG), høyst {size}. Ikke send kopi av pass, førerkort eller "
    "legitimasjon.",
    trap="La dette feltet stå tomt",
    send="Send forespørselen",
    otherwise="Du trenger ikke å bruke skjemaet",
    otherwise_lead="Du kan like gjerne sende e-post, ringe eller skrive brev. Det gjelder like mye.",
    crowded="Skjemaet tar ikke imot flere akkurat nå",
    crowded_lead="Det har kommet uvanlig mange fra samme nettverk. Prøv igjen om litt. Du kan også sende "
    "e-post, ringe eller skrive brev til oss allerede nå. Det gjelder like mye.",
    crowded_kept="Dette skrev du. Kopier det, så slipper du å skrive det på nytt.",
    errors={
        "file_type": "Filen kan ikke tas imot. Velg en PDF, JPG eller PNG.",
        "file_large": "Filen er for stor. Den kan være høyst {size}.",
        "file_empty": "Filen er tom. Velg en annen, eller send uten fil.",
        "file_again": "Velg filen en gang til. Den ble ikke med da noe annet måtte rettes.",
        "kinds": "Velg hva du vil at vi skal gjøre.",
        "name": "Skriv navnet ditt.",
        "email": "Skriv e-postadressen din, eller kryss av for at du ikke har noen.",
        "email_form": "Skriv e-postadressen som navn@post.example.",
        "phone": "Skriv et telefonnummer, eller postadressen din i neste felt, slik at vi kan nå deg.",
        "phone_form": "Skriv telefonnummeret med sifre, for eksempel 912 34 567.",
        "more": "Skriv hva du vil at vi skal gjøre.",
        "name_long": "Navnet er for langt. Skriv høyst {limit} tegn.",
        "email_long": "E-postadressen er for lang. Skriv høyst {limit} tegn.",
        "phone_long": "Telefonnummeret er for langt. Skriv høyst {limit} tegn.",
        "more_long": "Teksten er for lang. Skriv høyst {limit} tegn.",
    },
    received="Vi har mottatt forespørselen din",
    received_number="Saksnummeret ditt",
    received_lead="Svarfristen regnes fra i dag. Du trenger ikke å gjøre mer nå.",
    received_next="Hva som skjer nå",
    received_steps=(
        "Hvis vi må kontrollere hvem du er, tar vi kontakt.",
        "Vi går gjennom systemene våre og gjør det du har bedt om.",
        "Du får svaret vårt. Trenger vi mer tid, får du vite det, og hvorfor, på forhånd.",
    ),
    follow="Følg saken din",
    follow_email="Vi sender også lenken til e-postadressen din. Har vi skrevet dit den siste timen, kommer "
    "det ingen ny e-post.",
    follow_read="En saksbehandler leser først det du har skrevet. Deretter tar vi kontakt med deg.",
    follow_keep="Ta vare på denne lenken, slik at du kan følge saken og hente svaret:",
)
