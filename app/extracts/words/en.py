"""English."""

from app.extracts.words import Sentences, Words

WORDS = Words(
    title={
        "access": "Extract of your personal data",
        "fresh": "New extract after correction",
        "portability": "Your data to take with you",
        "erasure": "Answer about erasure",
    },
    lead={
        "access": "On {received}, {organisation} received your request to know which personal data we hold "
        "about you. This is the answer: a copy of the data and an explanation of how we use them.",
        "fresh": "On {received}, {organisation} received your request for correction. Here you can see what "
        "has been corrected. After that comes a new extract of the data as they are now.",
        "portability": "On {received}, {organisation} received your request for the data you have given us. "
        "Here they are, in a format that other services can read.",
        "erasure": "On {received}, {organisation} received your request for erasure. Here you can see what "
        "has been erased, and what we must keep, why and for how long.",
    },
    about="Personal data about {person}",
    person="Concerns",
    reference="Reference",
    received="Request received",
    as_of="Data collected",
    made="Extract made",
    version="Version",
    extent="Extent",
    extent_value="Records: {items}. Systems: {systems}.",
    contact="Questions? Contact us",
    summary="Summary",
    system="System",
    outcome="Result",
    items="Records",
    withheld_count="Withheld",
    contents="Contents",
    information="How we use your data",
    data="Your data, system by system",
    nothing="There are no records to show here.",
    number="No.",
    field="Field",
    value="Content",
    collection="Register",
    ref="Reference in the system",
    purpose="Purpose",
    file="File in the package",
    blacked_out="partly hidden",
    blacked_out_why="Why parts are hidden",
    blacked_out_note="Where you see ■■■ we have hidden something, for example a detail about somebody else. "
    "The reason is given with each record.",
    withheld="Data that are not disclosed",
    withheld_note="These records exist, but we do not disclose them. The reason and the legal source are "
    "given with each record. You may complain about this decision.",
    count="Number",
    reason="Reason",
    source="Legal source",
    corrections="What has been corrected",
    before="Before",
    after="After",
    result="Result",
    kept="What we keep",
    kept_what="What",
    statute="Law",
    keep_until="Kept until and including",
    keep_open="No fixed date; see the reason",
    complain="If you are not satisfied",
    complain_first="You are welcome to contact {organisation} first, and we will try to put right what is "
    "wrong. You do not have to do so before you complain.",
    complain_authority="You have the right to complain to {authority}. It costs nothing.",
    complain_court="You also have the right to take the matter to court.",
    page="Page",
    of="of",
    shortened="This is a large extract. This PDF shows {shown} of {items} records. All records are in the "
    "files utdrag.html and utdrag.json and in the folder csv in the same package.",
    first="Here are the first {shown} of {items} records.",
    cut="… {count} more characters. The whole text is in utdrag.html.",
    inside="The same data in machine-readable form are attached inside this PDF under the name utdrag.json.",
    spelled="Characters that this PDF cannot show are named in square brackets, for example [GRINNING FACE]. "
    "In utdrag.html they appear as they are.",
    unsure="Some characters may be missing in this PDF. In utdrag.html they appear as they are.",
    instant="{day} at {hour}",
    yes="yes",
    no="no",
    empty="empty",
    readme="READ-ME.txt",
    readme_intro="This package holds personal data about {person} from {organisation}. Reference: "
    "{reference}.",
    readme_contents="What is in the package",
    readme_files={
        "pdf": "what you read or print",
        "html": "the same for the web browser; all records are in it",
        "json": "the same data for computers, one document",
        "csv": "the same data as tables for spreadsheets (UTF-8, commas between the fields); an apostrophe "
        "first in a cell keeps the cell from being read as a formula",
        "files": "documents the systems hold about you; the leading figure is the record's number in the "
        "extract",
    },
    readme_keep="The content is personal. Keep it in a safe place and do not send it by ordinary e-mail.",
)

SENTENCES = Sentences(
    article={
        **{letter: f"Article 15(1)({letter}) of the GDPR" for letter in "abcdefgh"},
        "transfers": "Article 15(2) of the GDPR",
    },
    heading={
        "a": "Why we use the data",
        "b": "What categories of data we hold",
        "c": "Who has received or will receive the data",
        "d": "How long we keep the data",
        "e": "Your rights",
        "f": "How to complain",
        "g": "Where the data come from",
        "h": "Automated decisions",
        "transfers": "Protection when data are outside the EU and EEA",
    },
    intro={
        "a": "We use the data about you for these purposes:",
        "b": "The data fall into these categories:",
        "c": "These recipients have received or will receive data about you:",
        "d": "This is how long we keep the data, or how we decide how long we need them:",
        "e": "You have the right to ask us to",
        "g": "The data come from these sources:",
        "h": "In these cases decisions are taken, or profiles made, wholly automatically. You have the right "
        "to have such a decision reviewed by a human being.",
        "transfers": "In these cases data are in a country outside the EU and EEA. This is how they are "
        "protected:",
    },
    system="System",
    purposes="Purposes",
    categories="Categories of data",
    recipient="Recipient",
    country="Country",
    reason="Why",
    period="How long",
    origin="Source",
    logic="How it works",
    consequences="What it means for you",
    safeguard="Protection",
    place="Where",
    no_recipients="We have not disclosed the data to anybody outside the organisation and do not plan to.",
    rights=(
        "correct data that are wrong and complete those that are incomplete (Article 16)",
        "erase data when there is no longer a reason to hold them (Article 17)",
        "restrict the use, for example while we find out whether something is right (Article 18)",
        "stop using data in a way that you object to, always when it is direct marketing (Article 21)",
        "give you the data you have provided, in a format you can take with you (Article 20)",
        "stop using data on the basis of your consent, when you withdraw it (Article 7(3))",
    ),
    complaint="You have the right to complain to {authority}, the supervisory authority. It costs nothing.",
    court="You also have the right to take the matter to court (Article 79).",
    automated_none="No decision that has legal effects for you, or affects you in a similar way, is taken "
    "wholly automatically, and that includes profiling (Article 22).",
)
