"""What the actions about letters and answers need to be told, beside those of actions.py."""

from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.models import hints
from app.models.action import Action, Address, Text
from app.vocabulary import Channel, IdentityMethod


class HandOver(Action):
    """Say that the answer reached the person without a letter of ours: by post, at a desk, by telephone."""

    how: Literal[Channel.LETTER, Channel.DESK, Channel.PHONE] = Field(title="How the person got the answer")
    reason: Text = Field(title="What was handed over, when and to whom")


class RevokeExtract(Action):
    """Stop a package from being downloaded."""

    extract_id: UUID = Field(title="Extract", json_schema_extra={**hints.options(hints.EXTRACTS)})
    reason: Text = Field(title="Reason")


class ResendAnswer(Action):
    """Send the answer's letter again; elsewhere only to an address that is proven to be theirs."""

    reason: Text = Field(title="Why it is sent again")
    email: Address | None = Field(
        default=None,
        title="Another e-mail address of the person",
        description="Left empty, the letter goes to the address it went to before.",
    )
    method: Literal[IdentityMethod.CALL_BACK, IdentityMethod.LETTER, IdentityMethod.IN_PERSON] | None = Field(
        default=None,
        title="How the address was proven to be theirs",
        description="Needed with another address.",
    )

    @model_validator(mode="after")
    def _elsewhere_with_proof(self) -> Self:
        if bool(self.email) != bool(self.method):
            raise ValueError("another address needs the way in which it was proven to be the person's")
        return self


class Write(Action):
    """Write to the person in your own words."""

    text: Text = Field(
        title="What you want to say",
        description="We add greeting, signature and status link. It leaves after ten seconds.",
        json_schema_extra={**hints.widget("textarea")},
    )
    confirm: bool = Field(
        default=False,
        title="Send it with the identity number",
        description="Only if it must stand in the letter: e-mail is not a safe place for one.",
    )


class RecallLetter(Action):
    """Take back a letter that has not left yet."""

    letter_id: UUID = Field(title="Letter", json_schema_extra={**hints.options(hints.LETTERS)})
