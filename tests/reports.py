"""Delivery reports as mail servers write them, about a letter that was captured."""

from email.policy import SMTP

from tests.counterparts.smtp_capture import Captured


def postfix(
    sent: Captured, *, action: str = "failed", status: str = "5.1.1", to: str = "", returned: bool = True
) -> bytes:
    """Give what Postfix sends back: a note, a report, and the letter itself."""
    recipient = sent.recipients[0]
    subject = {
        "failed": "Undelivered Mail Returned to Sender",
        "delayed": "Delayed Mail (still being retried)",
        "delivered": "Successful Mail Delivery Report",
    }[action]
    letter = sent.raw if returned else b""
    return _lines(
        f"""Return-Path: <>
Received: by mail.post.example (Postfix) id 4ZxYw01Q; Mon, 2 Mar 2026 10:00:05 +0100 (CET)
Date: Mon, 2 Mar 2026 10:00:05 +0100 (CET)
From: MAILER-DAEMON@mail.post.example (Mail Delivery System)
Subject: {subject}
To: {to or sent.sender}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4ZxYw01Q.1772442005/mail.post.example"
Message-Id: <20260302090005.4ZxYw01Q@mail.post.example>

This is a MIME-encapsulated message.

--4ZxYw01Q.1772442005/mail.post.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.post.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

                   The mail system

<{recipient}>: host mx.post.example[192.0.2.25] said: 550 {status}
    (in reply to RCPT TO command)

--4ZxYw01Q.1772442005/mail.post.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.post.example
X-Postfix-Queue-ID: 4ZxYw01Q
X-Postfix-Sender: rfc822; {sent.sender}
Arrival-Date: Mon,  2 Mar 2026 10:00:04 +0100 (CET)

Final-Recipient: rfc822; {recipient}
Original-Recipient: rfc822;{recipient}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.post.example
Diagnostic-Code: smtp; 550 {status} {recipient}: User unknown in virtual mailbox table

--4ZxYw01Q.1772442005/mail.post.example
Content-Description: Undelivered Message
Content-Type: message/rfc822

""",
        letter,
        "\n--4ZxYw01Q.1772442005/mail.post.example--\n",
    )


def exchange(sent: Captured, *, to: str) -> bytes:
    """Give what Exchange sends back: to any address it likes, in its language, with the headers only."""
    recipient, headers = sent.recipients[0], sent.raw.partition(b"\r\n\r\n")[0]
    return _lines(
        f"""From: <postmaster@kund.example>
To: <{to}>
Date: Mon, 2 Mar 2026 09:00:07 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="2a6f0e3c-7b1d-4d5e-9f10-1b2c3d4e5f60"
X-MS-Exchange-Message-Is-Ndr:
Content-Language: sv-SE
Message-ID: <7c9f3f0e-0b1a-4a8e-b1de-0a9b8c7d6e5f@KLMPR07MB1234.eurprd07.prod.outlook.example>
In-Reply-To: {sent.mail["Message-ID"]}
References: {sent.mail["Message-ID"]}
Subject: =?utf-8?Q?Gick_inte_att_leverera=3A_Svar?=
Auto-Submitted: auto-replied
MIME-Version: 1.0

--2a6f0e3c-7b1d-4d5e-9f10-1b2c3d4e5f60
Content-Type: multipart/alternative; boundary="_000_"

--_000_
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

RGl0dCBtZWRkZWxhbmRlIGt1bmRlIGludGUgbGV2ZXJlcmFzLg==

--_000_
Content-Type: text/html; charset="utf-8"

<html><body><p>Ditt meddelande kunde inte levereras.</p></body></html>

--_000_--

--2a6f0e3c-7b1d-4d5e-9f10-1b2c3d4e5f60
Content-Type: message/delivery-status

Reporting-MTA: dns;KLMPR07MB1234.eurprd07.prod.outlook.example
Received-From-MTA: dns;relay.nordstaff.example
Arrival-Date: Mon, 2 Mar 2026 09:00:04 +0000

Final-Recipient: rfc822;{recipient}
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup

--2a6f0e3c-7b1d-4d5e-9f10-1b2c3d4e5f60
Content-Type: text/rfc822-headers

""",
        headers,
        "\n\n--2a6f0e3c-7b1d-4d5e-9f10-1b2c3d4e5f60--\n",
    )


def exim(sent: Captured) -> bytes:
    """Give what a server writes that knows of no report: words, and the letter below them."""
    return _lines(
        f"""Return-Path: <>
From: Mail Delivery System <Mailer-Daemon@mail.post.example>
To: {sent.sender}
Subject: Mail delivery failed: returning message to sender
Date: Mon, 02 Mar 2026 10:00:05 +0100
Message-Id: <E1abcde-000001-Xy@mail.post.example>

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {sent.recipients[0]}
    Unrouteable address

------ This is a copy of the message, including all the headers. ------

""",
        sent.raw,
        "",
    )


def out_of_office(sent: Captured) -> bytes:
    """Give what an answering machine sends to the envelope sender."""
    return _lines(
        f"""Return-Path: <>
From: {sent.recipients[0]}
To: {sent.sender}
Subject: Autosvar: Semester
Auto-Submitted: auto-replied
In-Reply-To: {sent.mail["Message-ID"]}
Message-ID: <away-1@post.example>

Jag är tillbaka den 10 augusti.
""",
        b"",
        "",
    )


def _lines(before: str, letter: bytes, after: str) -> bytes:
    end = SMTP.linesep
    return before.replace("\n", end).encode() + letter + after.replace("\n", end).encode()
