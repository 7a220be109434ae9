"""Svenska."""

from app.pages.words.sign_in.shape import Notice, Words
from app.vocabulary import Role

WORDS = Words(
    demo="Vem är du i dag?",
    demo_lead="Det här är en demonstration, och alla är påhittade. Välj vem du vill logga in som.",
    roles={
        Role.HANDLER: "Handläggare",
        Role.LEAD: "Teamledare",
        Role.DPO: "Dataskyddsombud",
        Role.ADMINISTRATOR: "Administratör",
    },
    hints={
        Role.HANDLER: "Arbetar med ärendena.",
        Role.LEAD: "Arbetar med ärendena, fördelar dem och bjuder in kollegor.",
        Role.DPO: "Följer upp ärendena och kan arbeta med dem.",
        Role.ADMINISTRATOR: "Ställer in organisationen och bjuder in kollegor. Ser inga ärenden.",
    },
    left=Notice(
        title="Du är utloggad här",
        lead="Använder fler den här datorn? Logga då ut även hos din inloggningstjänst.",
        go="Logga in igen",
    ),
    over=Notice(
        title="Du har blivit utloggad",
        lead="Sidan har stått öppen länge utan att du har gjort något, eller så har du varit inloggad en hel "
        "arbetsdag. Då loggar vi ut för säkerhets skull.",
        go="Logga in igen",
    ),
    stranger=Notice(
        title="Du har ingen åtkomst här",
        lead="Inloggningen fungerade, men ingen organisation här har dig som medlem.",
        steps=(
            "Be en administratör eller teamledare bjuda in den e-postadress du loggar in med.",
            "Är du redan inbjuden? Inbjudan gäller i 30 dagar. Be om en ny om den är äldre.",
            "Får du åtkomst genom en grupp i er katalog? Kontrollera att du är med i den.",
        ),
        go="Logga in som någon annan",
    ),
    refused=Notice(
        title="Inloggningen avbröts",
        lead="Inloggningstjänsten släppte inte in dig, eller så avbröt du själv.",
        go="Försök igen",
    ),
    stale=Notice(
        title="Inloggningen gick inte att slutföra",
        lead="Det tog för lång tid, den har redan använts, eller så påbörjades den i en annan webbläsare. "
        "Börja om här.",
        go="Logga in",
    ),
    unreachable=Notice(
        title="Inloggningstjänsten svarar inte som den ska",
        lead="Vänta en stund och försök igen. Om det ändå inte går behöver den som sköter Utdrag se över "
        "kopplingen till tjänsten.",
        go="Försök igen",
    ),
    unset=Notice(
        title="Här går det inte att logga in än",
        lead="Ingen inloggningstjänst är kopplad till Utdrag. Den som sköter systemet kan göra det.",
    ),
)
