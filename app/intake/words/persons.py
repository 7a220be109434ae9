"""Whose data it is and how it stands: me and mine, held, wrong, changed, asked about, denied."""

from app.intake.words.signs import Sign

PERSONS = {
    Sign.MY: """
        min, mitt, mina, mit, mine, my, =minun, =mun, min klients, hennes, hans, våra barns, my clients, my
        sons, my daughters, mi, sonens, dotterns, klientens, huvudmannens, kandidatens
    """,
    Sign.ME: "mig, mej, meg, mæ, minut, minua, me, min klient, min kund, my client, myself",
    Sign.ABOUT_ME: """
        om|kring|rörande|angående|gällande|avseende|beträffande|mot mig|mej|undertecknad, om min
        person|klient|huvudman|mor|mamma|far|pappa|son|dotter|make|maka|fru|man|bror|syster, som
        rör|gäller|avser|tillhör mig, på mig|mej, om jag finns, uppgifter på mig, kopplat till mig|min,
        om|vedrørende|angående|på meg, om mæ, som gjelder|gjeld|angår|vedkjem|omhandler|omhandlar meg, om
        min person|klient, knyttet til meg, knytt til meg, tilknyttet meg, vedrørende mig, som
        vedrører|omhandler|handler om mig, der vedrører|omhandler mig, knyttet til mig, minusta, minua
        koskev*, itsestäni, itseäni koskev*, minuun liittyv*, asiakkaastani, päämiehestäni, minun
        tieto*|tiedo*, omia tietojani, minulta, minuun kohdist*, about|on|regarding|concerning|of
        me|myself, relating|related|pertaining|relates|pertains to me|myself|my, about|on|regarding my
        client|mother|father|son|daughter|wife|husband, about us, identif* me, belongs to me, linked to
        me|my, har|hör|gör med mig att, har med meg å, har med mig at, to do with me, in|under my name,
        i|under mitt navn|namn, i|under mit navn, i|under mitt namn, hänförlig* till mig, som nämner mig,
        that mention me, i am mentioned, liittyen minuun, kopplad|kopplade|kopplas till mig|min|mitt,
        knyttet|knytt til mitt, linked to my, rörande undertecknad, om undertegnede,
        där|der|hvor|where|hvori|som .. mitt|mit|my namn|navn|name, der|hvor navnet mitt|mit, where i, som
        nevner meg|navnet, mentions|mention|containing|contain me|my, där jag nämns, der jeg er nevnt,
        joissa nimeni|minut
    """,
    Sign.FIRST: """
        jag, =ja, jeg, eg, =æ, minä, =mä, mig, mej, meg, mina, min, mitt, mine, mit, my, me, haluan,
        haluaisin, pyydän, pyytäisin, vaadin, perun, peruutan, vastustan, olen, voisinko, saisinko, toivon,
        undertecknad*, undertegnede, allekirjoittanut, i am|want|would|wish|request|have|hereby|do|object,
        i no|need|dont|withdraw|revoke|applied|was|used|moved|got, im, id like, ive
    """,
    Sign.HOLD: """
        har ni, ni har, har du, vet ni, ni vet, sparar ni, lagrar ni, behåller ni, ha kvar, ni
        sparar|sparat|lagrar|lagrat|behandlar|samlat|behåller, sparat, sparad*, sparade, lagrat, lagrad*,
        lagrar, sparar, registrerat, registrerad*, registrerade, hos er, hos eder, i ert|era|er
        register|system|databas|arkiv, i era, ert register, er databas, ert system, ligger kvar, finns
        kvar, finns om, innehar, samlat in, insamlad*, kvar hos, har dere, dere har, vet dere, dere vet,
        lagrer dere, har liggende, dere lagrer|sitter|behandler, har de, de har, de lagrar, de sit på,
        lagret, lagra, lagrer, registrert, registrerte, hos dere, hos dykk, i deres, deres
        register|system*|database*, lagrede, sitter på, liggende, ligger inne, behandler om, dykkar, hos
        dokker, ved i, i ved, gemmer i, har i om|registreret|gemt|liggende|fået|indsamlet|lagret|på, i har
        om|registreret|gemt|liggende|indsamlet|lagret|på, opbevar*, hos jer, gemt, gemmer, jeres
        register|system*|database*, registreret, registrerede, i jeres, i ligger inde, teillä on, teillä,
        tiedätte, tiedättekö, rekisteris*, järjestelmäs*, olette keränneet|tallentaneet|tallentanut,
        hallussanne, rekisterissänne, rekisteristänne, järjestelmässänne, tietokannassanne,
        tietokannastanne, järjestelmästänne, säilyt*, tallennet*, tallentane*, keränne*, käsittelettekö,
        rekisteröi*, on tallennettu, you to hold|have|keep|store|retain|process, you know, youve got, you
        still have|hold|keep, you have|hold|keep|store|stored|process|collected|got|saved|held|maintain,
        you currently|might|may hold|have|process, do|does .. you|company
        hold|have|keep|store|process|collect, held by|about|on, held, stored, recorded, on file, you
        recorded|wrote|noted|kept, collected, in your database|system|systems|records|files|possession,
        your records|files|database|system|systems, förvarar, bevarar, dokumenterat, antecknat, antecknad*,
        noterat, noterad*, arkiverat, arkiverad*, har liggande, finns hos, oppbevarer, oppbevart, arkivert,
        notert, nedtegnet, nedskrevet, skrevet om, skrivit om, ligger inne med, noteret, arkiveret,
        skrevet, tallessa, arkistoi*, kirjattu, kirjanneet, archived, noted, retained, written down|about
    """,
    Sign.WRONG: """
        fel, felaktig*, felstav*, felregistr*, missvisande, stämmer inte|ej|icke|inte, inkorrekt*,
        inaktuell*, föråldra*, saknas, ofullständig*, inte|ej .. rätt|korrekt*|aktuell*|sant|sann, är|er
        inte|ikke|ikkje min|mitt|mina|mi|mine, is|are not my, isnt|arent my, är|er
        gammal|gamla|gammalt|gammel|gamle|gammelt|gamalt|gamal, on|ovat vanha|vanhat|vanhoja, is|are
        old|outdated, ikke|ikkje sant|sann, not true, ei ole totta, gäller inte|ej|inte, gjelder ikke,
        gjeld ikkje, gælder ikke, doesnt apply, inte längre stämmer|aktuell*, utdaterad*, osann*,
        felstavad*, missuppfatt*, feil, feilaktig*, uriktig*, =gal, =galt, gale, mangelfull*,
        ufullstendig*, utdatert*, foreldet, foreldede, stemmer ikke|ikkje, stemmer heller ikke|ikkje,
        ikke|ikkje riktig*|rett|korrekt*, feilstav*, feilregistr*, unøyaktig*, forkert*, urigtig*, fejl,
        fejlagtig*, stemmer ikke, passer ikke, ikke rigtig*|korrekt*, forældet, forældede, fejlstav*,
        misvisende, ufuldstændig*, unøjagtig*, virheelli*, =väärä, =väärät, =väärää, =vääriä, =väärän,
        väärin, väärällä, vanhentun*, puutteelli*, ei|eivät pidä|ole|täsmää paikka*|oikein|oikea|ajan,
        virhe, virheitä, virheen, eivät pidä, ei pidä paikkaansa, wrong*, incorrect*, inaccura*~, outdated,
        out of date, misspel*, mispel*, not|isnt|arent correct|right|accurate|true, incomplete, mistake*,
        error, errors, obsolete, no longer correct|valid|accurate|current, untrue, false, typo, oriktig*,
        tokig, tokigt, inte uppdaterad*, knas, mangler, manglar, ikke oppdatert, ikkje oppdatert, ikke
        opdateret, puuttuu, puuttuvat, missing, lacks, not up to date, isnt right, arent right, not right,
        epätarkk*, villedende, misleading
    """,
    Sign.OLD: """
        gammal, gamla, gammalt, inaktuell*, gammel, gamle, gammelt, gamalt, utdatert*, forældet*, vanha,
        vanhat, vanhan, vanhoja, old, former, previous, tidigare, tidligere, tidlegare, entinen
    """,
    Sign.STATES: """
        det står|stod, står det|att|som, ni har skrivit|angett|antecknat|registrerat|noterat, står
        jeg|eg|jag som, står oppført, dere har skrevet|ført|registrert|notert|oppført, de har
        skrive|ført|registrert, i har skrevet|noteret|registreret, jeg står som, lukee, on merkitty, olette
        merkinneet|kirjanneet, on kirjattu, says that|i|my, says, it says, down as, listed as, recorded as,
        is listed|recorded|shown|registered as, states, registrerad som, registrert som, registreret som
    """,
    Sign.SHOULD_BE: """
        ska|skall|borde|skal|bør|should|pitäisi .. vara|være|vere|be|read|olla|stå|heta|hete, rätt .. är,
        det rätta är, korrekt .. är, det riktige er, riktig|rett|rette|korrekt .. er, den|det rigtige er,
        rigtig .. er, correct .. is|are, right .. is, oikea .. on, oikein on, actually, egentligen,
        faktisk, oikeasti
    """,
    Sign.BUT: "men, but, mutta, however, medan, mens, fast, vaan, although",
    Sign.MISNAMED: """
        heter .. ; inte|ej, heter .. ; ikke, heiter .. ; ikkje, hedder .. ; ikke, name is .. ; not, name is
        .. not, its .. not, nimeni on .. ; ei, heter .. och|men inte, heter .. og|men ikke
    """,
    Sign.KEEP: """
        behåll, behålla, bevara, bevaras, spara dem|uppgifterna|allt, behold, beholde, lagre dem, gem,
        gemme, bevar, bevare, ta vare på, keep my|the|it|them, retain my|the|them, säilyttäkää, säilyttää
    """,
    Sign.FROM: "från, ur, fra, frå, from, off",
    Sign.ERASE_ME: """
        bli|blir raderad*|borttag*|struken|bortglömd*, vara raderad*|borttag*,
        bli|blive|bliver|være|vere|verte slettet|sletta|fjernet|fjerna|strøket, slettes|slettast|raderas
        hos|fra|från|frå, ønsker|vil|ynskjer|gerne|gjerne .. slettes, to be forgotten|erased,
        want|like|wish|ask to be deleted|removed|erased|forgotten, have me deleted|removed|erased,
        haluan|haluaisin .. pois, tulla poistetuksi, minut poistet*
    """,
    Sign.CHANGED: """
        har bytt|flyttat|gift|ändrat|skaffat, bytt namn|efternamn|nummer|telefonnummer|adress|mejl|epost*,
        flyttat, flyttat till, ny adress, nytt nummer|telefonnummer|namn|efternamn|mejl*, ny
        mejl*|epost*|telefon*, heter numera|nu, nya adress|mejladress|epostadress|nummer|efternamn, gifte
        mig, gift mig, har byttet|byttet|bytta|flyttet|flytta|gifta, byttet
        navn|etternavn|nummer|telefon*|adresse|epost*, bytt namn|etternamn|nummer, flyttet, flytta til, ny
        adresse, nytt navn|etternavn|telefonnummer|nummer|etternamn|mobilnummer, ny epost*, heter nå|no,
        giftet meg, har skiftet|flyttet, skiftet navn|efternavn|nummer|telefon*|adresse|mail*, nyt
        navn|efternavn|nummer|telefonnummer|mobilnummer, ny mailadresse, hedder nu, er flyttet, blevet
        gift, olen muuttanut|vaihtanut, muutin, vaihtunut, muuttunut, vaihtui, har ändrats, er endret, er
        endra, er ændret, has changed, uusi osoit*|nimi|sukunimi|numero|puhelin*|sähköposti*, uusi
        osoitteeni, uuden osoitteen*, mennyt naimisiin, have|ive moved|changed|married, moved to|house, new
        address|name|number|surname|phone|email, changed my, got married
    """,
    Sign.WHICH: """
        mihin, miksi, kuka, ketkä, vilka, vilken, vilket, vad, vad för, vilken typ, vad som, vem, hvilke,
        hvilken, hvilket, hva, kva, kva for, kven, hvad, hvem, mitä, mitkä, mikä, millais*, mita, kenelle,
        minkä*, what, which, whose, whatever, whether, who, whom
    """,
    Sign.SOURCE: """
        varför har ni, hvorfor har dere, kvifor har de, why do|have you have|got, hvorfor har i, miksi
        teillä on, varifrån .. har|fick|kommer|hämta*|ni, hur .. har|fick|kom ni, var .. har|fick|hittade
        ni, var kommer .. ifrån, hvor .. har|fikk|fant dere, hvordan .. har|fikk|fant dere, hvor kommer ..
        fra, kvar .. har|fekk|fann de|dokker, korleis .. har|fekk de|dokker, kvar kjem .. frå, hvor ..
        har|fik i, hvordan .. har|fik i, hvorfra .. har|fik|kommer|stammer|i, har i fået .. fra, mistä ..
        olette|saitte|sait|tiedot|peräisin|tietoni, miten .. olette|saitte ..
        tieto*|tietoni|numeroni|yhteystie*|sähköpost*, where .. did|have|get|got|obtain* you, how ..
        did|have you .. get|got|obtain*|come, source of, where .. come|came|from, var .. kommer ..
        ifrån|från, mistä .. peräisin|saatu, alkuperä, ursprung, opphavet, opprinnelse*, oprindelse*,
        origin of
    """,
    Sign.SHARED: """
        delar, dele, deler, share, sharing, delat, delade, lämnat, lämnats, lämnat ut, gett, skickat,
        skickats, sålt, sett, läst, fått tillgång, mottagare av|till, delt, gitt, sendt, utlevert,
        videresendt, solgt, fått, lest, mottakere av, videregivet, videregiver, videregav, givet, set,
        læst, modtagere af, kenelle .. olette|luovut*|antan*|jaettu, luovutettu, luovuttan*, luovutatte,
        antaneet, jakaneet, myyneet, lähettäneet, nähnyt, shared, disclosed, passed, given, seen, sent,
        sold, forwarded, read, access to, who .. received|access, recipients of
    """,
    Sign.HOW_LONG: """
        hur|hvor|kor|hvor länge|lenge|længe ..
        spar*|lagr*|behåll*|behold*|oppbevar*|opbevar*|gem*|har|ha|ligg*|kommer|tænker|tenker|finns,
        kuinka|miten kauan|pitkään .. säilyt*|tallen*, how long ..
        keep|store|retain|hold|kept|stored|retained, for how long
    """,
    Sign.AM_I_IN: """
        finns jag|mina .. i|hos|med|kvar, om jag finns|står .. i|hos|med, är jag ..
        registrerad|inlagd|kvar, är jag med i, om jag är registrerad, har ni något .. om|på mig, har ni
        mig, står jag .. i, har ni mina uppgifter|mitt, står jeg|eg .. i|hos, er jeg|eg .. registrert|i, om
        jeg|eg .. står|er|ligger|ligg .. i|hos|registrert, har dere|de noe|noko .. på|om meg, ligger jeg|eg
        .. inne|i, står jeg .. i|hos, er jeg .. registreret|i, om jeg .. står|er|ligger ..
        i|hos|registreret, har i noget .. om|på mig, ligger jeg .. inde|i, olenko ..
        rekister*|järjestelm*|tietokann*|teidän, onko teillä .. minusta|tietojani, löytyykö ..
        minusta|tietojani|tietoni, am i .. in|on your|file|database, if|whether i am .. in|on, do you ..
        have|hold|keep|store .. about|on me, do you have|hold .. my data|information|details|personal
    """,
    Sign.NOT: """
        inte, ej, icke, aldrig, ikke, ikkje, itte, älkää, älä, ei, eivät, ettei, ette, not, dont, never,
        doesnt, cannot, shouldnt, mustnt, wont, isnt, without, ingen, inga, inget, ingen
        flere|fleire|flera, no more, ikke flere, utan att, uten å
    """,
    Sign.WANT_NOT: """
        vill|önskar inte|ej|icke, vill|önskar|kräver|begär att .. inte|ej, ber om at .. ikke, ønsker at ..
        ikke, vill inte längre, vill ej längre, ni|du får inte|ej, får inte|ej längre, vill inte att, inte
        vill, vill jag inte|ej, ønsker|vil|ønskjer|ynskjer|vil ikke|ikkje, ønsker jeg ikke, vil ikke
        lenger, vil ikkje lenger, dere|de får ikke|ikkje, i må ikke, you may|must|should|shall not, ette
        saa, ønsker ikke længere|at, ikke ønsker|vil|ynskjer|lenger, en halua, en enää halua, en haluaisi,
        enkä halua, en salli, dont|do|no not|longer want|wish|like, dont want, do not want, no longer
        want|wish|consent|agree, would not like, not want|wish
    """,
    Sign.NO_LONGER: """
        inte|ej|icke|inte .. längre, inte mer, ikke|ikkje .. lenger|lengre|meir|mer, ikke .. længere|mere,
        ei|en|eivät|ette enää, enää, no longer, anymore, any more, not any longer, inte fler, ikke flere,
        ikkje fleire
    """,
    Sign.BE_IN: """
        stå|står|finnas|finns|vara|ligga|ligger|bli|kvarstå|förekomma|med ..
        register*|registret|registrerad*|databas*|system*|kvar|lista*|listor|listan,
        stå|finnas|vara|ligga|ligger|registrerad hos er, lagras hos|i, ha kvar .. hos|i, ha ..
        uppgifter|info*|data|cv hos, vara med .. register*|databas*,
        stå|står|være|vere|ligge|ligger|vera|bli|ligg ..
        registrert|register*|database*|system*|inne|liggende, stå|være|vere|ligge|vera .. hos
        dere|dykk|dokker, lagret|lagra hos|i, stå|står|være|ligge ..
        registreret|register*|database*|system*|inde, stå|være|ligge .. hos jer, olla ..
        rekister*|järjestelm*|tietokan*|asiakas|asiakkaa*, rekisterissänne, tietokannassanne,
        be|remain|appear|stay|being .. database*|register*|system*|records|file|files|books|registered, on
        your books|records|system|database|files
    """,
    Sign.MORE: """
        mer, mera, fler, flera, flere, mere, meir, fleire, lisää, enempää, more, further, några fler,
        längre, lenger, længere, anymore, again, igen, igjen, enää
    """,
}
