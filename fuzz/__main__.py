"""`python -m fuzz TARGET SECONDS`: libFuzzer tries, guided by what code it reaches; 0 when all held.

What fails is kept in .fuzz/ for a regression test; what reached new code is kept there for the next run.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["app"]):
    from fuzz.targets import TARGETS, seeds

LONGEST = 16 * 1024
"""Bytes of an input; larger ones find nothing more, slower. tests/test_intake_decode_limits.py has those."""
TIMEOUT = 10


def main(name: str, seconds: str) -> None:
    """Run one target for so many seconds."""
    corpus = Path(".fuzz") / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (corpus / f"seed-{number:04}").write_bytes(seed)
    options = [
        f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-timeout={TIMEOUT}", "-rss_limit_mb=4096",
        f"-artifact_prefix=.fuzz/{name}-", "-print_final_stats=1", "-verbosity=0",
    ]  # fmt: skip
    atheris.Setup([name, *options, str(corpus)], TARGETS[name])
    atheris.Fuzz()


main(*sys.argv[1:])
