"""Rules in the settings: calendar, mail and files, words added to letters, and groups that may sign in."""

from datetime import date
from typing import Literal

from pydantic import Field

from app.letters.wording import LONGEST
from app.mail_rules import FileRules, MailRules
from app.models.hints import of_enum, widget
from app.organisation_settings.shapes import Form, Line, Words
from app.vocabulary import Language, Letter, Role

_RULES, _MAIL = FileRules(), MailRules()


class DaysForm(Form):
    """Days off beyond the designated holidays, or not taken."""

    added: tuple[date, ...] = Field(
        default=(),
        title="Holiday added",
        description="Only what the legislature changed: days off of your own move no deadline.",
    )
    removed: tuple[date, ...] = Field(default=(), title="Holiday taken away")
    national_eves: bool = Field(default=False, title="National eves count as holidays")


class CalendarForm(Form):
    """The calendar deadlines are counted by."""

    calendar: DaysForm = Field(title="Calendar")


class MailForm(Form):
    """What is known of the organisation's own mail server."""

    server: Line = Field(
        default="",
        title="Name of your mail server",
        description="As its Authentication-Results say it. Left empty, nothing they say is looked at.",
    )
    server_unnamed: bool = Field(default=False, title="It leaves its name out, as Microsoft 365 does")
    acknowledged_an_hour: int = Field(
        default=_MAIL.acknowledged_an_hour, ge=0, title="Most acknowledgements sent in an hour"
    )


class FilesForm(Form):
    """Which files of a mail are handed out."""

    largest_mb: float = Field(default=_RULES.largest_mb, gt=0, le=50, title="Largest file, in MB")
    refused: tuple[Line, ...] = Field(
        default=_RULES.refused,
        title="Ending that is refused",
        description="As .exe, or a media type; small letters.",
    )
    identity_days: int = Field(
        default=_RULES.identity_days,
        ge=1,
        le=30,
        title="Days until identity documents nobody asked for are cut out",
    )


class MailAndFilesForm(Form):
    """Rules for mail and its files."""

    mail: MailForm = Field(title="Mail")
    files: FilesForm = Field(title="Files")


class WordingForm(Form):
    """What you add to a letter."""

    letter: Literal[
        Letter.ACKNOWLEDGEMENT,
        Letter.IDENTITY_REQUEST,
        Letter.CLARIFICATION,
        Letter.EXTENSION,
        Letter.ANSWER_READY,
        Letter.FRESH_EXTRACT,
        Letter.REFUSAL,
        Letter.CLOSED,
        Letter.MESSAGE,
    ] = Field(title="Letter", json_schema_extra={**of_enum(Letter)})
    language: Literal[Language.SV, Language.NB, Language.NN, Language.EN] = Field(
        title="Language", json_schema_extra={**of_enum(Language)}
    )
    text: Words = Field(
        min_length=1,
        max_length=LONGEST,
        title="What you add",
        description="It stands before the regards. {{ reference }}, {{ organisation_name }}, "
        "{{ contact_email }} and {{ due_on }} are filled in; **bold** and lists may be used.",
        json_schema_extra={**widget("textarea"), "x-rows": 8},
    )


class LettersForm(Form):
    """What you add to letters in your own words."""

    letters: tuple[WordingForm, ...] = Field(title="Added text")


class GroupForm(Form):
    """A group of the identity provider."""

    name: Line = Field(min_length=1, title="Name of the group")
    role: Literal[Role.HANDLER, Role.LEAD, Role.DPO, Role.ADMINISTRATOR] = Field(
        title="Role", json_schema_extra={**of_enum(Role)}
    )


class GroupsForm(Form):
    """Who may sign in without being invited."""

    groups: tuple[GroupForm, ...] = Field(
        default=(),
        title="Group",
        description="Groups of your identity provider. The first one that fits decides.",
    )


class SignInForm(Form):
    """Who may sign in without being invited."""

    sign_in: GroupsForm = Field(title="Groups that may sign in")
