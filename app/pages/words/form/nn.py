"""Norsk nynorsk."""

from app.pages.words.form.shape import Words
from app.pages.words.shapes import Choice
from app.vocabulary import Right

WORDS = Words(
    title="Personopplysningane dine hos {organisation}",
    lead="Her kan du be oss vise, rette eller slette opplysningane vi har om deg.",
    free="Det kostar ingenting. Du får svar innan éin månad.",
    kinds="Kva vil du at vi skal gjere?",
    kinds_hint="Du kan velje fleire.",
    kind={
        Right.ACCESS: Choice("Vise kva opplysningar de har om meg", "Du får innsyn og ein kopi."),
        Right.RECTIFICATION: Choice(
            "Rette opplysningar som er feil", "Skriv lenger ned kva som er feil, og kva det skal stå."
        ),
        Right.ERASURE: Choice(
            "Slette opplysningar om meg", "Må vi behalde noko, fortel vi kva det er, og kvifor."
        ),
    },
    other=Choice(
        "Noko anna",
        "Til dømes slutte med reklame eller flytte opplysningane dine. Skriv lenger ned kva du ønskjer.",
    ),
    name="Namnet ditt",
    name_hint="Det namnet vi kjenner deg under, til dømes frå ein søknad eller ein jobb.",
    email="E-postadressa di",
    email_hint="Vi svarar hit. Bruk gjerne ei adresse vi allereie har, så går det raskare å stadfeste kven "
    "du er.",
    no_email="Eg har ikkje e-post",
    phone="Telefonnummeret ditt",
    phone_hint="Fyll berre ut om du ikkje har e-post. Då ringjer vi deg. Har du ikkje telefon heller, "
    "skriv du "
    "postadressa di i neste felt.",
    more="Vil du fortelje meir?",
    more_hint="Til dømes når du søkte jobb hos oss, eller kvar du arbeidde.",
    file="Vil du leggje ved ei fil?",
    file_hint="Ein PDF eller eit bilete (JPG eller PNG), høgst {size}. Ikkje send kopi av pass, førarkort "
    "eller legitimasjon.",
    trap="La dette feltet stå tomt",
    send="Send førespurnaden",
    otherwise="Du treng ikkje å bruke skjemaet",
    otherwise_lead="Du kan like gjerne sende e-post, ringje eller skrive brev. Det gjeld like mykje.",
    crowded="Skjemaet tek ikkje imot fleire akkurat no",
    crowded_lead="Det har kome uvanleg mange frå same nettverk. Prøv igjen om litt. Du kan òg sende e-post, "
    "ringje eller skrive brev til oss allereie no. Det gjeld like mykje.",
    crowded_kept="Dette skreiv du. Kopier det, så slepp du å skrive det på nytt.",
    errors={
        "file_type": "Fila kan ikkje takast imot. Vel ein PDF, JPG eller PNG.",
        "file_large": "Fila er for stor. Ho kan vere høgst {size}.",
        "file_empty": "Fila er tom. Vel ei anna, eller send utan fil.",
        "file_again": "Vel fila ein gong til. Ho vart ikkje med då noko anna måtte rettast.",
        "kinds": "Vel kva du vil at vi skal gjere.",
        "name": "Skriv namnet ditt.",
        "email": "Skriv e-postadressa di, eller kryss av for at du ikkje har noka.",
        "email_form": "Skriv e-postadressa som namn@post.example.",
        "phone": "Skriv eit telefonnummer, eller postadressa di i neste felt, slik at vi kan nå deg.",
        "phone_form": "Skriv telefonnummeret med siffer, til dømes 912 34 567.",
        "more": "Skriv kva du vil at vi skal gjere.",
        "name_long": "Namnet er for langt. Skriv høgst {limit} teikn.",
        "email_long": "E-postadressa er for lang. Skriv høgst {limit} teikn.",
        "phone_long": "Telefonnummeret er for langt. Skriv høgst {limit} teikn.",
        "more_long": "Teksten er for lang. Skriv høgst {limit} teikn.",
    },
    received="Vi har fått førespurnaden din",
    received_number="Saksnummeret ditt",
    received_lead="Svarfristen blir rekna frå i dag. Du treng ikkje å gjere meir no.",
    received_next="Kva som skjer no",
    received_steps=(
        "Om vi må kontrollere kven du er, tek vi kontakt.",
        "Vi går gjennom systema våre og gjer det du har bede om.",
        "Du får svaret vårt. Treng vi meir tid, får du vite det, og kvifor, på førehand.",
    ),
    follow="Følg saka di",
    follow_email="Vi sender òg lenkja til e-postadressa di. Har vi skrive dit den siste timen, kjem det "
    "ingen ny e-post.",
    follow_read="Ein saksbehandlar les først det du har skrive. Deretter tek vi kontakt med deg.",
    follow_keep="Ta vare på denne lenkja, slik at du kan følgje saka og hente svaret:",
)
