"""What speaks against a request: other registers and papers, other business, and words that only inform."""

from app.intake.words.signs import Sign

CONTEXTS = {
    Sign.INFORM: """
        du har .. rätt, har du rätt, har du .. frågor, du kan ..
        begära|återkalla|avregistrera|få|läsa|invända|motsätta|när, du kan när, du har alltid rätt,
        registrerade har rätt, den registrerade, de registrerade|registrerte|registrerede, registrerades,
        avregistrera dig|er, avprenumerera här, avsluta prenumerationen här, klicka här, klicka på, vill
        du, önskar du, om du inte vill|längre, vill du avregistrera|läsa|veta, vi behandlar, vi sparar, vi
        lagrar, vi använder dina, dina personuppgifter, dina uppgifter, er kunder, med rubriken, ange ..
        ämnesraden|rubriken, i ämnesraden, du har .. rett, har du rett, du kan ..
        be|kreve|trekke|få|når|melde|lese, den registrerte, meld deg av|på, melde deg av, avmelding her,
        klikk her, trykk her, vi behandler, vi lagrer, dine opplysninger|personopplysninger|rettigheter,
        ønsker du, vil du, hvis du, ikke ønsker å motta .. klikk|meld|trykk, dine personopplysningar, du
        har .. ret, har du ret, du kan .. anmode|få|trække|afmelde|bede|når|læse, den registrerede, afmeld
        dig, klik her, tryk her, dine oplysninger|personoplysninger|rettigheder, vi opbevarer, sinulla on
        .. oikeus, jos haluat, haluatko, voit .. pyytää|perua|peruuttaa|tarkastaa|poistaa|milloin,
        rekisteröidyllä, rekisteröidyn oikeu*, napsauta, klikkaa, tietojasi, henkilötietojasi, peruuta
        tilaus tästä, käsittelemme, tilauksesi, suostumuksesi, you have .. right*, you may|can ..
        request|unsubscribe|withdraw|opt|ask|exercise|at, you are entitled, your rights, your personal
        data|information is|are|will|may|has|have|we, data subjects have, the data subject, data subjects,
        individuals have, click here|below, to unsubscribe, unsubscribe here|at|from this|link, manage
        your|preferences, if you no longer wish|want, if you do not wish|want, if you would like|prefer, if
        you want|wish, we process, we collect, we store, with the subject|heading, rights under
    """,
    Sign.RESERVE: """
        förbehåller mig, förbehåller jag, forbeholder meg|mig|jeg|eg, forbeheld, tar forbehold om, reserve
        the|my|all, without prejudice, pidätän .. oikeu*, varaan .. oikeu*, pidätän itselläni, reserving
    """,
    Sign.PENDING: """
        medan|tills|tiden|innan|till .. invändning*|klagomål*|protest*|begäran,
        mens|inntil|til|før|medan|til .. protest*|innsigelse*|klage*|klagen, mens|indtil|inden ..
        indsigelse*|klage*, kun|kunnes|aikaa|kunhan .. vastust*|valitu*|oikais*, while|until|pending|before
        .. objection*|complaint*|request
    """,
    Sign.IF_NOT: """
        om ni .. inte|ej|vägrar|underlåter, om jag .. inte|ej, om du .. inte, om svar .. inte|uteblir, om
        detta .. inte, skulle ni inte, skulle svar, annars, i annat fall, i så fall|fallet klag*|anmäl*, om
        så inte, kan jag komma att, vid utebliv*, hvis dere|de|du|jeg|eg|dette|jer .. ikke|ikkje|nekter,
        hvis i .. ikke, hvis jeg .. ikke, dersom dere|de|du|jeg|eg|det .. ikke|ikkje, om dere|de ..
        ikke|ikkje, ellers, i motsatt fall, i modsat fald, i motsett fall, såfremt .. ikke, jos
        ette|en|vastausta|tietoja, mikäli ette|en|vastausta, muuten, muussa tapauksessa, if you ..
        not|fail|dont|refuse|cannot|decline, if i .. not|dont, if no, if this, if we .. not, otherwise,
        failing which|that|this, should you|i|this, in the absence, unless, i will|shall|may|might ..
        escalate|report|lodge|refer|raise, failure to, in that case, may lodge|complain
    """,
    Sign.EXISTENCE: """
        förekomsten av, rätten|rätt|rättigheten att begära|kräva|klaga|inge|lämna|invända|få|lämna in, rätt
        att .. inge|lämna klagomål, möjligheten att, mina rättigheter, min rätt att klaga|inge|lämna,
        information om .. rätt|rätten|rättigheter*, mina övriga rättigheter, eksistensen av|af,
        tilstedeværelsen, retten|rett|ret til å|at
        be|kreve|anmode|klage|få|krevje|protestere|indgive|gjøre|trekke, retten til at .. indgive|klage,
        retten .. klage, mine rettigheter|rettigheder|rettar, informasjon om rett*, forekomsten av|af, om
        retten, oikeu* .. pyytää|vaatia|tehdä|valittaa|vastustaa, oikeu* .. valitu*, olemassaolo*,
        oikeuksistani, oikeudesta, existence of, the right to ..
        request|lodge|complain|object|rectification|withdraw, right to request|lodge, rights to ..
        request|rectification, my other rights, my rights to, information about|on|regarding ..
        right|rights, the right of
    """,
    Sign.EXERCISE: """
        utöva, utövar, utnyttja, åberopa*, använda min|mig|mina, använder min|mig, gör gällande, med stöd
        av min, enligt min rätt, utøve, utøver, benytte, benytter, gjøre bruk av, gjør bruk, gjere bruk,
        gjer bruk, nytte retten, påberoper, brukar retten, bruke retten, bruker retten, udøve, udøver, gøre
        brug, gør brug, benytte min, påberåber, käyttää oikeuttani, käytän, käyttää, vetoan, vedoten,
        exercise, exercising, exercised, invoke, invoking, rely on, making use of
    """,
    Sign.THANKS: """
        tack|tackar för .. registerutdrag*|utdrag*|svar*|tillgång, takk|tusen for ..
        innsyn*|svar*|utskrift*, tak for .. indsigt*|svar*, kiitos|kiitän ..
        tarkast*|vastauks*|otteesta|tiedoista, thank you for|in, thanks for|in, many thanks
    """,
    Sign.RECEIVED: """
        har|jag fått|mottagit .. registerutdrag*|utdrag*|kopia*, har jag fått|mottagit ..
        registerutdrag*|utdrag*|kopia*, jag fick .. registerutdrag*|utdrag*|kopia, fick .. utdrag*, i ..
        registerutdraget|utdraget, ert|utdraget|registerutdraget jag fick, har fått|mottatt|motteke ..
        innsyn|kopi*|utskrift*|svar, jeg|eg fikk|fekk .. innsyn|kopi*|utskrift*, av innsynet, i ..
        innsynet, har fået|modtaget .. indsigt|kopi*|udskrift*, jeg fik .. indsigt|kopi*, olen saanut ..
        tiedo*|kopio*|otteen|rekisteriot*, sain .. tiedo*|tieto*|kopio*|otteen|rekisteriot*, i ..
        received|got .. copy|extract|data, received .. copy|extract, have received, ive received, in the
        extract|copy|data, the copy i
    """,
    Sign.ENCLOSED: """
        bifog*, bilägg*, medföljer, ta|tar|tagit|har|ha|medta .. med .. registerutdrag*, ta med, ta|tar ..
        med mig, ska|skall|behöver|måste jag .. registerutdrag*, behöver|kräver|vill|önskar ni ..
        registerutdrag*, giltigt|nytt|färskt|aktuellt registerutdrag*, registerutdrag*|registerutdraget
        till|inför|från|för|på arbete|intervju*|anställ*|polis*|min|nya|jobb*|tjänst*, lämna|lämnat|lämnar
        in, visa|visar upp, uppvisa*, skicka|skickar|skickat in, här kommer, här är, kommer här, vedlag*,
        vedlegg*, ligger vedlagt, medbring*, vedhæft*, vedlæg*, liite*, ohessa, liitän, toimitan, attach*,
        enclos*, find attached, bring, submit, kunden|arbetsgivaren|kommunen|skolan|chefen ..
        registerutdrag*, registerutdrag* krävs|behövs|ska|måste|saknas, krävs|behövs .. registerutdrag*
    """,
    Sign.N_POLICE: """
        polis*, polisen, polismyndig*, belastningsregist*, misstankeregist*, brottsregist*,
        kriminalregist*, straffregist*, bakgrundskontroll*, skolverksamhet*, i skola, inom
        skola|skolan|barnomsorg|förskola|vård, barnomsorg*, förskol*, hvb*, lss, lssboende*, 442, 44211,
        4421, ostraffad*, lagöverträd*, brottsutdrag*, säkerhetsprövning*, ordningsvakt*, vikarie* ..
        skola|förskola|barn*, barn och unga, politi, politiet, politiattest*, vandelsattest*, vandel*,
        strafferegist*, barneomsorgsattest*, straffeattest*, børneattest*, rikosrekister*, rikostaust*,
        poliisi*, oikeusrekister*, turvallisuusselvity*, criminal record*, police*, dbs, background check*,
        disclosure and barring, conviction*, vetting
    """,
    Sign.N_REGISTER: """
        bolagsverket, bolagsregist*, bolagets register*, registreringsbevis*, lantmäteri*,
        fastighetsutdrag*, fastighetsregist*, fastigheten, fastighet, folkbokför*, personbevis*,
        skatteverket, kreditupplysning*, =uc, betygsregist*, betygsutdrag*, betyg, ladok*, aktiebok*,
        bilregist*, transportstyrelsen, vägtrafikregist*, näringslivsregist*, föreningsregist*, avlidna,
        inskrivning*, lagfart*, bouppteckning*, verklig huvudman, brønnøysund*, firmaattest*,
        foretaksregist*, enhetsregist*, grunnbok*, grunnboksutskrift*, matrikkel*, eiendom*, kartverket,
        folkeregist*, aksjonær*, karakterutskrift*, vitnemål*, tingbog*, tingbogsattest*, cvr*,
        virksomhedsregist*, ejendom*, dåbsattest*, karakterblad, kaupparekister*, väestörekister*,
        väestötieto*, digi ja väestö*, dvv, kiinteistö*, lainhuuto*, yhdistysrekister*, luottotieto*,
        virkatodistu*, opintosuoritu*, kiinteistörekister*, companies house, land registry, birth
        certificate, title deed*, company register, commercial register, credit report, transcript*
    """,
    Sign.N_PUBLIC: """
        allmän|allmänna handling*, offentlig|offentliga handling*, handlingar, handling,
        offentlighetsprincip*, upphandling*, anbud*, diari*, tryckfrihet*, utlämnande av, protokoll*,
        tjänsteanteckning*, kommunen*, nämnd*, journalist*, redaktion*, meddelarfrihet*, dokument,
        dokumenter, dokumentet, offentleglov*, offentliglov*, offentlighetslov*, offentlegheitslov*,
        offentleg journal, postjournal*, journalpost*, saksdokument*, sakspapir*, saksnummer, rettsbok*,
        sluttinnlegg*, tilbudsdokument*, anbudsdokument*, anskaffelse*, einnsyn, partsinnsyn,
        styrereferat*, møtebok*, kommunestyre*, dommen, rettsmøte*, arkivsak*, tilbud, tilboda,
        konkurransen, aktindsigt*, offentlighedslov*, forvaltningslov*, akter, sagsakter*, ministeriet,
        asiakirj*, julkisuus*, julkisuuslak*, julkisuuslain, tarjousasiakirj*, hankin*, pöytäkirj*,
        toimittaja, freedom of information, foi*, public record*, public document*, tender, procurement,
        minutes of, court record*
    """,
    Sign.N_INVOICE: """
        faktura*, *faktura*, lönespec*, lönespecifikation*, lön, lönen, löneutbet*, löneunderlag*,
        tidrapport*, tidsrapport*, tidredovis*, stämpling*, kreditnota*, kredit, ordern, order,
        orderbekräft*, beställning*, bokning*, bokningen, *bokning*, reseräkning*, utlägg*, moms, avtalet,
        avtal, hyresavtal*, anställningsavtal*, kontrakt*, leverans*, semesteransök*, frånvaroanmäl*,
        skattedeklar*, kontrolluppgift*, lønn, lønnen, lønnsslipp*, lønnsutbet*, timeliste*, timeføring*,
        timer, avtale*, avtalen, time, timen, timebestilling*, bestilling*, bestillingen, reiseregning*,
        betaling*, skattetrekk*, skattemelding*, lønsslipp*, lønseddel*, løn, aftale*, aftalen,
        tidsregistrering*, kvittering*, årsopgørelse*, feriepenge*, regning*, lasku, laskun, laskuun,
        laskus*, laskutu*, palkka*, palkan, palkkalask*, palkkakuit*, varau*, tilaus, tilauksen, sopimu*,
        työtunt*, tuntilist*, tuntikirjau*, työaikakirjau*, matkalask*, hyvityslask*, invoice*, payslip*,
        pay slip, salary, payroll, timesheet*, booking*, reservation*, purchase order, credit note,
        expense*, order number, contract, tax return, receipt, billing, faktureringsadress*,
        leveransadress*, leveringsadress*, delivery address
    """,
    Sign.N_APPEAL: """
        oikaisuvaatimu*, päätöksestä, hallinto oikeu*, hallintooikeu*, verotu*, verotus*, verotuspäätö*,
        överklag*, omprövning av, omprövningsbegäran, utmätning*, kronofogd*, patent*, varumärk*,
        detaljplan*, bygglov*, försäkringskass*, skattebeslut*, vedtak*, vedtaket, karakter*, karakteren,
        karakterer, eksamen*, reguleringsplan*, kommuneplan*, byggesak*, nabovarsel*, byggesøknad*, nav,
        parkeringsgebyr*, likningen, lokalplan*, kommune, kommunen, skat, parkeringsafgift*, p-bot,
        parkeringsbot, kontrollavgift*, parkering*, kaava*, asemakaava*, rakennuslup*, pysäköinti*,
        planning application, parking fine, parking ticket, your honour|honor, court, witness*, motion to,
        grade, exam, tribunal
    """,
    Sign.N_RECRUITING: """
        jobbansök*, spontanansök*, spontanansøk*, söker|sökt tjänst*|jobb*|arbete|anställning, tjänsten
        som, rollen som, annons*, personligt brev, intervju*, intresseanmäl*, jobbsøknad*, søknad,
        stilling*, stillingen, søker på|stilling*|jobb*, åpen søknad, jobansøgning*, uopfordret ansøgning,
        ansøgning, jobsamtale*, samtale, työhakemu*, avoin hakemus, hakemus, työpaik*, haastattel*, haen ..
        paikka*|töitä|tehtäv*, job application, cover letter, apply|applying for, vacancy, interview*,
        speculative application, position of, candidate*, referens:*, referenser, linkedin*
    """,
    Sign.N_VENDOR: """
        webbinari*, webinar*, seminari*, kurs, kursen, kurser, gdprkurs*, utbildningsdag*, konferens*,
        demo, demon, boka en|ett, erbjudande*, kampanjpris*, kostnadsfri*, gratis, er organisation, ert
        företag, era kunder, din organisation, ditt företag, hjälper|hjälpa
        er|dig|företag|organisationer|bolag, vår plattform|lösning|tjänst|programvara|produkt, våra
        kunder|produkter|tjänster, få koll på, automatisera era|er|hantering*, smidig lösning,
        programvara*, verktyg*, ladda ner|ned, whitepaper*, checklista, anmäl dig, läs mer, offert*,
        prisförslag, säljare, key account, expert*, nyhet, lansera*, missa inte, nettkurs*, kurs i,
        kursus*, bestill|book demo|en, din|deres virksomhet|bedrift|organisasjon, hjelper|hjelpe
        dere|bedrifter|virksomheter|deg, vår løsning|plattform|tjeneste, vårt verktøy, våre kunder,
        verktøy*, last ned, sjekkliste, meld|melde deg på, les mer|meir, påmelding, tilbud på, jeres
        virksomhed|organisation|virksomhed*, hjælper|hjælpe jer|virksomheder, vores
        løsning|platform|kunder|system, værktøj*, download, tilmeld dig|jer, læs mere, konference*, priser
        fra, koulutu*, verkkokoulutu*, ilmoittaudu, webinaari*, autamme, autamme yrity*|teitä, ratkaisumme,
        palvelumme, asiakkaamme, tarjou*, varaa demo|aika, lataa opas, lue lisää, työkalu*, yrityksenne,
        organisaationne, our platform|solution|software|product|customers|clients|service|team, your
        business|company|organisation|organization|team, book a|demo, free trial|demo|guide, white paper,
        learn more, register now, sign up, pricing, discount, course, training, conference, helps
        companies|organisations|you|businesses, streamline, automate your, compliance
        software|solution|platform
    """,
    Sign.N_CONFIRMED: """
        du är|har nu avregistrer*|avprenumer*|borttag*, du har avregistrerats|avslutat|avprenumererat, har
        avregistrerats, är nu avregistrerad, din avregistrering, din avanmälan, du er nå avmeldt|meldt, du
        er no meldt, er nå avmeldt, avmeldingen er|din, du er nu afmeldt|frameldt, du er blevet afmeldt, er
        nu afmeldt, du har afmeldt, tilauksesi on peru*|lopetet*, sinut on poistettu, olet peruuttanut,
        peruutuksesi on, have been|successfully unsubscribed|removed, been unsubscribed, are now
        unsubscribed, successfully unsubscribed|removed, you unsubscribed, unsubscribe request confirmed,
        unsubscribe confirmation, vi bekräftar, bekräftelse på avregistr*, bekreftelse på avmeld*, vi har
        mottagit din, vi har tagit emot din
    """,
    Sign.N_NOTICE: """
        uppdaterat|uppdaterar|uppdaterade|ändrat|ändrar vår|våra
        integritet*|personuppgift*|villkor*|policy*|användarvillkor, ändringar i vår*|våra, ny
        integritetspolicy, uppdaterad integritetspolicy|personuppgiftspolicy|policy,
        personuppgiftsincident*, biträdesavtal*, personuppgiftsbiträdesavtal*, pubavtal*,
        oppdatert|oppdaterer|oppdaterte vår|våre|personvern*, oppdatert personvernerklæring,
        databehandleravtal*, avvik*, personvernbrudd*, opdateret|opdaterer vores|privatliv*, opdateret
        privatlivspolitik, databehandleraftal*, brud på persondatasikk*, sikkerhedsbrud*,
        päivittäneet|päivitämme .. tietosuoja*|ehto*, tietosuojaselosteen päivit*, päivitetty tietosuoja*,
        tietoturvaloukkau*, käsittelysopimu*, updated|updating|changes to|our .. privacy
        policy|notice|terms, changes to our, our updated, new privacy policy, data processing agreement*,
        =dpa, personal data breach, security incident, data breach notif*, cookie*, kakbanner*,
        informationskaps*, evästeet, evästeban*
    """,
    Sign.N_SENSE: """
        tillgång till systemet|lokal*|byggnad*|mapp*|vpn|portal*, tillgång till
        intranät*|kontoret|parkering*|sharepoint|teams|bygget, portabel, portabla, ansvarsbegränsning*,
        begränsning av ansvar*|skadestånd*|hastighet*, medicinsk*, operation*, vårdgivare, patient*,
        läkare, tandläk*, tilgang til bygg*|system*|lokal*|mappe*|vpn|portal*, ansvarsbegrensning*,
        begrensning av ansvar*, lege, legen, pasient*, operasjon*, adgang til bygning*|system*|mappe*,
        ansvarsbegrænsning*, læge, lægen, kulkuoike*, pääsy rakennu*|järjestelm*|toimisto*, vastuunrajoit*,
        lääkäri*, potila*, leikkau*, access to the|our
        building|system|server|folder|office|site|premises|vpn|portal|network, building access, access
        card|badge, limitation of liability, restricted area, medical, patient, surgery, doctor, screen,
        portable
    """,
    Sign.N_EVENT: """
        kurs*, kursus*, seminari*, webinar*, webbinari*, arrangement*, evenemang*, event, eventet,
        frukost*, lunch*, julbord*, julebord*, julefrokost*, fest, festen, mässa*, jobbmässa*, messe*,
        konferens*, konferanse*, konference*, træning*, trening*, träning*, fotboll*, skolan, sfo,
        barnehage*, förskola*, fritids*, intervju*, interview*, samtale, möte, mötet, møte, møtet, møde,
        mødet, utbildningen, utbildningsdag*, koulutuksesta, koulutukseen, tapahtum*, kurssi*, haastattel*,
        course, class, meeting, appointment, resa, resan, turen, vikariat*
    """,
}
