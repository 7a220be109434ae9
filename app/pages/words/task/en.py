"""English."""

from app.pages.words.shapes import Choice
from app.pages.words.task.shape import Words
from app.vocabulary import IdentKind, TaskState, Verb

WORDS = Words(
    title={
        Verb.EXPORT: "Export data from {system}",
        Verb.RECTIFY: "Correct data in {system}",
        Verb.ERASE: "Erase data in {system}",
        Verb.RESTRICT: "Restrict the use of data in {system}",
        Verb.SUPPRESS: "Stop mailings from {system}",
        Verb.NOTIFY: "Data you have received have changed",
    },
    lead={
        Verb.EXPORT: "A person has asked what data {organisation} holds about them. Hand in everything the "
        "system contains about the person, including notes, messages, files and logs.",
        Verb.RECTIFY: "Data about a person are wrong. {organisation} has decided to correct them. Change "
        "them in the system as described here.",
        Verb.ERASE: "{organisation} has decided to erase data about a person. Erase what is listed here, and "
        "nothing else.",
        Verb.RESTRICT: "Data about a person are to be kept, but nobody may use them until you hear from "
        "{organisation}.",
        Verb.SUPPRESS: "A person does not want any marketing from {organisation}. Stop all mailings and "
        "block the address so that it cannot be added again.",
        Verb.NOTIFY: "{organisation} has disclosed data to you. They have now been corrected, erased or "
        "restricted. Make the same change on your side (Article 19 of the GDPR).",
    },
    private="This page contains personal data. Do not pass the link on.",
    reference="Case number",
    due="To be done by",
    late="The time has run out. Answer as soon as you can, or say what is stopping you.",
    who="Who it concerns",
    who_hint="Search for all of these. They have been checked.",
    said_hint="The person told us this; we have not checked it. If you find something by this "
    "alone, say so in your answer.",
    idents={
        IdentKind.NAME: "Name",
        IdentKind.EMAIL: "E-mail",
        IdentKind.PHONE: "Telephone",
        IdentKind.BIRTH_DATE: "Date of birth",
        IdentKind.NATIONAL_ID: "National identity number",
        IdentKind.ACCOUNT: "Account",
    },
    look="Look here",
    look_hint="Go through the list. If you find data in more places, include them too.",
    changes="What to change",
    before="It says",
    after="It should say",
    erase="What to erase",
    files="Hand in files",
    files_hint="PDF, pictures, Office files, text, CSV, JSON, e-mail (.eml) and zip. At most {size} each.",
    choose="Choose one or more files",
    hand_in="Hand in",
    sending="Sending {name} ({number} of {count})",
    sent_so_far="How much of the file has been sent",
    broken="The connection was lost. What was handed in before is kept. Press the button again and we will "
    "go on.",
    handed_in="Handed in",
    none_handed_in="Nothing has been handed in yet.",
    done_now={"handed_in": "The files have been handed in. Add more, or answer below."},
    errors={
        "file": "Choose at least one file.",
        "type": "{name} is a type of file we do not accept. Save it as a PDF, or put it in a zip file.",
        "empty": "{name} is empty.",
        "large": "{name} is larger than {size}. Split it into several files.",
        "all_large": "The files together are larger than {size}. Hand them in a few at a time.",
        "choice": "Choose how it went.",
        "reason": "Explain why, in a few words.",
        "reason_long": "The explanation is too long. Use at most {limit} characters.",
        "no_files": "Hand in at least one file first, or choose that the system holds nothing about the "
        "person.",
        "not_now": "That did not work. The task may have ended already, or it is not waiting for you yet.",
    },
    finish="Answer",
    how="How did it go?",
    done={
        Verb.EXPORT: Choice("Done", "Everything the system holds about the person has been handed in."),
        Verb.RECTIFY: Choice("Done", "Everything has been changed as described here."),
        Verb.ERASE: Choice("Done", "Everything listed here has been erased."),
        Verb.RESTRICT: Choice("Done", "The data have been blocked."),
        Verb.SUPPRESS: Choice("Done", "The mailings have been stopped and the address blocked."),
        Verb.NOTIFY: Choice("Done", "We have made the same change on our side."),
    },
    nothing=Choice(
        "The system holds nothing about the person", "You have looked everywhere and found nothing."
    ),
    nothing_reason="The system holds nothing about the person.",
    partial=Choice("Only partly", "Say what is missing and why."),
    refused=Choice("It cannot be done", "Say why."),
    reason="Explanation",
    reason_hint="Needed if you answer “only partly” or “it cannot be done”. The person may get to read what "
    "you write.",
    send="Send the answer",
    settled={
        TaskState.DONE: "Thank you, the task is done",
        TaskState.PARTIAL: "Thank you, you have answered that the task is partly done",
        TaskState.REFUSED: "Thank you, you have answered that it cannot be done",
    },
    settled_lead="A case handler takes over. You do not need to do anything more.",
    settled_reason="Your explanation",
)
