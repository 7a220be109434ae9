"""Text made comparable: repaired, folded to plain letters, cut into sentences of words."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

RUN_OF_HIGH = re.compile(r"[\x80-\uffff]{2,}")
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
OLD_PAGE = str.maketrans("\x84\x86\x94\x8e\x8f\x99\x91\x9b„†”Ž™›", "äåöÄÅÖæøäåöÄÖø")
OLD_PAGE_LETTER = re.compile(
    "(?<=[A-Za-z])[\x84\x86\x94\x8e\x8f\x99\x91\x9b„†”Ž™›](?=[a-z])|[\x84\x86\x94\x8e\x8f\x99]"
)
APOSTROPHE = re.compile(r"(?<=\w)['’´`](?=\w)")
MAIL_WORD = re.compile(r"\b(e|cv|sms)[ ]?[-:][ ]?(?=[a-zåäöæø])", re.IGNORECASE)
LINK = re.compile(r"(?:https?://|www\.)\S{1,900}|\S{1,100}@\S{1,200}")
FOLDS = str.maketrans({"æ": "ae", "ø": "o", "ð": "d", "þ": "th", "ß": "ss", "đ": "d", "ł": "l"})
TYPED = re.compile(r"a[ae]|oe")
WORD = re.compile(r"(?:\ufffd+|(?<!\S)\?+(?=[^\W_]))?[^\W_]+(?:[?\ufffd]+[^\W_]+)*\ufffd*|,")
ENDS = re.compile(r"(?<=[.!?:])[\"”’)]*\s+|;\s|\n{2,}")
ABBREVIATION = re.compile(
    r"\b(?:art|artt|t\.?ex|f\.?eks|bl\.?a|osv|dvs|jfr?|nr|ca|vedr|ang|mob|tlf|tel|lit|pkt|kl|st|ev|evt|mm|esim|ks"
    r"|no|s|u)\.$",
    re.IGNORECASE,
)
BULLET = re.compile(r"\s*(?:[-–*•·]|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)])\s")
WRAPPED = 60
LONGEST_SUBJECT = 2000
MARK = (
    r"(?:re|sv|vs|vb|vl|fwd?|wg|aw|tr|rv|ynt|ang(?:ående)?|vedr(?:ørende)?|ad|koskien|asia|emne|ämne|aihe|subject"
    r"|autosvar|automatisk[ta]? svar|automaattinen vastaus|automatic reply)"
)
PREFIX = re.compile(
    rf"\s*(?:{MARK}\s*(?:[\[(]\d+[\])]|\^\d+)?\s*(?::|(?<=g)\.|(?<=vedr)\.)"
    r"|\[[^\]]{1,40}\]|\*{2,}[^*]{1,30}\*{2,}|[^\w\s\"'”“»«(\[]+(?=[\s\w]))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sentence:
    """The words of one sentence: as written, in lower case, and folded.

    `bullet` when it is an item of a list, `question` when it ends in a question mark.
    """

    written: tuple[str, ...]
    lowered: tuple[str, ...]
    folded: tuple[str, ...]
    bullet: bool = False
    question: bool = False


def repaired(text: str) -> str:
    """The text with mojibake undone, compatible forms united and invisible characters gone."""
    if text.isascii():
        return text
    for _ in range(3):
        again = RUN_OF_HIGH.sub(_from_utf8, text)
        if again == text:
            break
        text = again
    text = OLD_PAGE_LETTER.sub(lambda found: found[0].translate(OLD_PAGE), text)
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """The word in lower case and plain letters: å ä aa ae → a, ö ø oe → o; other accents are dropped."""
    word = word.casefold().translate(FOLDS)
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return TYPED.sub(lambda found: found[0][0], word)


def bare_subject(subject: str) -> str:
    """The subject without reply and forward marks, list tags, warnings and emoji before it."""
    text = repaired(subject[:LONGEST_SUBJECT])
    end = 0
    while (found := PREFIX.match(text, end)) and found.end() > end:
        end = found.end()
    return text[end:].strip(" \"'”“»«!.") if text[end:].strip() else text.strip()


def sentences(text: str, limit: int) -> list[Sentence]:
    """The sentences of the first `limit` characters; wrapped lines are joined, list items stand alone."""
    text = LINK.sub(" ", repaired(text[:limit]))
    text = MAIL_WORD.sub(r"\1", APOSTROPHE.sub("", text))
    found = (_sentence(piece) for piece in _pieces(text))
    return [sentence for sentence in found if sentence.written]


def _from_utf8(found: "re.Match[str]") -> str:
    """What the characters were before UTF-8 was read as a Western code page, if they were that."""
    try:
        return b"".join(map(_western_byte, found[0])).decode("utf-8")
    except UnicodeError:
        return found[0]


def _western_byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeError:
        return character.encode("latin-1")


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for block in _unwrapped(text):
        start = 0
        for end in ENDS.finditer(block):
            if not ABBREVIATION.search(block, start, end.start()):
                pieces.append(block[start : end.start()])
                start = end.end()
        pieces.append(block[start:])
    return pieces


def _unwrapped(text: str) -> list[str]:
    """Lines put together where they were only wrapped; a short line before a capital ends a block."""
    blocks: list[str] = []
    joins = False
    for line in text.split("\n"):
        stripped = line.strip(" \t>|")
        starts_anew = BULLET.match(line) or not stripped or stripped[0].isupper()
        if (
            joins
            and not (starts_anew and len(blocks[-1].rpartition("\n")[2]) < WRAPPED)
            and not BULLET.match(line)
        ):
            blocks[-1] += "\n" + stripped
        else:
            blocks.append(stripped)
        joins = bool(stripped)
    return blocks


def _sentence(piece: str) -> Sentence:
    written = tuple(WORD.findall(piece))
    lowered = tuple(word.casefold() for word in written)
    return Sentence(
        written, lowered, tuple(map(folded, lowered)), bool(BULLET.match(piece)), "?" in piece[-4:]
    )
