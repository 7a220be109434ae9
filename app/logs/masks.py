"""What must never stand in a log line, recognised and masked: addresses, numbers, tokens."""

import re

# What `keep` finds is kept: it looks like numbers or tokens, and is neither.
_PATTERN = re.compile(
    r"""
    (?P<keep>
        # a UUID
        (?<![\w-])[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![\w-])
        # a date, an instant
      | (?<!\d)\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d-])
        # an address of a machine, with its port
      | (?<![\d.])(?:\d{1,3}\.){3}\d{1,3}:\d{1,5}(?!\d)
    )
  | (?P<email>[^\s@<>"'(),;:=\[\]]{1,64}(?:@|%40)[^\s@<>"'(),;:=\[\]/?&]{1,255})
    # /s/<token> of the status page, /t/<token> of the task page
  | (?P<path>(?<=/[st]/)(?!\{)[^\s/?\#"']+)
  | (?P<secret>(?i:(?<=bearer\ )|(?<=password=)|(?<=password:\ )|(?<=token=)|(?<=secret=)|(?<=code=))
      [^\s&"',]+)
    # scheme://user:password@
  | (?P<login>(?<=://)[^\s/@]*:[^\s/@]*(?=@))
    # of Sweden, Denmark and Norway; then of Finland
  | (?P<identity>(?<!\d)\d{6}(?:\d\d)?[-+\u2212\ ]?\d{4,5}(?!\d)
      | (?<!\d)\d{6}[-+A-FU-Ya-fu-y]\d{3}[0-9A-FHJ-NPR-Ya-fhj-npr-y](?![0-9A-Za-z]))
    # international; national with a leading zero; Norwegian and Danish, spaced or not
  | (?P<phone>(?<![^\W_]|\.)(?:\+|00)\d(?:[\s().\-/\u2011]{0,3}\d){6,14}(?!\d)
      | (?<![^\W_]|\.)0\d{1,3}[\s\-/]{0,3}\d(?:[\s\-]?\d){4,9}(?!\d)
      | (?<![^\W_]|[.:])\d\d(?:[\ \u00a0]\d\d){3}(?!\d)
      | (?<![^\W_]|[.:])\d{8}(?![\w.]))
    # a long word of letters and digits
  | (?P<token>(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{22,})
  | (?P<number>(?<![\w.])\d{9,}(?![\w.]))
    """,
    re.VERBOSE,
)


LONGEST = 4000


def masked(text: str) -> str:
    """Give the text with e-mail addresses, phone and identity numbers and tokens replaced by `‹kind›`.

    A text of more than 4,000 characters is cut at the last space before, so that no half word slips through.
    """
    if len(text) > LONGEST:
        text = text[:LONGEST].rpartition(" ")[0] + " ‹cut›"
    return _PATTERN.sub(_replacement, text)


def _replacement(found: re.Match[str]) -> str:
    return found[0] if found.lastgroup == "keep" else f"‹{found.lastgroup}›"
