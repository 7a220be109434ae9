"""Svenska."""

from app.pages.words.form.shape import Words
from app.pages.words.shapes import Choice
from app.vocabulary import Right

WORDS = Words(
    title="Dina personuppgifter hos {organisation}",
    lead="Här kan du be oss visa, rätta eller radera de uppgifter vi har om dig.",
    free="Det kostar ingenting. Du får svar inom en månad.",
    kinds="Vad vill du att vi ska göra?",
    kinds_hint="Du kan välja flera.",
    kind={
        Right.ACCESS: Choice("Visa vilka uppgifter ni har om mig", "Du får ett registerutdrag."),
        Right.RECTIFICATION: Choice(
            "Rätta uppgifter som är fel", "Skriv längre ner vad som är fel och vad det ska stå."
        ),
        Right.ERASURE: Choice(
            "Radera uppgifter om mig", "Om vi måste behålla något talar vi om vad och varför."
        ),
    },
    other=Choice(
        "Något annat",
        "Till exempel sluta med reklam eller flytta dina uppgifter. Skriv längre ner vad du vill.",
    ),
    name="Ditt namn",
    name_hint="Det namn vi känner dig under, till exempel från en ansökan eller en anställning.",
    email="Din e-postadress",
    email_hint="Vi svarar hit. Ange gärna en adress som vi redan har, så går det fortare att bekräfta vem du "
    "är.",
    no_email="Jag har ingen e-post",
    phone="Ditt telefonnummer",
    phone_hint="Fyll bara i om du inte har e-post. Då ringer vi dig. Har du ingen telefon heller skriver "
    "du din "
    "postadress i nästa fält.",
    more="Vill du berätta mer?",
    more_hint="Till exempel när du sökte jobb hos oss eller var du arbetade.",
    file="Vill du skicka med en fil?",
    file_hint="En PDF eller en bild (JPG eller PNG), högst {size}. Skicka ingen kopia av ditt pass, körkort "
    "eller legitimation.",
    trap="Lämna det här fältet tomt",
    send="Skicka begäran",
    otherwise="Du behöver inte använda formuläret",
    otherwise_lead="Du kan lika gärna mejla, ringa eller skriva brev. Det gäller lika mycket.",
    crowded="Formuläret tar inte emot fler just nu",
    crowded_lead="Det har kommit ovanligt många från samma nätverk. Försök igen om en stund. Du kan också "
    "mejla, ringa eller skriva brev till oss redan nu. Det gäller lika mycket.",
    crowded_kept="Det här skrev du. Kopiera det, så slipper du skriva det igen.",
    errors={
        "file_type": "Filen går inte att ta emot. Välj en PDF, JPG eller PNG.",
        "file_large": "Filen är för stor. Den får vara högst {size}.",
        "file_empty": "Filen är tom. Välj en annan, eller skicka utan fil.",
        "file_again": "Välj filen en gång till. Den följde inte med när något annat behövde rättas.",
        "kinds": "Välj vad du vill att vi ska göra.",
        "name": "Skriv ditt namn.",
        "email": "Skriv din e-postadress, eller kryssa i att du inte har någon.",
        "email_form": "Skriv e-postadressen som namn@post.example.",
        "phone": "Skriv ett telefonnummer, eller din postadress i nästa fält, så att vi kan nå dig.",
        "phone_form": "Skriv telefonnumret med siffror, till exempel 070-123 45 67.",
        "more": "Skriv vad du vill att vi ska göra.",
        "name_long": "Namnet är för långt. Skriv högst {limit} tecken.",
        "email_long": "E-postadressen är för lång. Skriv högst {limit} tecken.",
        "phone_long": "Telefonnumret är för långt. Skriv högst {limit} tecken.",
        "more_long": "Texten är för lång. Skriv högst {limit} tecken.",
    },
    received="Vi har fått din begäran",
    received_number="Ditt ärendenummer",
    received_lead="Svarstiden räknas från i dag. Du behöver inte göra något mer nu.",
    received_next="Vad som händer nu",
    received_steps=(
        "Om vi behöver kontrollera vem du är hör vi av oss.",
        "Vi går igenom våra system och gör det du har bett om.",
        "Du får vårt svar. Om vi behöver mer tid får du veta det, och varför, i förväg.",
    ),
    follow="Följ ditt ärende",
    follow_email="Vi skickar också länken till din e-postadress. Har vi skrivit dit den senaste timmen "
    "kommer inget nytt mejl.",
    follow_read="En handläggare läser först det du har skrivit. Sedan hör vi av oss till dig.",
    follow_keep="Spara den här länken, så att du kan följa ärendet och hämta svaret:",
)
