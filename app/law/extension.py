"""Whether two months more may be taken (GDPR Art. 12(3)): every reason why not, in words.

An extension must be told to the person, with its reasons, inside the first month; whoever extends
therefore queues the letter `extension` in the same transaction.
"""

import re
from datetime import datetime
from typing import Final

from app.vocabulary import ExtensionReason

LEAST_WORDS: Final = 6
"""Different words an explanation needs before it can say anything about this very request."""

# Word beginnings, so that inflected forms are met: belastning, belastningen, belastninger.
_OWN_TROUBLE: Final = re.compile(
    r"\b(arbetsbelast|hög belastning|semest|ledighet|tjänstledig|föräldraledig|sjuk|personalbrist"
    r"|underbeman|tidsbrist|hinner|stress|helgdag|julen\b|julhelg|påskhelg|mycket att göra"
    r"|arbeidsmengd|arbeidspress|ferie|sykdom|sykmeld|sykefrav|syk\b|lav bemanning|travelt|tidsnød|tidspress"
    r"|rekker ikke|høytid|permisjon|mye å gjøre|mykje å gjere"
    r"|workload|busy|holiday|vacation|(?:on|annual|parental) leave|sick|illness|short[- ](?:staffed|handed)"
    r"|short of staff|staff shortage|understaff|backlog|no time|a lot to do)",
    re.IGNORECASE,
)
_SUBSTANCE: Final = re.compile(
    r"(komple[xk]|complex|omfatt|omfang|extensive|volume|stora? mängd|stor mengd|large amount|system|databas"
    r"|register|arkiv|archive|dokument|document|handlingar|records?\b|filer|files|sidor|sider|pages|e-?post"
    r"|e-?mail|maska|maskning|sladd|redact|black(?:ed)? out|sekretess|secrecy|taushet|tredje|third part"
    r"|andra personer|andre personer|other people|granskas?\b|gjennomgå\b|to review|reviewed|begäranden"
    r"|flera begär|flere krav|(?:several|many) requests|inspelning|opptak|recording|säkerhetskop"
    r"|sikkerhetskop|backup)",
    re.IGNORECASE,
)


def refusals(
    *,
    reason: ExtensionReason | None,
    explanation: str,
    already_extended: bool,
    first_due_instant: datetime,
    at: datetime,
) -> tuple[str, ...]:
    """Give every reason, in English, why the time cannot be extended now; empty when it can.

    `first_due_instant` is the exclusive end (UTC) of the unextended legal due date,
    `Calendar.end_of(deadline.first_due)`.
    """
    checks = (
        (
            reason is None,
            "Choose the reason: the request is complex, the requests are many, or both.",
        ),
        (
            len(_different_words(explanation)) < LEAST_WORDS,
            "Explain what makes this request complex; the person is sent these words.",
        ),
        (
            _only_own_trouble(explanation),
            "Workload, illness and holidays are no reason: say what in the request itself takes the time.",
        ),
        (already_extended, "The time has been extended once already; it can only be done once."),
        (
            at >= first_due_instant,
            "The first month is over: an extension has to be told before that. Answer now; the case is late.",
        ),
    )
    return tuple(why for refused, why in checks if refused)


def _different_words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) > 1}


def _only_own_trouble(explanation: str) -> bool:
    return bool(_OWN_TROUBLE.search(explanation)) and not _SUBSTANCE.search(explanation)
