"""What somebody wants done: the verbs of requests and the nouns made of them."""

from app.intake.words.signs import Sign

ACTIONS = {
    Sign.ERASE: """
        radera*~, radering*~, radring*, ta|tar|tag|tas|tagit .. bort, bort med, borttag*, bortta*,
        plocka|plockar bort, stryker, strøket, stryks, stryk, stryka, strykes, avlägsna*, utplåna*,
        makuler*, rensa, rensas, slänga, släng, förstör*, glömma, glömmer, glöm mig, avsluta|avslutas|stäng
        .. konto*|profil*, slett*, sleting*, slet, slete, sletes, slettning*, sletning*, slette*, fjern,
        fjerne, fjernes, fjernet, fjerna, fjernar, fjerner, fjernast, ta|tar|tas|tatt vekk, ta|tag|tage
        meg|mig av|af, anonymis*, anonymiser*, kvitt, glem meg|mig, gløym meg, avslutt*|avslut|lukk|steng
        .. konto*|profil*|bruker*, tag|tage|tages .. væk, blive|bli glemt, poista, poistaa, poistak*,
        poistam*, poistet*, poistat*, poisto, poiston, poistoa, poistopyynt*~, poistav*, poistuu, hävit*,
        tuhoa*, tuhot*, unohtakaa, haluan|haluaisin .. pois, tietoni pois, sulkekaa|sulkea .. tili*,
        delet*~, eras*, erasure*~, remov*, wiped, wipe, gone, purge, destroy, destroyed, get rid of, forget
        me, scrub, take .. down, take .. off|out, close .. account|profile, expunge, kasta, kassera,
        kasseras, förinta*, utradera*, eliminera*, gallra, gallras, töm, tömma, inaktivera*, deaktiver*,
        bli av med, kast, kaste, kastes, kasser, kassere, eliminer*, utslett*, tøm, tømme, bli kvitt,
        kvitte dere, smid .. ud, kassér, destruer*, nedlæg*, slet det, luk min, heittäkää, heittää .. pois,
        pyyhk*, lakkaut*, sulkekaa, bin, trash, discard, dispose, dump, shred*, deactivat*, clear out, take
        away, strip out, drop me, ta|tag|take .. ut|ud|out av|ur|af|of
    """,
    Sign.CORRECT: """
        rätta, rättas, rättar, rättad*, rättning*~, rättnig*, ratning, ratting, rättelse*~, korriger*,
        =ändra, =ändras, =ändrar, =ändrat, andra min|mitt|mina|till, ändring*, uppdatera, uppdateras,
        uppdaterar, uppdatering av|utav, justera*, komplettera, kompletteras, komplettering*, fixa, fixas,
        lägga|lägg|lagt till|in, retter, endrer, endrar, oppdaterer, oppdaterar, rette, rettes, retta,
        rettar, retting*~, rettelse*, bytt ut, bytte ut, byte ut, rett
        opp|dette|det|vennligst|adress*|navn*|namn*|profil*|opplysning*, vennligst|venligst|kan|må|bes
        rett|rette, korrigera*, endre, endres, endra, endrast, =endring, endring*, oppdater, oppdatere,
        oppdateres, oppdatera, oppdatering av, supplere*, justere*, fikse, rettet, rettast, ret
        venligst|adress*|navn*|det|dette|mit|min|mine|oplysning*|mit, venligst ret, berigtig*~,
        berigtelse*, opdater, opdaterer, =ændrer, opdatere, opdateres, opdatering af, =ændre, =ændres,
        =ændret, ændring*, oikaise*, oikaist*, oikaisu, oikaisua, oikaisun, oikaisupyynt*~, korjaa,
        korjaus, korjata, korjaamaan, korjatkaa, korjattav*, korjaisitte, korjaatteko, korjauspyynt*~,
        korjataan, korjaamista, korjausta, päivit*, muuttakaa, muuttaisitte, muuttamaan, muuttaa ..
        tieto*|tiedo*|osoit*|nim*, täydent*, vaihtakaa, vaihtaa, vaihtaisitte, correct
        my|the|this|it|your|these|that|any|them|and|or|inaccura*, please correct, to correct, corrected,
        correcting, correction*, rectif*~, amend*, update my|the|your|it|them|this|to|and, updated to|with,
        be|been updated, updating, add .. to my, fix, fixed, change my|the|it|them, changed to, complete
        my|the, ersätt, ersätta, omregistrera*, skriv in, skriva in, legg|legge .. til, føy til, føye til,
        tilføy*, erstatt, erstatte, tilføj*, erstat, lisätkää, lisätä, lisäisitte, korvatkaa, replace, add
        my|the|this|that|it, adjust, put right, set right, revise, byt|byta|bytas|bytte|byte|skifte|skift
        .. adress*|namn*|navn*|mejl*|mail*|epost*|nummer*|telefon*|mobil*|ut|ud|gärna|gjerne|gerne|den|det
    """,
    Sign.RESTRICT: """
        spärrar, fryser, begräns, begränsa, begränsas, begränsar, begränsning*~, spärr, spärra, spärras,
        frys, frysa, fryses, frysas, pausa, pausas, låsa, begrenser, begrensar, sperrer, sperrar, begrens,
        begrense, begrenses, begrensa, begrensning*~, sperr, sperre, sperres, sperra, fryse, avgrens*,
        begrænser, spærrer, begrænse, begrænses, begrænsning*~, begræns, spær, spærre, spærres, fastfrys*,
        blokér, blokere*, rajoit*, rajoitta*, jäädyt*, restrict*, freeze, frozen, freezing, limit
        the|your|my, limited, suspend, put .. on hold, on hold, pause, pausar, pauses, settes på pause,
        setter .. på pause, sätta .. på paus, på pause, keskeyt*
    """,
    Sign.STOP: """
        sluta, slutar, upphör, upphöra, upphörs, stoppa, stoppas, stopp, avbryt, avbryta, stopper, stoppar,
        stanser, slutt, slutte, slutter, sluttar, stoppe, stans, stanse, opphør, opphøre, opphører, stop,
        stoppes, stands, ophør, ophøre, ophører, lopetta*, lopeta*, lakatkaa, älkää, stopped, stopping,
        cease, quit, discontinue, refrain, kiellän, kieltää, låt bli, lad være, la være, undanber*,
        frabeder, frabe, enough, leave me
    """,
    Sign.USE: """
        anlita, anlitar, anlitas, benytte, benytter, benyttes, nyttast, använda, använder, används,
        användas, använd, användningen, utnyttja*, hantera, hanterar, hanteras, behandla, behandlar,
        behandlas, bruke, bruker, brukes, bruk, bruken, brukar, behandle, behandler, behandles, nytte,
        nyttar, handsama, handsamar, bruge, bruger, bruges, brug, brugen, anvende, anvender, anvendes,
        käyttä*, käytä*, käytet*, käyttö*, käyttämä*, käsitellä, käsittele*, käsittelyä, käsittelyn, use,
        uses, used, using, process, processing, processed, processes, handle, handling
    """,
    Sign.OBJECT: """
        motsätter, motsätta, motsatter, invänd*~, invändning*~, invänder, protester*, protest, motsätter
        mig, motsetter, motsette, motset, innsigelse*, innvende*, innvending*, set|sette|setter meg|mig
        i|imot|mot, setje meg imot, protestere*, indsigelse*~, modsætter, modsætte, modsatter, vastusta*,
        vastustan, vastustamis*~, vastustus*, object, objecting, objection*~, oppose, opposed
    """,
    Sign.WITHDRAW: """
        återkalla*~, återkallelse*~, återkallar, dra|drar|dras|drog|dragit .. tillbaka|åter,
        ta|tar|tas|tog|tagit .. tillbaka|åter, återta*, trekk* .. tilbake,
        trekk|trekke|trekker|trekkje|trekkjer, tilbaketrekk*~, tilbakekall*~, tilbakekalle,
        kall|kalle|kaller|kalles .. tilbake, træk*|trak .. tilbage, trække, trækker, træk, tilbagetræk*~,
        tilbagekald*~, tilbagekalde*, peruut*, perun, perua, peruisin, perukaa, peruutus*, perutaan,
        peruttava, vedän .. pois|takaisin, withdraw*~, withdrew, revok*, revoc*, rescind*, take back,
        retract*, cancel my consent|request, avbryt|makulera|glöm|stryk min begäran|förfrågan, avbestill
        min|mitt forespørsel|krav, annuller min anmodning, peruu*
    """,
    Sign.UNSUBSCRIBE: """
        avregistrer*~, avanmäl*, avprenumerer*, avsluta|avslutar|säga|säg|stoppa ..
        prenumeration*|nyhetsbrev*|utskick*, avmeld*, meld|melde|melder meg|oss|mig .. av|frå|fra,
        meld|melde|melder .. av|frå|fra .. nyhetsbrev*|nyheitsbrev*|nyhedsbrev*, reserver*|reserverer
        mot|meg|mig, reservasjon*, avslutt*|stopp .. nyhetsbrev*|nyheitsbrev*|abonnement*, afmeld*~,
        frameld*, frabede*, frabeder, framelde, nej tak til, nei takk til, nei til reklame,
        markkinointikielto*~, suoramarkkinointikielto*~, kieltäydyn, peru|perun|peruut*|perukaa|lopetta* ..
        uutiskirj*|postituslist*|tilau*|mainos*, unsubscrib*~, opt* out, optout, take|remove me off|from ..
        list|newsletter*|mailing*, sign me out
    """,
    Sign.CONTACT: """
        mejla, mejlar, maila, mailar, ringa, ringer, smsa, messa, kontakta, kontaktar, höra av, skicka ..
        mejl|mail|epost|sms|brev|utskick*|erbjud*, maile, kontakte, kontakter, ringje, ringe,
        sende|send|sender .. epost*|sms|mail*|melding*|tilbud*, skrive|skriver til mig|meg, soitta*,
        soittele*, lähettä* .. viest*|sähköpost*|mainos*|tekstiviest*, ottamasta yhteyttä, email me,
        emailing, emails, call me, calling, texting, contacting, contact me, sending me, messaging, calls
    """,
    Sign.COMPLAIN: """
        klagomål*~, klaga, klagar, missnöjd*, anmäler er, anmäla er, anmälan till|mot, klage, klager,
        klagesak*, misfornøy*, utilfreds*, indgive|indgiver klage, klage til, valitus*, valita*, valitan,
        kantelu*, kantelen, reklamaatio*, tyytymätön*, complain*~, complaint*~, dissatisfied, unhappy with,
        disappointed with, grievance, admonition, ta upp ett klagomål, kritik, kritisk, kritikk,
        oacceptabel*, uakseptab*, uacceptab*, unacceptable, file a complaint, protest mot hur, valituks*,
        anmäla .. klagomål, make a complaint
    """,
    Sign.MOVE: """
        importer*, import, flytta, flyttas, flyttar, flytt av, överför*, föra över, portera*, exportera*,
        export av, ta med mig, ta med, flytte, flyttes, overfør*, overføring*, ta med meg, eksporter*,
        eksport*, tage .. med mig, tage .. med, siirt*, viedä, vientiä, transfer*, export*, exporting, port
        my, take .. with me, move my, migrate, ladda upp, laste opp, upload*, lämna över, overdra*,
        overlevere, overlever*
    """,
    Sign.SEE: """
        få|får|fått|ha .. ut,
        vill|önskar|skulle|vil|ønsker|ønskjer|ynskjer|want|like|kan|får|må|can|may|could .. se|sjå|see,
        send|mail over, send my data|details|information, få|får del av, ta|tar del av, tar|ta del, få|får
        se, kopia*, kopior, kopian, utdrag*, lista på|över, sammanställ*,
        skicka|skickar|sänd|sända|mejla|maila|ge .. mig|över|ut|till, lämna|lämnar ut, begär|begära ut,
        tillgång, se vad|vilka|allt|alla|mina, redogör*, översikt*, registerutdrag*, redovisa*, innsyn*,
        insyn, innsyn i, kopi, kopien, kopiar, kopier, utskrift*, oversikt*, oversyn*, send|sende|sender ..
        meg|mig, tilsendt, utlever*, få se|sjå, se hva|hvilke|kva, få|får tilgang, oppgi, redegjør*,
        indsigt*, insigt*, udskrift*, oversigt*, udlever*, få at se, at se hvad|hvilke, aktindsigt,
        tarkast*, jäljenn*, kopio*, lähettäk* .. minulle, lähettä* .. minulle, lähettäisi*, toimitta*,
        luettelo*, nähdä, saada .. tiedo*|tieto*|kopio*|jäljenn*, saada nähdä, antakaa, luovutta* minulle,
        yhteenveto*, saisinko, copy, copies, access to, send|give|provide|email|forward|supply me, send me,
        disclose, disclosure, extract, overview, see what|all|my|which|everything|the|any, to see, look at
        my|what, get|obtain|receive|have a|my|all copy|data|information|access, provide .. copy, view my,
        ge|gi|gje|giv|give|gie .. mig|meg|me, antaa|anna .. minulle, bild av, bilde av, billede af, picture
        of, kokonaiskuva*, innblikk, inblick, indblik, visa .. mig|upp, vis .. meg|mig, vise .. meg|mig,
        show .. me, näyttä*, skriv ut, skrive ut, print, hämta|hente ut, trekk ut, framlegg*, fremlegg*, få
        fram, få insyn, få tag i, få tak i mine, laita .. minulle, laittakaa, mejla|mail|mejl mig, maila ..
        mig, sänd, tillsänd*, tillhandahåll*, begär|begära .. ut, ber .. om utlevering|kopi, få ..
        skickad|skickat|tillsänt|tilsendt|tilsendt|udleveret
    """,
    Sign.TELL: """
        veta, reda på, information om vilka, berätta, upplys*, undrar, ange vilka, svara på, besked om,
        bekräfta*, redogör*, informera mig, vite, få vite, fortelle, fortell, lure på, lurer, opplys om,
        opplyse om, bekreft*, finne ut, undrast, informere meg, fortel, vide, få at vide, oplys
        om|mig|venligst|hvilke|hvad, oplyse, bekræft*, fortæl*, ønsker at vide, spørge, tietää, kertokaa,
        kertoisitte, kertomaan, ilmoittak*, vahvist*, tiedustel*, selvitt*, selvitys*, know, tell me, tell,
        let me know what|which|if|whether, confirm whether|if|what|that, find out, confirm, confirmation,
        inform me, wondering, wonder, disclose, kolla, sjekk*, sjekke, tjek*, tarkista*, check whether|if,
        undersök*, undersøk*, undersøg*, ge besked, gi beskjed, meddela*, meddele*
    """,
    Sign.ASK: """
        skicka, sänd, skriv ut, send, lähettäkää, begär, begära, begäran, =begärde, ber, be om, vill, vill
        ha, önskar, önskemål, skulle vilja, kräver, kräva, hemställer, anhåller, ansöker, vänligen, tack,
        snälla, behöver, kan ni, kan du, kunde ni, skulle ni, kan jag, får jag, undrar, utöva, åberopa*,
        härmed, yrkar, ber om, ønsker, ynskjer, vil, vil gjerne, krever, krev, krevje, kreve, begjær*,
        anmoder, anmoding*, førespurnad*, forespør*, vennligst, vær så snill, kan dere, kan de, kan jeg,
        kan eg, får eg, får jeg, herved, søker om, krav, krav om, anmodning*, beder, bedes, gerne,
        venligst, kan i, vil i, må jeg, kræver, hermed, begærer, begæring*, pyydä*, pyyntö, pyynnön,
        pyytäisin, haluan, haluaisin, vaadin, toivon, toivoisin, voisitteko, voitteko, saisinko, voinko,
        olkaa, ystävällisesti, kiitos, request, requests, requesting, want, wish, would like, please, could
        you, can you, kindly, demand, require, ask, asking, hereby, need, id like, exercise, exercising,
        can i, may i, could i, would you
    """,
    Sign.REVIEW: """
        ompröv*, granskas, granska, granskning*, överprövning*, prövas, förklar*, bedömas, bedömning*,
        titta, tittar, gå igenom, vurder*, overprøv*, prøves, prøvd, forklar*, se på, gjennomgå*,
        gjennomgang*, revurder*, omgør*, genoverve*, genbehandl*, gennemgå*, tarkist*, arvio*, selit*,
        selvi*, käsitel*, harkit*, review*, reconsider*, explain*, explanation*, contest*, challenge*, look
        at, reassess*, intervention
    """,
    Sign.EXEMPT: """
        unntak*, unntas, unntatt, unnta, unnateke*, unntatte, unntaka, unnatak*, fritak*, fritas, fritatt,
        anonym*, hemmelig*, konfidensiel*, konfidensiell*, ikke|ikkje|inte|ikke
        stå|offentlig*|offentleg*|bli|vere|være|med, undantag*, undantas, undtag*, undtages, fortroligt,
        hålls|holdes|haldast utenfor|utanfor, utenfor, utelates, unngå, skjerm*, skjules, exempt*,
        withheld, withhold, confidential*, left off, not .. public*, not|off .. list, keep .. off,
        excluded, exclude, poisjät*, salassa, salata, salataan, unna, hold|hålla|holde ..
        unna|utanför|utenfor|borte|hemmelig|off|out
    """,
}
