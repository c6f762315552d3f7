"""Runs one journey with its servers: `python -m tests.browser screenshots.mjs`. What it says goes to the terminal."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.browser.servers import WIDGET, missing, servers


def main() -> None:
    """Run."""
    if missing():
        sys.exit(f"This needs a browser: {missing()}.")
    with tempfile.TemporaryDirectory() as folder, servers(Path(folder)) as environment:
        command = ["node", "--test", "--test-reporter=spec", *(f"journeys/{name}" for name in sys.argv[1:])]
        sys.exit(subprocess.run(command, cwd=WIDGET, env=environment).returncode)


if __name__ == "__main__":
    main()
