"""Svenska."""

from app.pages.words.shapes import Choice
from app.pages.words.task.shape import Words
from app.vocabulary import IdentKind, TaskState, Verb

WORDS = Words(
    title={
        Verb.EXPORT: "Ta fram uppgifter ur {system}",
        Verb.RECTIFY: "Rätta uppgifter i {system}",
        Verb.ERASE: "Radera uppgifter i {system}",
        Verb.RESTRICT: "Begränsa användningen av uppgifter i {system}",
        Verb.SUPPRESS: "Stoppa utskick från {system}",
        Verb.NOTIFY: "Uppgifter som ni har fått har ändrats",
    },
    lead={
        Verb.EXPORT: "En person har bett att få veta vilka uppgifter {organisation} har. Lämna in allt som "
        "systemet innehåller om personen, även anteckningar, meddelanden, filer och loggar.",
        Verb.RECTIFY: "Uppgifter om en person är fel. {organisation} har beslutat att de ska rättas. Ändra "
        "dem i systemet så som det står här.",
        Verb.ERASE: "{organisation} har beslutat att uppgifter om en person ska raderas. Radera det som står "
        "här, och inget annat.",
        Verb.RESTRICT: "Uppgifter om en person ska vara kvar, men ingen får använda dem förrän ni får besked "
        "från {organisation}.",
        Verb.SUPPRESS: "En person vill inte ha någon marknadsföring från {organisation}. Stoppa alla utskick "
        "och spärra adressen, så att den inte kommer med igen.",
        Verb.NOTIFY: "{organisation} har tidigare lämnat ut uppgifter till er. Nu har de rättats, raderats "
        "eller begränsats. Gör samma ändring hos er (artikel 19 i dataskyddsförordningen).",
    },
    private="Sidan innehåller personuppgifter. Skicka inte länken vidare.",
    reference="Ärendenummer",
    due="Klart senast",
    late="Tiden har gått ut. Svara så snart du kan, eller skriv vad som hindrar dig.",
    who="Vem det gäller",
    who_hint="Sök på alla uppgifterna. De är kontrollerade.",
    said_hint="Det här har personen själv uppgett, och vi har inte kontrollerat det. Hittar du "
    "något bara med hjälp av det, så skriv det i svaret.",
    idents={
        IdentKind.NAME: "Namn",
        IdentKind.EMAIL: "E-post",
        IdentKind.PHONE: "Telefon",
        IdentKind.BIRTH_DATE: "Födelsedatum",
        IdentKind.NATIONAL_ID: "Personnummer",
        IdentKind.ACCOUNT: "Konto",
    },
    look="Leta här",
    look_hint="Gå igenom listan. Om du hittar uppgifter på fler ställen tar du med dem också.",
    changes="Det här ska ändras",
    before="Står nu",
    after="Ska stå",
    erase="Det här ska raderas",
    files="Lämna in filer",
    files_hint="PDF, bilder, Office-filer, text, CSV, JSON, e-post (.eml) och zip. Högst {size} per fil.",
    choose="Välj en eller flera filer",
    hand_in="Lämna in",
    sending="Skickar {name} ({number} av {count})",
    sent_so_far="Så mycket av filen har skickats",
    broken="Anslutningen bröts. Det som redan är inlämnat finns kvar. Tryck på knappen igen, så fortsätter "
    "vi.",
    handed_in="Inlämnat",
    none_handed_in="Inget är inlämnat än.",
    done_now={"handed_in": "Filerna är inlämnade. Lägg till fler, eller svara längre ner."},
    errors={
        "file": "Välj minst en fil.",
        "type": "{name} är en filtyp som vi inte tar emot. Spara den som PDF eller lägg den i en zip-fil.",
        "empty": "{name} är tom.",
        "large": "{name} är större än {size}. Dela upp den i flera filer.",
        "all_large": "Filerna är tillsammans större än {size}. Lämna in dem några i taget.",
        "choice": "Välj hur det gick.",
        "reason": "Förklara varför, med några ord.",
        "reason_long": "Förklaringen är för lång. Skriv högst {limit} tecken.",
        "no_files": "Lämna in minst en fil först, eller välj att systemet inte har något om personen.",
        "not_now": "Det gick inte. Uppgiften kan redan vara avslutad, eller så väntar den inte på dig än.",
    },
    finish="Svara",
    how="Hur gick det?",
    done={
        Verb.EXPORT: Choice("Klart", "Allt som systemet har om personen är inlämnat."),
        Verb.RECTIFY: Choice("Klart", "Allt är ändrat som det står här."),
        Verb.ERASE: Choice("Klart", "Allt som står här är raderat."),
        Verb.RESTRICT: Choice("Klart", "Uppgifterna är spärrade."),
        Verb.SUPPRESS: Choice("Klart", "Utskicken är stoppade och adressen spärrad."),
        Verb.NOTIFY: Choice("Klart", "Vi har gjort samma ändring hos oss."),
    },
    nothing=Choice("Systemet har inget om personen", "Du har letat på alla ställen och inte hittat något."),
    nothing_reason="Systemet har inget om personen.",
    partial=Choice("Bara delvis", "Skriv vad som saknas och varför."),
    refused=Choice("Det går inte", "Skriv varför."),
    reason="Förklaring",
    reason_hint="Behövs om du svarar ”bara delvis” eller ”det går inte”. Personen kan få läsa det du "
    "skriver.",
    send="Skicka svaret",
    settled={
        TaskState.DONE: "Tack, uppgiften är klar",
        TaskState.PARTIAL: "Tack, du har svarat att uppgiften är delvis klar",
        TaskState.REFUSED: "Tack, du har svarat att det inte går",
    },
    settled_lead="En handläggare tar vid. Du behöver inte göra något mer.",
    settled_reason="Din förklaring",
)
