"""Small shapes that the words of several pages are made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """One thing to choose: what it is called, and what that means."""

    label: str
    hint: str = ""


@dataclass(frozen=True)
class Count:
    """A sentence about a number; `{count}` is filled in."""

    one: str
    many: str

    def say(self, count: int) -> str:
        """Give the sentence for this number."""
        return (self.one if count == 1 else self.many).format(count=count)
