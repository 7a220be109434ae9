"""Blacking out words in a PDF for good: pages become pictures, so that nothing lies below the black."""

import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from ctypes import byref, c_int
from dataclasses import dataclass
from importlib import import_module
from tempfile import TemporaryFile
from typing import IO, Any, TypeAlias

from PIL import Image, ImageDraw

from app.errors import InvalidInput
from app.extracts.confined import Limits, accept_limits, confined

# pypdfium2 has no types; what is used of it stands in this file only.
pdfium = import_module("pypdfium2")
raw = import_module("pypdfium2.raw")

DPI = 150
_PIXELS = 30_000_000  # a larger page is drawn coarser
_SHORT = 4  # a shorter term counts only as a word of its own
_PADDING = 2

_NO_INFO = {"title": "", "producer": "", "creationDate": None, "modDate": None}

Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels."""
Corners: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right, top, in the units of the page."""


@dataclass(frozen=True)
class Spot:
    """A term on a page: the turn of the page it was read in, and the corners of each of its signs."""

    term: str
    rotation: int
    corners: Sequence[Corners]


@dataclass(frozen=True)
class Burned:
    """A PDF of pictures, without text, data about itself or attachments.

    `found` counts each term; `pictures` are the pages, from 1, that hold pictures or no text at all, where
    terms may stand that cannot be searched: a person has to look at them.
    """

    pdf: bytes
    pages: int
    found: Mapping[str, int]
    pictures: tuple[int, ...]


async def burned(pdf: bytes, terms: Sequence[str], limits: Limits | None = None) -> Burned:
    """The PDF with every occurrence of the terms covered, whatever its case, spacing or line breaks.

    Files that are not PDF can only be withheld whole. Raises InvalidInput when the PDF cannot be opened,
    TooLarge when the work meets a limit.
    """
    wanted = [term for term in terms if _folded(term)]
    head = json.dumps(wanted).encode()
    with TemporaryFile() as target:
        said = json.loads(await confined(__name__, head + b"\n" + pdf, target, limits or Limits()))
        if "refused" in said:
            raise InvalidInput("The PDF cannot be opened: withhold the file whole, or ask for another copy.")
        target.seek(0)
        return Burned(target.read(), said["pages"], said["found"], tuple(said["pictures"]))


def _folded(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if not _passed_over(c))


def _passed_over(sign: str) -> bool:
    return sign.isspace() or sign in "\x00\x02\u00ad\u200b\ufffe\ufeff" or sign in "-\u2010\u2011"


def places(signs: Sequence[str], terms: Iterable[str]) -> list[tuple[str, int, int]]:
    """Where terms stand among the signs of a page: the term, its first and its last index, both included.

    Case, spaces, line breaks and hyphens do not matter, nor does how letters and their accents are put.
    """
    folded = [(part, index) for index, sign in enumerate(signs) for part in _folded(sign)]
    text, found = "".join(part for part, _ in folded), list[tuple[str, int, int]]()
    for term in terms:
        wanted, start = _folded(term), -1
        while (start := text.find(wanted, start + 1)) >= 0:
            first, last = folded[start][1], folded[start + len(wanted) - 1][1]
            if len(wanted) >= _SHORT or _alone(signs, first, last):
                found.append((term, first, last))
    return found


def _alone(signs: Sequence[str], first: int, last: int) -> bool:
    return not any(0 <= index < len(signs) and signs[index].isalnum() for index in (first - 1, last + 1))


def _burn(pdf: bytes, terms: Sequence[str], target: IO[bytes]) -> Mapping[str, object]:
    """Writes the pictures page by page, so that only one is held, and gives the counts."""
    found, pictures = dict.fromkeys(terms, 0), list[int]()
    with closing(pdfium.PdfDocument(pdf)) as document:
        document.init_forms()
        for number in range(len(document)):
            page = _opened(document, number)
            spots, legible = _spots(page, terms)
            for term, times in _most(spots).items():
                found[term] += times
            if not legible or any(page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=15)):
                pictures.append(number + 1)
            picture, dpi = _drawn(page, [spot.corners for spot in spots])
            picture.save(target, "PDF", append=number > 0, resolution=dpi, quality=82, **_NO_INFO)
            page.close()
        return {"pages": len(document), "found": found, "pictures": pictures}


def _opened(document: Any, number: int) -> Any:
    # Notes and form fields become part of the page, so that their text is searched as well.
    page = document[number]
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    page.close()
    return document[number]


def _spots(page: Any, terms: Sequence[str]) -> tuple[list[Spot], bool]:
    """Where terms stand on a page, and whether it has text at all.

    The page is read turned each way: lines that stand upside down are else read in the wrong order.
    """
    turned, spots, legible = page.get_rotation(), list[Spot](), False
    for rotation in (0, 90, 180, 270):
        page.set_rotation(rotation)
        with closing(page.get_textpage()) as text:
            signs = [chr(raw.FPDFText_GetUnicode(text, i)) for i in range(text.count_chars())]
            legible = legible or bool("".join(signs).strip())
            for term, first, last in places(signs, terms):
                corners = [text.get_charbox(index, loose=True) for index in range(first, last + 1)]
                spots.append(Spot(term, rotation, corners))
    page.set_rotation(turned)
    return spots, legible


def _most(spots: Iterable[Spot]) -> Mapping[str, int]:
    """How often each term was read, in the turn it was read most often in."""
    counts = Counter((spot.term, spot.rotation) for spot in spots)
    return {term: max(n for (other, _), n in counts.items() if other == term) for term, _ in counts}


def _drawn(page: Any, spots: Iterable[Sequence[Corners]]) -> tuple[Image.Image, float]:
    width, height = page.get_size()
    scale = min(DPI / 72, (_PIXELS / max(1, width * height)) ** 0.5)
    drawn = page.render(scale=scale, draw_annots=False, may_draw_forms=False).to_pil()
    picture: Image.Image = drawn.convert("RGB")
    pen = ImageDraw.Draw(picture)
    for corners in spots:
        for box in _lines(_box(page, signs, picture.size) for signs in corners):
            pen.rectangle(box, fill="black")
    return picture, scale * 72


def _box(page: Any, corners: Corners, size: tuple[int, int]) -> Box:
    left, bottom, right, top = corners
    (ax, ay), (bx, by) = _pixel(page, size, left, bottom), _pixel(page, size, right, top)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _pixel(page: Any, size: tuple[int, int], x: float, y: float) -> tuple[int, int]:
    across, down = c_int(), c_int()
    raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, byref(across), byref(down))
    return across.value, down.value


def _lines(boxes: Iterable[Box]) -> Iterator[Box]:
    """One box a line of text, a little larger than the signs, so that their widths do not tell them."""
    joined: list[Box] = []
    for box in boxes:
        if box[0] >= box[2] or box[1] >= box[3]:
            continue
        if joined and _same_line(box, joined[-1]):
            joined[-1] = _around(box, joined[-1])
        else:
            joined.append(box)
    for left, top, right, bottom in joined:
        yield left - _PADDING, top - _PADDING, right + _PADDING, bottom + _PADDING


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _same_line(one: Box, other: Box) -> bool:
    """Whether two signs stand beside each other, in lines that run across or up and down."""
    across = min(one[3], other[3]) - max(one[1], other[1])
    down = min(one[2], other[2]) - max(one[0], other[0])
    return across > (one[3] - one[1]) / 2 or down > (one[2] - one[0]) / 2


def main() -> None:
    """Reads the terms as one line of JSON and then the PDF; writes the pictures to the file named first."""
    target = accept_limits(sys.argv[1:])
    terms: list[str] = json.loads(sys.stdin.buffer.readline())
    with target.open("r+b") as file:
        try:
            said = _burn(sys.stdin.buffer.read(), terms, file)
        except pdfium.PdfiumError:
            said = {"refused": True}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
