"""Spans for OpenTelemetry, when they are switched on: routes, kinds and ids, never a word of anybody."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from app.errors import NotReady


class Span:
    """What is being done, as a trace shows it; this one is shown to nobody."""

    def named(self, name: str, **facts: str | int) -> None:
        """Name it, and add ids, words and numbers of ours."""

    def failed(self, error: BaseException) -> None:
        """Say what kind of error ended it; its own words may quote anything."""


class _Traced(Span):
    def __init__(self, span: Any) -> None:
        self._span = span

    def named(self, name: str, **facts: str | int) -> None:
        self._span.update_name(name)
        self._span.set_attributes({f"utdrag.{key}": value for key, value in facts.items()})

    def failed(self, error: BaseException) -> None:
        from opentelemetry.trace import StatusCode  # noqa: PLC0415 - loaded only when switched on

        self._span.set_status(StatusCode.ERROR)
        self._span.set_attribute("error.type", type(error).__qualname__)


class _Tracer:
    """The tracer of this process, or none."""

    chosen: Any = None


def switch_on(exporter: Any = None) -> None:
    """Send spans where the standard OTEL_… variables say. Raises NotReady when the extra is not installed."""
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor  # noqa: PLC0415
    except ImportError:
        raise NotReady("Tracing needs the extra: pip install 'utdrag[otel]'.") from None
    provider = TracerProvider(resource=Resource.create({"service.name": "utdrag"}))
    provider.add_span_processor(
        SimpleSpanProcessor(exporter) if exporter else BatchSpanProcessor(OTLPSpanExporter())
    )
    _Tracer.chosen = provider.get_tracer("utdrag")


def switch_off() -> None:
    """Send no more spans."""
    _Tracer.chosen = None


@contextmanager
def span(name: str) -> Generator[Span]:
    """Trace what happens meanwhile; costs nothing while tracing is off."""
    if _Tracer.chosen is None:
        yield Span()
        return
    with _Tracer.chosen.start_as_current_span(
        name, record_exception=False, set_status_on_exception=False
    ) as current:
        traced = _Traced(current)
        try:
            yield traced
        except BaseException as error:
            traced.failed(error)
            raise
