"""What the journeys in `widget/journeys` need: a real coach, a stage, a stage that may be stopped, and a certificate."""

from __future__ import annotations

import datetime
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from coach.settings import PROJECT
from launch.trial import start_coach
from tests.web.stage import Stage, open_stage

WIDGET = PROJECT / "widget"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def missing() -> str:
    """What is missing for journeys, and how to get it; empty if nothing is."""
    if not shutil.which("node"):
        return "Node 20 is not installed"
    if not browser():
        return "Chromium is not installed; `sudo apt-get install chromium` adds it"
    if not (WIDGET / "dist" / "widget.js").exists():
        return "the widget is not built; `make widget` builds it"
    return ""


def browser() -> str | None:
    """A Chromium of the system."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def servers(folder: Path) -> Iterator[dict[str, str]]:
    """The environment of a journey, with everything in it running."""
    with ExitStack() as stack:
        homes = [folder / name for name in ("stage", "frail", "coach", "keys")]
        for home in homes:
            home.mkdir()
        stage, frail = stack.enter_context(open_stage(homes[0])), stack.enter_context(open_stage(homes[1]))
        coach = stack.enter_context(start_coach(homes[2]))
        certificate, key = write_certificate(homes[3])
        yield {
            **os.environ,
            "CHROMIUM": browser() or "",
            "COACH_URL": coach.url,
            "STAGE_URL": stage.url,
            "FRAIL_URL": frail.url,
            "CONTROL_URL": stack.enter_context(control(frail)),
            "CERTIFICATE": str(certificate),
            "KEY": str(key),
        }


@contextmanager
def control(stage: Stage) -> Iterator[str]:
    """An address whose `stop`, `kill` and `start` do that to a stage."""
    actions: dict[str, Callable[[], None]] = {"/stop": stage.stop, "/kill": lambda: stage.stop(signal.SIGKILL), "/start": stage.start}

    class Control(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            actions[self.path]()
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Control)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def write_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    paths[1].write_bytes(key.private_bytes(*form))
    return paths
