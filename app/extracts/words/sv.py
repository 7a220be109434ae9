"""Svenska."""

from app.extracts.words import Sentences, Words

WORDS = Words(
    title={
        "access": "Registerutdrag",
        "fresh": "Nytt registerutdrag efter rättelse",
        "portability": "Dina uppgifter att ta med dig",
        "erasure": "Besked om radering",
    },
    lead={
        "access": "Den {received} fick {organisation} din begäran om att få veta vilka personuppgifter vi "
        "har om dig. Här är svaret: en kopia av uppgifterna och en förklaring av hur vi använder dem.",
        "fresh": "Den {received} fick {organisation} din begäran om rättelse. Här ser du vad som har "
        "rättats. Därefter följer ett nytt utdrag med uppgifterna som de ser ut efter rättelsen.",
        "portability": "Den {received} fick {organisation} din begäran om att få ut uppgifter som du har "
        "lämnat till oss. Här är de, i ett format som andra tjänster kan läsa in.",
        "erasure": "Den {received} fick {organisation} din begäran om radering. Här ser du vad som har "
        "raderats, och vad vi måste behålla, varför och hur länge.",
    },
    about="Personuppgifter om {person}",
    person="Gäller",
    reference="Referens",
    received="Begäran kom in",
    as_of="Uppgifterna hämtade",
    made="Utdraget upprättat",
    version="Version",
    extent="Omfattning",
    extent_value="Antal poster: {items}. Antal system: {systems}.",
    contact="Frågor? Kontakta oss",
    summary="Sammanfattning",
    system="System",
    outcome="Resultat",
    items="Poster",
    withheld_count="Undantagna",
    contents="Innehåll",
    information="Så behandlar vi dina uppgifter",
    data="Dina uppgifter, system för system",
    nothing="Här finns inga poster att visa.",
    number="Nr",
    field="Uppgift",
    value="Innehåll",
    collection="Register",
    ref="Systemets beteckning",
    purpose="Ändamål",
    file="Fil i paketet",
    blacked_out="delvis dold",
    blacked_out_why="Varför delar är dolda",
    blacked_out_note="Där det står ■■■ har vi dolt något, till exempel en uppgift om någon annan. Skälet "
    "står vid varje post.",
    withheld="Uppgifter som inte lämnas ut",
    withheld_note="De här posterna finns, men vi lämnar inte ut dem. Skälet och lagrummet står vid varje "
    "post. Du kan klaga på beslutet.",
    count="Antal",
    reason="Skäl",
    source="Lagrum",
    corrections="Det här har rättats",
    before="Före",
    after="Efter",
    result="Resultat",
    kept="Det här behåller vi",
    kept_what="Vad",
    statute="Lag",
    keep_until="Behålls till och med",
    keep_open="Inget fast datum; se skälet",
    complain="Om du inte är nöjd",
    complain_first="Hör gärna av dig till {organisation} först, så försöker vi rätta till det som är fel. Du "
    "behöver inte göra det för att få klaga.",
    complain_authority="Du har rätt att klaga till {authority}. Det kostar ingenting.",
    complain_court="Du har också rätt att få saken prövad av domstol.",
    page="Sida",
    of="av",
    shortened="Utdraget är stort. Den här PDF-filen visar {shown} av {items} poster. Alla poster finns i "
    "filerna utdrag.html, utdrag.json och i mappen csv i samma paket.",
    first="Här visas de {shown} första av {items} poster.",
    cut="… ytterligare {count} tecken. Hela texten finns i utdrag.html.",
    inside="Samma uppgifter i maskinläsbar form är bifogade i den här PDF-filen under namnet utdrag.json.",
    spelled="Tecken som PDF-filen inte kan visa står med sitt engelska namn inom hakparentes, till exempel "
    "[GRINNING FACE]. I utdrag.html står de som de är.",
    unsure="Några tecken kan saknas i den här PDF-filen. I utdrag.html står de som de är.",
    instant="{day} kl. {hour}",
    yes="ja",
    no="nej",
    empty="saknas",
    readme="LAS-MIG.txt",
    readme_intro="Det här paketet innehåller personuppgifter om {person} från {organisation}. Referens: "
    "{reference}.",
    readme_contents="Innehållet i paketet",
    readme_files={
        "pdf": "det du läser eller skriver ut",
        "html": "samma sak för webbläsaren; alla poster finns med",
        "json": "samma uppgifter för datorer, ett dokument",
        "csv": "samma uppgifter som tabeller för kalkylprogram (UTF-8, kommatecken mellan fälten); en "
        "apostrof först i en cell skyddar mot att cellen tolkas som en formel",
        "files": "handlingar som systemen har om dig; siffran först är postens nummer i utdraget",
    },
    readme_keep="Innehållet är personligt. Spara det på ett säkert ställe och skicka det inte med vanlig "
    "e-post.",
)

SENTENCES = Sentences(
    article={
        **{letter: f"Artikel 15.1 {letter} i dataskyddsförordningen" for letter in "abcdefgh"},
        "transfers": "Artikel 15.2 i dataskyddsförordningen",
    },
    heading={
        "a": "Varför vi använder uppgifterna",
        "b": "Vilka kategorier av uppgifter vi har",
        "c": "Vilka som har fått eller kommer att få uppgifterna",
        "d": "Hur länge vi sparar uppgifterna",
        "e": "Dina rättigheter",
        "f": "Så klagar du",
        "g": "Varifrån uppgifterna kommer",
        "h": "Automatiska beslut",
        "transfers": "Skydd när uppgifter finns utanför EU och EES",
    },
    intro={
        "a": "Vi använder uppgifterna om dig för de här ändamålen:",
        "b": "Uppgifterna hör till de här kategorierna:",
        "c": "De här mottagarna har fått eller kommer att få uppgifter om dig:",
        "d": "Så här länge sparar vi uppgifterna, eller så avgör vi hur länge vi behöver dem:",
        "e": "Du har rätt att begära att vi",
        "g": "Uppgifterna kommer härifrån:",
        "h": "I de här fallen fattas beslut, eller görs profiler, helt automatiskt. Du har rätt att få ett "
        "sådant beslut prövat av en människa.",
        "transfers": "I de här fallen finns uppgifter i ett land utanför EU och EES. Så här skyddas de:",
    },
    system="System",
    purposes="Ändamål",
    categories="Kategorier av uppgifter",
    recipient="Mottagare",
    country="Land",
    reason="Varför",
    period="Hur länge",
    origin="Källa",
    logic="Så går det till",
    consequences="Vad det betyder för dig",
    safeguard="Skydd",
    place="Var",
    no_recipients="Vi har inte lämnat uppgifterna till någon utanför organisationen och planerar inte att "
    "göra det.",
    rights=(
        "rättar uppgifter som är fel och kompletterar sådana som är ofullständiga (artikel 16)",
        "raderar uppgifter när det inte längre finns skäl att ha dem (artikel 17)",
        "begränsar användningen, till exempel medan vi utreder om en uppgift är rätt (artikel 18)",
        "slutar med en användning som du invänder mot, alltid vid direkt marknadsföring (artikel 21)",
        "ger dig uppgifter som du själv har lämnat, i ett format som du kan ta med dig (artikel 20)",
        "slutar med en användning som du har samtyckt till, när du återkallar samtycket (artikel 7.3)",
    ),
    complaint="Du har rätt att klaga till {authority}, som är tillsynsmyndighet. Det kostar ingenting.",
    court="Du har också rätt att få saken prövad av domstol (artikel 79).",
    automated_none="Inga beslut som får rättsliga följder för dig, eller som påverkar dig på liknande sätt, "
    "fattas helt automatiskt, och det gäller även profilering (artikel 22).",
)
