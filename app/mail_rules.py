"""What an organisation declares of its mail beside its inboxes: its server, files, acknowledgements."""

from pydantic import BaseModel, ConfigDict, Field

REFUSED_FILES = (
    ".exe", ".com", ".scr", ".pif", ".bat", ".cmd", ".msi", ".dll", ".js", ".jse", ".vbs", ".vbe", ".wsf",
    ".hta", ".ps1", ".lnk", ".jar", ".iso", ".img", ".vhd", ".reg", ".chm", "application/x-msdownload",
    "application/x-executable",
)  # fmt: skip
"""Files that run when they are opened; an organisation may say otherwise."""


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileRules(_Shape):
    """Which files of a mail are handed out, and how long identity documents nobody asked for are kept."""

    largest_mb: float = Field(default=25, gt=0, le=50)
    refused: tuple[str, ...] = REFUSED_FILES
    """Endings (`.exe`) and media types (`application/x-msdownload`), in small letters."""
    identity_days: int = Field(default=7, ge=1, le=30)


class MailRules(_Shape):
    """What is known of the organisation's own mail server, and how much is acknowledged by itself."""

    server: str = Field(default="", pattern=r"^$|^[a-z0-9._:-]+$")
    """The name its Authentication-Results bear; without it nothing they say is looked at."""
    server_unnamed: bool = False
    """Whether it leaves that name out, as Microsoft 365 does."""
    acknowledged_an_hour: int = Field(default=300, ge=0)
    """Cases opened by mail in an hour after which no more are acknowledged."""
