"""English."""

from app.pages.words.form.shape import Words
from app.pages.words.shapes import Choice
from app.vocabulary import Right

WORDS = Words(
    title="Your personal data at {organisation}",
    lead="Here you can ask us to show, correct or erase the data we hold about you.",
    free="It costs nothing. You will have an answer within one month.",
    kinds="What would you like us to do?",
    kinds_hint="You can choose more than one.",
    kind={
        Right.ACCESS: Choice("Show me what data you hold about me", "You get a copy of your data."),
        Right.RECTIFICATION: Choice(
            "Correct data that are wrong", "Say further down what is wrong and what it should say."
        ),
        Right.ERASURE: Choice("Erase data about me", "If we must keep something, we tell you what and why."),
    },
    other=Choice(
        "Something else",
        "For example stop advertising, or move your data elsewhere. Say further down what you would like.",
    ),
    name="Your name",
    name_hint="The name we know you by, for example from an application or a job.",
    email="Your e-mail address",
    email_hint="We reply here. An address we already have makes it quicker to confirm your identity.",
    no_email="I have no e-mail",
    phone="Your telephone number",
    phone_hint="Only needed if you have no e-mail. We will then call you. If you have no telephone either, "
    "write your "
    "postal address in the next field.",
    more="Would you like to tell us more?",
    more_hint="For example when you applied for a job with us, or where you worked.",
    file="Would you like to attach a file?",
    file_hint="A PDF or a picture (JPG or PNG) of at most {size}. Do not send a copy of your passport, "
    "driving licence or other identity document.",
    trap="Leave this field empty",
    send="Send the request",
    otherwise="You do not have to use this form",
    otherwise_lead="You may just as well e-mail, call or write a letter. It counts just as much.",
    crowded="The form takes no more right now",
    crowded_lead="Unusually many have come from the same network. Try again in a while. You can also e-mail, "
    "call or write to us at once. It counts just as much.",
    crowded_kept="This is what you wrote. Copy it, so that you need not write it again.",
    errors={
        "file_type": "We cannot take this file. Choose a PDF, JPG or PNG.",
        "file_large": "The file is too large. It may be at most {size}.",
        "file_empty": "The file is empty. Choose another one, or send without a file.",
        "file_again": "Choose the file once more. It was lost when something else had to be corrected.",
        "kinds": "Choose what you would like us to do.",
        "name": "Enter your name.",
        "email": "Enter your e-mail address, or tick that you have none.",
        "email_form": "Enter the e-mail address as name@post.example.",
        "phone": "Enter a telephone number, or your postal address in the next field, so that we can reach "
        "you.",
        "phone_form": "Enter the telephone number with digits, for example 070-123 45 67.",
        "more": "Say what you would like us to do.",
        "name_long": "The name is too long. Use at most {limit} characters.",
        "email_long": "The e-mail address is too long. Use at most {limit} characters.",
        "phone_long": "The telephone number is too long. Use at most {limit} characters.",
        "more_long": "The text is too long. Use at most {limit} characters.",
    },
    received="We have received your request",
    received_number="Your case number",
    received_lead="The time to answer is counted from today. You do not need to do anything more now.",
    received_next="What happens now",
    received_steps=(
        "If we need to check who you are, we will contact you.",
        "We go through our systems and do what you have asked for.",
        "You get our answer. If we need more time, we will tell you so, and why, beforehand.",
    ),
    follow="Follow your case",
    follow_email="We will also send the link to your e-mail address. If we have written there within the "
    "last hour, no new e-mail comes.",
    follow_read="A case handler first reads what you wrote. Then we write or call you.",
    follow_keep="Keep this link, so that you can follow the case and fetch the answer:",
)
