"""English."""

from app.pages.words.lost.shape import Words

WORDS = Words(
    title="A new link to your case",
    lead="Have you lost the link to your case, or does it no longer work? Give the case number and your "
    "e-mail address, and we will send you a new one.",
    reference="Case number",
    reference_hint="It is in the subject line of every e-mail from us, for example NS-2026-4F7KQ2.",
    email="Your e-mail address",
    email_hint="The one you gave us for this case. We only send the link to the address we have.",
    send="Send me a new link",
    otherwise="If you have no case number or no e-mail",
    otherwise_lead="If you never gave us an e-mail address, or cannot find the case number, call, e-mail or "
    "write to us. Say when you made your request, and we will find your case.",
    errors={
        "reference": "Enter the case number.",
        "reference_form": "Enter the case number as it is written in the e-mails from us, for example "
        "NS-2026-4F7KQ2.",
        "email": "Enter your e-mail address.",
        "email_form": "Enter the e-mail address as name@post.example.",
    },
    sent="Look in your e-mail",
    sent_lead="If the case number and the e-mail address belong together, a new link is on its way to you.",
    sent_else="If no e-mail comes within fifteen minutes",
    sent_steps=(
        "Look among the junk mail.",
        (
            "Check that you wrote the case number and the address right, and ask again. We send at "
            "most one link an hour."
        ),
        "Call, e-mail or write to us. We can help you without a link too.",
    ),
    sent_why="To protect you, we give the same answer whether there is such a case or not.",
    already="Have you already made a request?",
    already_lead="If you have lost the link to your case, we can send you a new one.",
    ask="Ask for a new link by case number",
)
