"""Figures over a period and of how it stands now, as the API gives them; nobody who asked is named."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, Field

from app.vocabulary import Channel, ExtensionReason, RefusalGround, Right, State


class PeriodShape(BaseModel):
    """The days that are counted, both included, where the controller is."""

    first_day: date
    last_day: date
    zone: str


class SummaryRow(BaseModel):
    """The whole period in a line, and how many requests are open now."""

    arrived: int = Field(title="Arrived")
    answered: int = Field(title="Answered")
    in_time: int = Field(title="Answered in time")
    after_promise: int = Field(title="Within the law, later than promised")
    late: int = Field(title="Answered too late")
    in_time_share: float | None = Field(title="Share in time")
    median_days: int | None = Field(title="Median days to answer")
    nine_of_ten_days: int | None = Field(title="90th percentile, days to answer")
    extended: int = Field(title="Answered after an extension")
    extended_share: float | None = Field(title="Share extended")
    refused: int = Field(title="Refused")
    open_now: int = Field(title="Open now")
    late_now: int = Field(title="Late now")
    soon_now: int = Field(title="Due within 7 days")
    extended_now: int = Field(title="Extended, open now")


class WeekRow(BaseModel):
    """What came and what was answered in a week; the first and the last may be cut by the period."""

    week: date = Field(title="Week from")
    arrived: int = Field(title="Arrived")
    answered: int = Field(title="Answered")
    in_time: int = Field(title="Answered in time")


class DueRow(BaseModel):
    """What falls due in a week to come; this week from today on."""

    week: date = Field(title="Week from")
    due: int = Field(title="Falls due")
    waiting: int = Field(title="Waiting for the person")


class AgeRow(BaseModel):
    """Open requests by the days since they came; `to_days` is None for the oldest."""

    from_days: int = Field(title="From days")
    to_days: int | None = Field(title="To days")
    open: int = Field(title="Open")
    late: int = Field(title="Late")


class StageRow(BaseModel):
    """Open requests by where they stand."""

    state: State = Field(title="Stage")
    open: int = Field(title="Open")
    late: int = Field(title="Late")


class DaysRow(BaseModel):
    """Answered requests by the days from receipt to answer; `to_days` is None for the longest."""

    from_days: int = Field(title="From days")
    to_days: int | None = Field(title="To days")
    answered: int = Field(title="Answered")


class HandlerRow(BaseModel):
    """What somebody works on now, and closed in the period; `assignee` is None for what nobody has."""

    assignee: str | None = Field(title="Handler's label")
    name: str | None = Field(title="Handler")
    open: int = Field(title="Open")
    soon: int = Field(title="Due within 7 days")
    late: int = Field(title="Late")
    closed: int = Field(title="Closed in the period")


class RightRow(BaseModel):
    """Requests by right; one for several rights is in the line of each, `right` is None before sorting."""

    right: Right | None = Field(title="Right")
    arrived: int = Field(title="Arrived")
    answered: int = Field(title="Answered")
    in_time_share: float | None = Field(title="Share in time")
    median_days: int | None = Field(title="Median days to answer")


class ChannelRow(BaseModel):
    """Requests by the way they came."""

    channel: Channel = Field(title="Came by")
    arrived: int = Field(title="Arrived")
    answered: int = Field(title="Answered")
    in_time_share: float | None = Field(title="Share in time")
    median_days: int | None = Field(title="Median days to answer")


class RefusalRow(BaseModel):
    """Refusals of the period by their ground."""

    ground: RefusalGround = Field(title="Ground")
    refused: int = Field(title="Refused")


class ExtensionRow(BaseModel):
    """Extensions by their reason: of what was answered in the period, and of what is open now."""

    reason: ExtensionReason = Field(title="Reason")
    answered: int = Field(title="Answered")
    open: int = Field(title="Open")


class Figures(BaseModel):
    """Everything that is counted; each table may be fetched as CSV by its name."""

    at: datetime
    period: PeriodShape
    summary: list[SummaryRow]
    weeks: list[WeekRow]
    due: list[DueRow]
    ages: list[AgeRow]
    stages: list[StageRow]
    days: list[DaysRow]
    handlers: list[HandlerRow]
    rights: list[RightRow]
    channels: list[ChannelRow]
    refusals: list[RefusalRow]
    extensions: list[ExtensionRow]


class FigureTable(StrEnum):
    """A table of figures, by its name in `Figures`."""

    SUMMARY = "summary"
    WEEKS = "weeks"
    DUE = "due"
    AGES = "ages"
    STAGES = "stages"
    DAYS = "days"
    HANDLERS = "handlers"
    RIGHTS = "rights"
    CHANNELS = "channels"
    REFUSALS = "refusals"
    EXTENSIONS = "extensions"
