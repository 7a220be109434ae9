"""Whose data it is and how it stands: me and mine, held, wrong, changed, asked about, denied."""

from app.intake.words.signs import Sign

PERSONS = {
    Sign.MY: """
        min, mitt, mina, mit, mine, my, =minun, =mun, min klients, hennes, hans, våra barns, my clients, my sons, my daughters, mi, sonens, dotterns, klientens, huvudmannens, kandidatens
    """,
    Sign.ME: "mig, mej, meg, mæ, minut, minua, me, min klient, min kund, my client, myself",
    Sign.ABOUT_ME: """
        om|kring|rörande|angående|gällande|avseende|beträffande|mot mig|mej|undertecknad, om min person|klient|huvudman|mor|mamma|far|pappa|son|dotter|make|maka|fru|man|bror|syster, som rör|gäller|avser|tillhör mig, på mig|mej, om jag finns, uppgifter på mig, kopplat till mig|min,
        om|vedrørende|angående|på meg, om mæ, som gjelder|gjeld|angår|vedkjem|omhandler|omhandlar meg, om min person|klient, knyttet til meg, knytt til meg, tilknyttet meg,
        vedrørende mig, som vedrører|omhandler|handler om mig, der vedrører|omhandler mig, knyttet til mig,
        minusta, minua koskev*, itsestäni, itseäni koskev*, minuun liittyv*, asiakkaastani, päämiehestäni, minun tieto*|tiedo*, omia tietojani, minulta, minuun kohdist*,
        about|on|regarding|concerning|of me|myself, relating|related|pertaining|relates|pertains to me|myself|my, about|on|regarding my client|mother|father|son|daughter|wife|husband, about us, identif* me, belongs to me, linked to me|my
    """,
    Sign.FIRST: """
        jag, =ja, jeg, eg, =æ, minä, =mä, mig, mej, meg, mina, min, mitt, mine, mit, my, me, haluan, haluaisin, pyydän, pyytäisin, vaadin, perun, peruutan, vastustan, olen, voisinko, saisinko, toivon, undertecknad*, undertegnede, allekirjoittanut, i am|want|would|wish|request|have|hereby|do|object|no|need|dont|withdraw|revoke|applied|was|used|moved|got, im, id like, ive
    """,
    Sign.HOLD: """
        har ni, ni har, har du, ni sparar|sparat|lagrar|lagrat|behandlar|samlat|behåller, sparat, sparad*, sparade, lagrat, lagrad*, lagrar, sparar, registrerat, registrerad*, registrerade, hos er, hos eder, i ert|era|er register|system|databas|arkiv, i era, ert register, er databas, ert system, ligger kvar, finns kvar, finns om, innehar, samlat in, insamlad*, kvar hos,
        har dere, dere har, dere lagrer|sitter|behandler, har de, de har, de lagrar, de sit på, lagret, lagra, lagrer, registrert, registrerte, hos dere, hos dykk, i deres, deres register|system*|database*, lagrede, sitter på, liggende, ligger inne, behandler om, dykkar, hos dokker,
        har i om|registreret|gemt|liggende|fået|indsamlet|lagret|på, i har om|registreret|gemt|liggende|indsamlet|lagret|på, opbevar*, hos jer, gemt, gemmer, jeres register|system*|database*, registreret, registrerede, i jeres, i ligger inde,
        teillä on, teillä, olette keränneet|tallentaneet|tallentanut, hallussanne, rekisterissänne, rekisteristänne, järjestelmässänne, tietokannassanne, tietokannastanne, järjestelmästänne, säilyt*, tallennet*, tallentane*, keränne*, käsittelettekö, rekisteröi*, on tallennettu,
        you have|hold|keep|store|stored|process|collected|got|saved|held|maintain, you currently|might|may hold|have|process, do|does .. you|company hold|have|keep|store|process|collect, held by|about|on, held, stored, recorded, on file, you recorded|wrote|noted|kept, collected, in your database|system|systems|records|files|possession, your records|files|database|system|systems
    """,
    Sign.WRONG: """
        fel, felet, felaktig*, felstav*, felregistr*, missvisande, stämmer inte|ej|icke|inte, inkorrekt*, inaktuell*, föråldra*, saknas, ofullständig*, inte|ej .. rätt|korrekt*|aktuell*|sant|sann, ikke|ikkje sant|sann, not true, ei ole totta, gäller inte|ej|inte, gjelder ikke, gjeld ikkje, gælder ikke, doesnt apply, inte längre stämmer|aktuell*, utdaterad*, osann*, felstavad*, missuppfatt*,
        feil, feilaktig*, uriktig*, =gal, =galt, gale, mangelfull*, ufullstendig*, utdatert*, foreldet, foreldede, stemmer ikke|ikkje, stemmer heller ikke|ikkje, ikke|ikkje riktig*|rett|korrekt*, feilstav*, feilregistr*, unøyaktig*,
        forkert*, urigtig*, fejl, fejlen, fejlagtig*, stemmer ikke, passer ikke, ikke rigtig*|korrekt*, forældet, forældede, fejlstav*, misvisende, ufuldstændig*, unøjagtig*,
        virheelli*, väärä, väärät, väärin, väärää, vääriä, väärän, vanhentun*, puutteelli*, ei|eivät pidä|ole|täsmää paikka*|oikein|oikea|ajan, virhe, virheitä, virheen, eivät pidä, ei pidä paikkaansa,
        wrong*, incorrect*, inaccura*~, outdated, out of date, misspel*, mispel*, not|isnt|arent correct|right|accurate|true, incomplete, mistake*, error, errors, obsolete, no longer correct|valid|accurate|current, untrue, false, typo
    """,
    Sign.OLD: """
        gammal, gamla, gammalt, inaktuell*, gammel, gamle, gammelt, gamalt, utdatert*, forældet*, vanha, vanhat, vanhan, vanhoja, old, former, previous, tidigare, tidligere, tidlegare, entinen
    """,
    Sign.FROM: "från, ur, fra, frå, from, off",
    Sign.ERASE_ME: """
        bli|blir raderad*|borttag*|struken|bortglömd*, vara raderad*|borttag*, bli|blive|bliver|være|vere|verte|bli helt|slettet|sletta|fjernet|fjerna|strøket|slettes, slettes|slettast|raderas hos|fra|från|frå, ønsker|vil|ynskjer|gerne|gjerne .. slettes, be|being|get|have me deleted|removed|erased|forgotten, tulla poistetuksi, minut poistet*
    """,
    Sign.CHANGED: """
        har bytt|flyttat|gift|ändrat|skaffat, bytt namn|efternamn|nummer|telefonnummer|adress|mejl|epost*, flyttat, flyttat till, ny adress, nytt nummer|telefonnummer|namn|efternamn|mejl*, ny mejl*|epost*|telefon*, heter numera|nu, nya adress|mejladress|epostadress|nummer|efternamn, gifte mig, gift mig,
        har byttet|byttet|bytta|flyttet|flytta|gifta, byttet navn|etternavn|nummer|telefon*|adresse|epost*, bytt namn|etternamn|nummer, flyttet, flytta til, ny adresse, nytt navn|etternavn|telefonnummer|nummer|etternamn|mobilnummer, ny epost*, heter nå|no, giftet meg,
        har skiftet|flyttet, skiftet navn|efternavn|nummer|telefon*|adresse|mail*, nyt navn|efternavn|nummer|telefonnummer|mobilnummer, ny mailadresse, ny adresse, hedder nu, er flyttet, blevet gift,
        olen muuttanut|vaihtanut, muutin, vaihtunut, muuttunut, vaihtui, uusi osoit*|nimi|sukunimi|numero|puhelin*|sähköposti*, uusi osoitteeni, uuden osoitteen*, mennyt naimisiin,
        have|ive moved|changed|married, moved to|house, new address|name|number|surname|phone|email, changed my, got married
    """,
    Sign.WHICH: """
        vilka, vilken, vilket, vad, vad för, vilken typ, vad som, vem, hvilke, hvilken, hvilket, hva, kva, kva for, kven, hvad, hvem, mitä, mitkä, mikä, millais*, mita, kenelle, minkä*, what, which, whose, whatever, whether, who, whom
    """,
    Sign.SOURCE: """
        varifrån .. har|fick|kommer|hämta*|ni, hur .. har|fick|kom ni, var .. har|fick|hittade ni, var kommer .. ifrån, hvor .. har|fikk|fant dere, hvordan .. har|fikk|fant dere, hvor kommer .. fra, kvar .. har|fekk|fann de|dokker, korleis .. har|fekk de|dokker, kvar kjem .. frå, hvor .. har|fik i, hvordan .. har|fik i, hvorfra .. har|fik|kommer|stammer|i, hvor kommer .. fra, har i fået .. fra,
        mistä .. olette|saitte|sait|tiedot|peräisin|tietoni, miten .. olette|saitte .. tieto*|tietoni|numeroni|yhteystie*|sähköpost*, where .. did|have|get|got|obtain* you, how .. did|have you .. get|got|obtain*|come, source of, where .. come|came|from
    """,
    Sign.SHARED: """
        vilka|vem|vilken .. delat|lämnat|gett|skickat|tagit|fått, delat .. med, lämnat .. ut till, mottagare av|till, hvem .. har|delt|gitt|sendt|utlevert|fått, delt .. med, kven .. har|delt|fått, hvem .. har|delt|givet|sendt|videregivet|fået, videregivet, videregiver, kenelle .. olette|luovut*|antan*|jaettu, luovutettu, luovuttaneet, who .. shared|disclosed|passed|given|seen|received|access, whom .. shared|disclosed, shared .. with, recipients of
    """,
    Sign.HOW_LONG: """
        hur|hvor|kor|hvor länge|lenge|længe .. spar*|lagr*|behåll*|behold*|oppbevar*|opbevar*|gem*|har|ha|ligg*|kommer|tænker|tenker|finns, kuinka|miten kauan|pitkään .. säilyt*|tallen*, how long .. keep|store|retain|hold|kept|stored|retained, for how long
    """,
    Sign.AM_I_IN: """
        finns jag|mina .. i|hos|med|kvar, om jag finns|står .. i|hos|med, är jag .. registrerad|inlagd|kvar, är jag med i, om jag är registrerad, har ni något .. om|på mig, har ni mig, står jag .. i, har ni mina uppgifter|mitt,
        står jeg|eg .. i|hos, er jeg|eg .. registrert|i, om jeg|eg .. står|er|ligger|ligg .. i|hos|registrert, har dere|de noe|noko .. på|om meg, ligger jeg|eg .. inne|i,
        står jeg .. i|hos, er jeg .. registreret|i, om jeg .. står|er|ligger .. i|hos|registreret, har i noget .. om|på mig, ligger jeg .. inde|i,
        olenko .. rekister*|järjestelm*|tietokann*|teidän, onko teillä .. minusta|tietojani, löytyykö .. minusta|tietojani|tietoni, am i .. in|on your|file|database, if|whether i am .. in|on, do you .. have|hold|keep|store .. about|on me, do you have|hold .. my data|information|details|personal
    """,
    Sign.NOT: """
        inte, ej, icke, aldrig, ikke, ikkje, itte, älkää, älä, ei, eivät, ettei, ette, not, dont, never, doesnt, cannot, shouldnt, mustnt, wont, isnt, without, ingen, inga, inget, ingen flere|fleire|flera, no more, ikke flere, utan att, uten å
    """,
    Sign.WANT_NOT: """
        vill|önskar inte|ej|icke, vill|önskar|kräver|begär att .. inte|ej, ber om at .. ikke, ønsker at .. ikke, vill inte längre, vill ej längre, vill inte att, inte vill, vill jag inte|ej, ønsker|vil|ønskjer|ynskjer|vil ikke|ikkje, ønsker jeg ikke, vil ikke lenger, vil ikkje lenger, ønsker ikke længere|at, ikke ønsker|vil|ynskjer|lenger, en halua, en enää halua, en haluaisi, enkä halua, en salli, dont|do|no not|longer want|wish|like, dont want, do not want, no longer want|wish|consent|agree, would not like, not want|wish
    """,
    Sign.NO_LONGER: """
        inte|ej|icke|inte .. längre, inte mer, ikke|ikkje .. lenger|lengre|meir|mer, ikke .. længere|mere, ei|en|eivät|ette enää, enää, no longer, anymore, any more, not any longer, inte fler, ikke flere, ikkje fleire
    """,
    Sign.BE_IN: """
        stå|står|finnas|finns|vara|ligga|ligger|bli|kvarstå|förekomma|med .. register*|registret|registrerad*|databas*|system*|kvar|lista*|listor|listan, stå|finnas|vara|ligga|ligger|registrerad hos er,
        lagras hos|i, ha kvar .. hos|i, ha .. uppgifter|info*|data|cv hos, vara med .. register*|databas*,
        stå|står|være|vere|ligge|ligger|vera|bli|ligg .. registrert|register*|database*|system*|inne|liggende, stå|være|vere|ligge|vera .. hos dere|dykk|dokker, lagret|lagra hos|i,
        stå|står|være|ligge .. registreret|register*|database*|system*|inde, stå|være|ligge .. hos jer,
        olla .. rekister*|järjestelm*|tietokan*|asiakas|asiakkaa*, rekisterissänne, tietokannassanne, be|remain|appear|stay|being .. database*|register*|system*|records|file|files|books|registered, on your books|records|system|database|files
    """,
    Sign.MORE: "mer, mera, fler, flera, flere, mere, meir, fleire, lisää, enempää, more, further, några fler, längre, lenger, længere, anymore, again, igen, igjen, enää",
}
