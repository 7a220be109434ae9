"""Where `utdrag` begins: everything it is made of is loaded with the collector at rest."""

import gc


def main() -> None:
    """Run a command.

    What is loaded stays until the process ends. Looking through it for waste again and again is a quarter of
    the time loading takes, and later a pause of a tenth of a second whenever everything is looked through.
    """
    gc.disable()
    from app.cli.main import main as program  # noqa: PLC0415 - it is the loading that is meant

    gc.freeze()
    gc.enable()
    program()
