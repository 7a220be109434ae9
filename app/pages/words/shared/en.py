"""English."""

from app.pages.words.shared.shape import Words

WORDS = Words(
    name="English",
    skip="Skip to the content",
    languages="Language",
    reach="Would you like to talk to a case handler?",
    email="E-mail",
    phone="Telephone",
    address="Post",
    website="Website",
    wrong="Error",
    check="Please look at this again",
    no_identity_number="Do not write your national identity number. If we need it, we will ask in a safe "
    "way.",
    knock={"status": "Your case", "task": "A task for you"},
    knock_lead={
        "status": "Press the button and we will open your case.",
        "task": "Press the button and we will open the task.",
    },
    knock_open={"status": "Open my case", "task": "Open the task"},
    knock_yours="The link is personal. Do not pass it on.",
    knock_why="The button is here because some mail programs open links by themselves. They must not be able "
    "to see what this page says.",
    gone="This page cannot be opened",
    gone_lead="This is usually the reason:",
    gone_why=(
        "The link is too old, or a newer one has replaced it.",
        "Part of the link was lost when it was copied.",
        "The page was open for a long time without being used. We then close it, to be safe.",
    ),
    gone_how="What you can do",
    gone_steps=(
        "Open the link in the latest e-mail from us once more.",
        "If that does not help, reply to the e-mail and ask for a new link. Give the case number if you can.",
        "If you have lost that e-mail, ask for a new link with your case number, at the end of our form.",
    ),
    renew="Send me a new link",
    renew_lead="We send it to the e-mail address that we already have, at most once an hour.",
    renewed="Look in your e-mail",
    renewed_lead="If the link belonged to a case with us, we have sent a new one to the address we have. "
    "If no "
    "e-mail comes within fifteen minutes, contact the organisation by e-mail or telephone.",
    no_form="There is no form here",
    no_form_lead="Check that the address is right. You can also turn to the organisation directly, by "
    "e-mail, telephone or letter. A request counts just as much whichever way you make it.",
    trouble="That did not work",
    trouble_lead="Something went wrong on our side. Go back and try again in a while. If it still does not "
    "work, contact the organisation by e-mail or telephone.",
    too_large="What you sent is too large. Go back and split it up, or shorten the text.",
    too_often="There have been too many attempts. Wait a while and try again.",
    left="You are signed out",
    left_lead="To come back, open the link in the e-mail from us again.",
    leave="Sign out",
)
