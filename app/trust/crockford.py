"""Crockford's base32 in small letters: no i, l, o or u, so look-alikes have one reading (l→1, o→0)."""

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_BITS = 5
_READING = str.maketrans("iloILO" + ALPHABET.upper(), "110110" + ALPHABET)
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}


def encoded(data: bytes) -> str:
    """Give the bytes as text; five bytes make eight letters, a rest is padded with zero bits."""
    length = -(-len(data) * 8 // _BITS)
    number = int.from_bytes(data, "big") << (length * _BITS - len(data) * 8)
    return "".join(ALPHABET[number >> _BITS * place & 31] for place in reversed(range(length)))


def decoded(text: str) -> bytes | None:
    """Give the bytes of a text in its one reading, or None when it is not of this alphabet."""
    text = canonical(text)
    if not all(letter in _VALUE for letter in text):
        return None
    number = 0
    for letter in text:
        number = number << _BITS | _VALUE[letter]
    size, spare = divmod(len(text) * _BITS, 8)
    if spare >= _BITS or number & ((1 << spare) - 1):
        return None
    return (number >> spare).to_bytes(size, "big")


def canonical(text: str) -> str:
    """Give the text in small letters with look-alikes read as digits."""
    return text.translate(_READING)
