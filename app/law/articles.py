"""The articles and names of the rights, as letters and pages call them in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.law.words import Words
from app.vocabulary import Language, Right


@dataclass(frozen=True)
class Article:
    """A place in the GDPR: article, paragraph and letter, as 17(3)(b)."""

    number: int
    paragraph: int | None = None
    letter: str = ""

    def cite(self, language: Language) -> str:
        """Give the citation as the language writes it: `artikel 12.3`, `artikkel 12 nr. 3`."""
        match language:
            case Language.SV:
                return f"artikel {self.number}" + self._parts(".{}", " {}")
            case Language.NB | Language.NN:
                return f"artikkel {self.number}" + self._parts(" nr. {}", " bokstav {}")
            case Language.DA:
                return f"artikel {self.number}" + self._parts(", stk. {}", ", litra {}")
            case Language.FI:
                return self._finnish()
            case Language.EN:
                return f"Article {self.number}" + self._parts("({})", "({})")

    def _parts(self, paragraph: str, letter: str) -> str:
        written = paragraph.format(self.paragraph) if self.paragraph else ""
        return written + (letter.format(self.letter) if self.letter else "")

    def _finnish(self) -> str:
        if not self.paragraph:
            return f"{self.number} artikla"
        if not self.letter:
            return f"{self.number} artiklan {self.paragraph} kohta"
        return f"{self.number} artiklan {self.paragraph} kohdan {self.letter} alakohta"


REGULATION: Final = Words(
    sv="dataskyddsförordningen (GDPR)",
    nb="personvernforordningen (GDPR)",
    nn="personvernforordninga (GDPR)",
    en="the General Data Protection Regulation (GDPR)",
    da="databeskyttelsesforordningen (GDPR)",
    fi="yleinen tietosuoja-asetus (GDPR)",
)
OFFENTLEGLOVA_25: Final = Words(
    sv="§ 25 i norska offentleglova",
    nb="offentleglova § 25",
    en="section 25 of the Norwegian Freedom of Information Act (offentleglova)",
    nn="offentleglova § 25",
    da="§ 25 i den norske offentleglova",
    fi="Norjan julkisuuslain (offentleglova) 25 §",
)


@dataclass(frozen=True)
class RightInLaw:
    """A right: its name and the articles it stands in, or the national statute where the GDPR has none."""

    name: Words
    articles: tuple[Article, ...]
    statute: Words | None = None

    def cite(self, language: Language) -> str:
        """Give the sources, comma by comma: `artikel 21.2, artikel 21.3`."""
        cited = [article.cite(language) for article in self.articles]
        return ", ".join([*cited, self.statute.say(language)] if self.statute else cited)


RIGHTS: Final[Mapping[Right, RightInLaw]] = {
    Right.ACCESS: RightInLaw(
        Words(
            sv="registerutdrag (rätt till tillgång)",
            nb="innsyn",
            nn="innsyn",
            en="access",
            da="indsigt",
            fi="oikeus saada pääsy tietoihin (tarkastusoikeus)",
        ),
        (Article(15),),
    ),
    Right.RECTIFICATION: RightInLaw(
        Words(sv="rättelse", nb="retting", nn="retting", en="rectification", da="berigtigelse", fi="oikaisu"),
        (Article(16),),
    ),
    Right.ERASURE: RightInLaw(
        Words(sv="radering", nb="sletting", nn="sletting", en="erasure", da="sletning", fi="poisto"),
        (Article(17),),
    ),
    Right.RESTRICTION: RightInLaw(
        Words(
            sv="begränsning av behandling",
            nb="begrensning av behandling",
            nn="avgrensing av behandling",
            en="restriction of processing",
            da="begrænsning af behandling",
            fi="käsittelyn rajoittaminen",
        ),
        (Article(18),),
    ),
    Right.PORTABILITY: RightInLaw(
        Words(
            sv="dataportabilitet",
            nb="dataportabilitet",
            nn="dataportabilitet",
            en="data portability",
            da="dataportabilitet",
            fi="oikeus siirtää tiedot järjestelmästä toiseen",
        ),
        (Article(20),),
    ),
    Right.OBJECTION: RightInLaw(
        Words(
            sv="invändning mot behandling",
            nb="protest mot behandling",
            nn="protest mot behandling",
            en="objection to processing",
            da="indsigelse mod behandling",
            fi="käsittelyn vastustaminen",
        ),
        (Article(21, 1),),
    ),
    Right.MARKETING_OBJECTION: RightInLaw(
        Words(
            sv="nej till direktmarknadsföring",
            nb="nei til direkte markedsføring",
            nn="nei til direkte marknadsføring",
            en="objection to direct marketing",
            da="nej til direkte markedsføring",
            fi="suoramarkkinointikielto",
        ),
        (Article(21, 2), Article(21, 3)),
    ),
    Right.CONSENT_WITHDRAWAL: RightInLaw(
        Words(
            sv="återkallelse av samtycke",
            nb="tilbaketrekking av samtykke",
            nn="tilbaketrekking av samtykke",
            en="withdrawal of consent",
            da="tilbagetrækning af samtykke",
            fi="suostumuksen peruuttaminen",
        ),
        (Article(7, 3),),
    ),
    Right.COMPLAINT: RightInLaw(
        Words(sv="klagomål", nb="klage", nn="klage", en="complaint", da="klage", fi="valitus"),
        (Article(77),),
    ),
    Right.AUTOMATED_DECISION_REVIEW: RightInLaw(
        Words(
            sv="omprövning av ett automatiserat beslut",
            nb="ny vurdering av en automatisert avgjørelse",
            nn="ny vurdering av ei automatisert avgjerd",
            en="review of an automated decision",
            da="fornyet vurdering af en automatisk afgørelse",
            fi="automaattisen päätöksen uudelleenarviointi",
        ),
        (Article(22, 3),),
    ),
    Right.INFORMATION_REQUEST: RightInLaw(
        Words(
            sv="information om behandlingen",
            nb="informasjon om behandlingen",
            nn="informasjon om behandlinga",
            en="information about the processing",
            da="oplysninger om behandlingen",
            fi="tiedot käsittelystä",
        ),
        (Article(13), Article(14)),
    ),
    Right.APPLICANT_LIST_EXEMPTION: RightInLaw(
        Words(
            sv="undantag från offentlig sökandelista",
            nb="unntak fra offentlig søkerliste",
            nn="unntak frå offentleg søkjarliste",
            en="exemption from a public list of applicants",
            da="undtagelse fra offentlig ansøgerliste",
            fi="poikkeus julkisesta hakijaluettelosta",
        ),
        (),
        OFFENTLEGLOVA_25,
    ),
}
