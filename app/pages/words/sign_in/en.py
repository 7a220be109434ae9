"""English."""

from app.pages.words.sign_in.shape import Notice, Words
from app.vocabulary import Role

WORDS = Words(
    demo="Who are you today?",
    demo_lead="This is a demonstration, and everybody in it is invented. Choose who to sign in as.",
    roles={
        Role.HANDLER: "Handler",
        Role.LEAD: "Team lead",
        Role.DPO: "Data protection officer",
        Role.ADMINISTRATOR: "Administrator",
    },
    hints={
        Role.HANDLER: "Works on the cases.",
        Role.LEAD: "Works on the cases, hands them out and invites colleagues.",
        Role.DPO: "Follows up the cases, and may work on them.",
        Role.ADMINISTRATOR: "Sets up the organisation and invites colleagues. Sees no cases.",
    },
    left=Notice(
        title="You are signed out here",
        lead="Do others use this computer? Then sign out of your sign-in service as well.",
        go="Sign in again",
    ),
    over=Notice(
        title="You have been signed out",
        lead="The page was left open for a long time, or you had been signed in for a whole working day. "
        "We sign people out then, to be on the safe side.",
        go="Sign in again",
    ),
    stranger=Notice(
        title="You have no access here",
        lead="Signing in worked, but no organisation here has you as a member.",
        steps=(
            "Ask an administrator or a team lead to invite the e-mail address you sign in with.",
            "Invited already? An invitation is good for 30 days. Ask for a new one if yours is older.",
            "Do you get access through a group in your directory? Check that you are in it.",
        ),
        go="Sign in as somebody else",
    ),
    refused=Notice(
        title="Signing in was broken off",
        lead="The sign-in service did not let you in, or you cancelled it yourself.",
        go="Try again",
    ),
    stale=Notice(
        title="Signing in could not be completed",
        lead="It took too long, it has been used already, or it was begun in another browser. "
        "Start again here.",
        go="Sign in",
    ),
    unreachable=Notice(
        title="The sign-in service does not answer as it should",
        lead="Wait a moment and try again. If it still does not work, whoever runs Utdrag needs to look at "
        "its connection to the service.",
        go="Try again",
    ),
    unset=Notice(
        title="Nobody can sign in here yet",
        lead="No sign-in service is connected to Utdrag. Whoever runs the system can do that.",
    ),
)
