"""The signs in a sentence, with those that are made of others: “my address”, “delete me”, “do not delete”."""

from collections.abc import Sequence
from functools import cache

from app.intake.lexicon import Hit, Lexicon, Tags
from app.intake.wording import Sentence
from app.intake.words.actions import ACTIONS
from app.intake.words.contexts import CONTEXTS
from app.intake.words.intents import INTENTS
from app.intake.words.persons import PERSONS
from app.intake.words.signs import Sign
from app.intake.words.terms import TERMS
from app.intake.words.things import THINGS

S = Sign
OWNED = ((S.DATA, S.MY_DATA), (S.PDATA, S.MY_DATA), (S.PROFILE, S.MY_PROFILE), (S.FIELD, S.MY_FIELD))
TO_ME = frozenset(("for", "till", "til", "at", "to", "from"))
ADJECTIVES = 3  # words between “my” and the thing
DENIED, DENIED_AT_LENGTH = 2, 4  # words from “not” to the verb; from “I do not want that you”


@cache
def lexicon() -> Lexicon:
    """Every sign there is, gathered when the first sentence is read."""
    return Lexicon(ACTIONS, THINGS, PERSONS, TERMS, CONTEXTS, INTENTS)


def tags_of(sentence: Sentence) -> Tags:
    """Every sign in the sentence and where; an erasure that is denied is none."""
    tags = lexicon().tags(sentence)
    if sentence.question:
        tags[S.QUESTION] = [Hit(0, len(sentence.folded))]
    _own(tags, sentence)
    _deny_erasure(tags, sentence)
    me = [hit for hit in tags.get(S.ERASE, ()) if _takes_me(hit, tags.get(S.ME, ()), sentence)]
    if me:
        tags.setdefault(S.ERASE_ME, []).extend(me)
    return tags


def _own(tags: Tags, sentence: Sentence) -> None:
    """MY_DATA, MY_PROFILE and MY_FIELD: “min nya adress”, “opplysningene mine”."""
    for mine in tags.get(S.MY, ()):
        for thing, owned in OWNED:
            for hit in tags.get(thing, ()):
                between = sentence.folded[mine.end : hit.start]
                ahead = 0 <= hit.start - mine.end <= ADJECTIVES and "," not in between
                if ahead or hit.end == mine.start:
                    places = (min(mine.start, hit.start), max(mine.end, hit.end))
                    tags.setdefault(owned, []).append(Hit(*places))


def _deny_erasure(tags: Tags, sentence: Sentence) -> None:
    denied = [hit for hit in tags.get(S.ERASE, ()) if _denied(hit, tags, sentence)]
    if denied:
        tags[S.NOT_ERASE] = denied
        tags[S.ERASE] = [hit for hit in tags[S.ERASE] if hit not in denied]
        if not tags[S.ERASE]:
            del tags[S.ERASE]


def _denied(hit: Hit, tags: Tags, sentence: Sentence) -> bool:
    """“do not delete”, “radera inte”, “jag vill inte att ni raderar”; not across a comma."""
    for no in tags.get(S.NOT, ()):
        inside = hit.start < no.start < hit.end
        behind = no.start == hit.end
        reach = DENIED_AT_LENGTH if S.WANT_NOT in tags else DENIED
        ahead = 0 <= hit.start - no.end < reach and "," not in sentence.folded[no.end : hit.start]
        if inside or behind or ahead:
            return True
    return False


def _takes_me(erase: Hit, me: Sequence[Hit], sentence: Sentence) -> bool:
    for hit in me:
        inside = erase.start < hit.start < erase.end
        behind = 0 <= hit.start - erase.end <= 1 and TO_ME.isdisjoint(sentence.folded[erase.end : hit.start])
        if inside or behind or hit.end == erase.start:
            return True
    return False
