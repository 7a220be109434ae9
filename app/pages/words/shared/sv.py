"""Svenska."""

from app.pages.words.shared.shape import Words

WORDS = Words(
    name="Svenska",
    skip="Hoppa till innehållet",
    languages="Språk",
    reach="Vill du tala med en handläggare?",
    email="E-post",
    phone="Telefon",
    address="Postadress",
    website="Webbplats",
    wrong="Fel",
    check="Det här behöver du se över",
    no_identity_number="Skriv inte ditt personnummer. Om vi behöver det frågar vi på ett säkert sätt.",
    knock={"status": "Ditt ärende", "task": "En uppgift till dig"},
    knock_lead={
        "status": "Tryck på knappen, så öppnar vi ditt ärende.",
        "task": "Tryck på knappen, så öppnar vi uppgiften.",
    },
    knock_open={"status": "Öppna mitt ärende", "task": "Öppna uppgiften"},
    knock_yours="Länken är personlig. Skicka den inte vidare.",
    knock_why="Knappen finns för att vissa e-postprogram öppnar länkar på egen hand. De ska inte kunna se "
    "vad som står här.",
    gone="Sidan går inte att öppna",
    gone_lead="Det beror oftast på något av det här:",
    gone_why=(
        "Länken är för gammal, eller har ersatts av en nyare.",
        "En del av länken kom inte med när den kopierades.",
        "Sidan har stått öppen länge utan att du har gjort något. Då stänger vi den för säkerhets skull.",
    ),
    gone_how="Så kommer du vidare",
    gone_steps=(
        "Öppna länken i det senaste mejlet från oss en gång till.",
        "Om det inte hjälper, svara på mejlet och be om en ny länk. Ange ärendenumret om du har det.",
        "Om du har tappat bort mejlet, be om en ny länk med ditt ärendenummer, längst ner i vårt formulär.",
    ),
    renew="Skicka en ny länk till mig",
    renew_lead="Vi skickar den till den e-postadress vi redan har, högst en gång i timmen.",
    renewed="Titta i din e-post",
    renewed_lead="Om länken hörde till ett ärende hos oss har vi skickat en ny till den adress vi har. "
    "Kommer "
    "inget mejl inom en kvart, hör av dig till organisationen via e-post eller telefon.",
    no_form="Det finns inget formulär här",
    no_form_lead="Kontrollera att adressen är rätt. Du kan också vända dig direkt till organisationen, via "
    "e-post, telefon eller brev. En begäran gäller lika mycket oavsett hur du lämnar den.",
    trouble="Det gick inte",
    trouble_lead="Något gick fel hos oss. Gå tillbaka och försök igen om en stund. Om det ändå inte går kan "
    "du kontakta organisationen via e-post eller telefon.",
    too_large="Det du skickade är för stort. Gå tillbaka och dela upp det, eller korta texten.",
    too_often="Det har blivit för många försök. Vänta en stund och försök igen.",
    left="Du är utloggad",
    left_lead="Om du vill komma tillbaka öppnar du länken i mejlet från oss igen.",
    leave="Logga ut",
)
