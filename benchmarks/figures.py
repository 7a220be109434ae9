"""A figure beside its floor and its aim, and the table of all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True)
class Figure:
    """One line of the table. `floor` is the same work by the driver or the machine alone, in the same run."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    at_most: float | None = None
    at_least: float | None = None
    ratio_at_most: float | None = None

    @property
    def ratio(self) -> float | None:
        """Give how many times the floor it is."""
        return self.value / self.floor if self.floor else None

    @property
    def met(self) -> bool | None:
        """Tell whether every aim is met; None when there is none."""
        kept: list[bool] = []
        if self.at_most is not None:
            kept.append(self.value <= self.at_most)
        if self.at_least is not None:
            kept.append(self.value >= self.at_least)
        if self.ratio_at_most is not None:
            kept.append(self.ratio is not None and self.ratio <= self.ratio_at_most)
        return all(kept) if kept else None

    @property
    def aim(self) -> str:
        """Give the aims in words."""
        said = [
            f"<= {self.at_most:g} {self.unit}" if self.at_most is not None else "",
            f">= {self.at_least:g} {self.unit}" if self.at_least is not None else "",
            f"<= {self.ratio_at_most:g} x" if self.ratio_at_most is not None else "",
        ]
        return ", ".join(filter(None, said))


@dataclass(frozen=True)
class Spread:
    """How long something took, in milliseconds: the median and the 95th hundredth."""

    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Spread":
        """Give the spread of durations."""
        cuts = quantiles([each * 1000 for each in seconds], n=100, method="inclusive")
        return cls(cuts[49], cuts[94])


_HEAD = ("figure", "value", "floor", "ratio", "aim", "met")
_WIDTHS = (66, 16, 12, 8, 22, 4)


def print_head() -> None:
    """Print the head of the table."""
    _print_row(_HEAD)
    _print_row(["-" * width for width in _WIDTHS])


def print_figures(figures: Iterable[Figure]) -> None:
    """Print lines of the table as they are measured."""
    for figure in figures:
        met = {True: "yes", False: "NO", None: ""}[figure.met]
        _print_row(
            (
                figure.name,
                f"{_number(figure.value)} {figure.unit}",
                _number(figure.floor) if figure.floor is not None else "",
                f"{figure.ratio:.2f}" if figure.ratio is not None else "",
                figure.aim,
                met,
            )
        )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def _print_row(cells: Sequence[str]) -> None:
    print(" | ".join(cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=True)), flush=True)
