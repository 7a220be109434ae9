"""Every figure of the house, with its words: those a process counts itself, and those that are read."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily

COUNTED = CollectorRegistry()
"""What this process has counted since it began; each process has its own."""
ProcessCollector(registry=COUNTED)

HTTP = Histogram(
    "utdrag_http_request_duration_seconds",
    "Time from a request to the end of its answer; the route is the template, never what was asked for",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=COUNTED,
)
MESSAGES = Counter(
    "utdrag_messages_received",
    "Messages handed in at each door, by what became of them: stored, duplicate, refused or put off",
    ["door", "result"],
    registry=COUNTED,
)
JOBS = Histogram(
    "utdrag_job_duration_seconds",
    "Time one try of a job took, by how it ended: done, again (tried later), held (left to a person) or "
    "lost (to another worker)",
    ["kind", "result"],
    buckets=(0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 180),
    registry=COUNTED,
)
CALLS = Histogram(
    "utdrag_system_call_duration_seconds",
    "Time a system of record took for one task, by kind of connector, what was asked and how it answered",
    ["connector", "verb", "outcome"],
    buckets=(0.05, 0.1, 0.5, 1, 5, 15, 60, 300),
    registry=COUNTED,
)
LETTERS = Counter(
    "utdrag_letters_handed_over",
    "Tries to hand a letter to the mail server, by kind of letter: sent or failed",
    ["letter", "result"],
    registry=COUNTED,
)


@dataclass(frozen=True)
class Figure:
    """A figure read from the database when it is asked for; over all organisations, so about none."""

    name: str
    words: str
    labels: tuple[str, ...] = ()


FIGURES = (
    Figure("utdrag_database_up", "1 when the database answered; else 0, and what it tells is left out"),
    Figure("utdrag_heartbeat_age_seconds", "Time since a worker last said that it works", ("part",)),
    Figure("utdrag_jobs", "Jobs in the queue", ("kind", "status")),
    Figure("utdrag_oldest_job_seconds", "Age of the oldest waiting job"),
    Figure("utdrag_intake_lag_seconds", "Age of the oldest message that was stored and not yet read"),
    Figure("utdrag_messages", "Messages waiting: to be read, or for a person", ("state",)),
    Figure("utdrag_messages_lost", "Unread messages that no job will read"),
    Figure("utdrag_mailboxes_failing", "Mailboxes that cannot be read"),
    Figure("utdrag_mails_missing", "Mails that servers held and that were not stored, when last compared"),
    Figure("utdrag_mailbox_silence_seconds", "Time since the mailbox that was read least lately was read"),
    Figure("utdrag_cases_unanswered", "Cases whose answer has not left"),
    Figure("utdrag_cases_due_soon", "Unanswered cases due within so many days; 0: overdue", ("days",)),
    Figure("utdrag_cases_to_escalate", "Cases whose escalation is due"),
    Figure("utdrag_systems_failing", "Systems of record that did not answer"),
    Figure("utdrag_tasks_overdue", "Tasks past the day they were to be done by"),
    Figure("utdrag_letters_undelivered", "Letters that wait, failed, or came back within a week", ("state",)),
)  # fmt: skip

Values = Mapping[tuple[str, ...], float]


class _Read:
    """What was read, as Prometheus collects it."""

    def __init__(self, read: Mapping[str, Values]) -> None:
        self._read = read

    def collect(self) -> Generator[GaugeMetricFamily]:
        for figure in FIGURES:
            if figure.name in self._read:
                family = GaugeMetricFamily(figure.name, figure.words, labels=figure.labels)
                for labels, value in self._read[figure.name].items():
                    family.add_metric(labels, value)
                yield family


def written(read: Mapping[str, Values]) -> bytes:
    """Give everything counted and read, as Prometheus takes it."""
    registry = CollectorRegistry()
    registry.register(_Read(read))
    return generate_latest(registry) + generate_latest(COUNTED)


class Ended:
    """How something that is timed ended; `as_` is what it is counted as."""

    as_: str = "failed"


@contextmanager
def timed(histogram: Histogram, *labels: str) -> Generator[Ended]:
    """Time what happens meanwhile, under these labels and how it ended."""
    began, ended = perf_counter(), Ended()
    try:
        yield ended
    finally:
        histogram.labels(*labels, ended.as_).observe(perf_counter() - began)
