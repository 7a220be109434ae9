"""The checklist of setting up as a person reads it: its words stand in `checklist.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from app.interface.dictionary import spoken
from app.law.words import Words
from app.models.setting import Checklist, StepShape
from app.vocabulary import Language, Section, SetupState, SetupStep
from app.workflows.checklist import Step

_PLACES: Final[Mapping[SetupStep, str]] = {
    SetupStep.CONTACT: Section.ORGANISATION,
    SetupStep.INBOX: Section.INBOXES,
    SetupStep.MAIL: "",
    SetupStep.SYSTEMS: Section.SYSTEMS,
    SetupStep.OWNERS: Section.SYSTEMS,
    SetupStep.LADDER: Section.PEOPLE,
    SetupStep.REGISTER: Section.REGISTER,
    SetupStep.MEMBERS: "members",
    SetupStep.FORM: Section.PUBLIC_FORM,
    SetupStep.TEST: "",
}


def told(steps: Sequence[Step], language: Language) -> Checklist:
    """Give the steps in a language."""
    under_way = [one.names for one in steps if one.step is SetupStep.TEST and one.why != "went_through"]
    return Checklist(
        items=[_told(step, spoken(language)) for step in steps],
        done=sum(step.state is SetupState.DONE for step in steps),
        of=len(steps),
        reference="".join(under_way),
    )


def _told(step: Step, language: Language) -> StepShape:
    said = words()[step.step]
    return StepShape(
        step=step.step.value,
        title=said["title"].say(language),
        state=step.state,
        why=said[step.why].filled(names=step.names).say(language),
        place=_PLACES[step.step],
    )


@cache
def words() -> Mapping[SetupStep, Mapping[str, Words]]:
    """Give what each step is called, and a sentence for everything that may be so."""
    read = tomllib.loads((Path(__file__).parent / "checklist.toml").read_text(encoding="utf-8"))
    return {
        SetupStep(step): {name: Words(**entry) for name, entry in said.items()} for step, said in read.items()
    }
