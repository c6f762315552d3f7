"""Run as a script: imports the named modules and says what they do to the outside world while they are imported, as JSON.

Everything they need is imported first, then they are imported anew under watch; so what is seen is their own doing.
Names after `--make` are called as `module:class`, under the same watch.
"""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any

WATCHED = ("open", "socket.", "sqlite3.", "subprocess.", "os.", "shutil.", "tempfile.", "urllib.", "glob.", "ctypes.dlopen")
HARMLESS = ("os.putenv", "os.unsetenv")


def main(names: list[str], classes: list[str]) -> dict[str, Any]:
    """Import, forget, import under watch."""
    packages = {name.partition(".")[0] for name in names}
    for name in names:
        importlib.import_module(name)
    for name in [name for name in sys.modules if name.partition(".")[0] in packages]:
        del sys.modules[name]
    seen: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if watching and event.startswith(WATCHED) and event not in HARMLESS and not _by_the_import_system():
            seen.append(f"{event} {arguments[:1]} in {_caller()}")

    sys.addaudithook(watch)
    for name in names:
        importlib.import_module(name)
    for path in classes:
        module, _, attribute = path.partition(":")
        getattr(sys.modules[module], attribute)()
    watching = False
    return {"seen": seen, "modules": sorted({name.partition(".")[0] for name in sys.modules})}


def _by_the_import_system() -> bool:
    return sys._getframe(2).f_code.co_filename.startswith("<frozen importlib")


def _caller() -> str:
    frame = sys._getframe(2)
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


if __name__ == "__main__":
    divider = sys.argv.index("--make") if "--make" in sys.argv else len(sys.argv)
    sys.stdout.write(json.dumps(main(sys.argv[1:divider], sys.argv[divider + 1 :])))
