"""The page and the widget's files, read once, compressed once."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from sanic.request import Request
from sanic.response import HTTPResponse

from coach.settings import PROJECT

BUILT = PROJECT / "widget" / "dist"
PAGE = Path(__file__).parent / "page.html"
PAGE_WITHOUT_WIDGET = Path(__file__).parent / "not_built.html"
_TYPES = {".js": "text/javascript; charset=utf-8", ".html": "text/html; charset=utf-8", ".svg": "image/svg+xml"}
_YEAR = 31_536_000
_HASHED = re.compile(r"-[0-9A-Za-z]{8}\.js$")
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True)
class Asset:
    """A file as it is served."""

    body: bytes
    packed: bytes
    headers: dict[str, str]

    @classmethod
    def of(cls, path: Path) -> Asset:
        """Read a file."""
        body = path.read_bytes()
        headers = {
            "Content-Type": _TYPES[path.suffix],
            "X-Content-Type-Options": "nosniff",
            "Vary": "Accept-Encoding",
            "ETag": f'"{hashlib.sha256(body).hexdigest()[:16]}"',
            "Cache-Control": f"public, max-age={_YEAR}, immutable" if _HASHED.search(path.name) else "no-cache",
        }
        if path.suffix == ".html":
            headers |= {"Content-Security-Policy": _policy(body.decode()), "Referrer-Policy": "no-referrer"}
        else:
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # pages of other sites load the widget
        return cls(body, gzip.compress(body, 9), headers)

    def answer(self, request: Request) -> HTTPResponse:
        """The response to a GET."""
        if request.headers.get("if-none-match") == self.headers["ETag"]:
            return HTTPResponse(status=304, headers=self.headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return HTTPResponse(self.packed, headers={**self.headers, "Content-Encoding": "gzip"})
        return HTTPResponse(self.body, headers=self.headers)


def read_assets() -> dict[str, Asset]:
    """Every file by its name; the page is the empty name. Without a built widget the page says how to build it."""
    built = sorted(BUILT.glob("*.js")) + sorted(BUILT.glob("*.svg"))
    page = PAGE if any(path.name == "widget.js" for path in built) else PAGE_WITHOUT_WIDGET
    return {"": Asset.of(page), **{path.name: Asset.of(path) for path in built}}


def _policy(page: str) -> str:
    styles = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" for style in _STYLE.findall(page))
    return (
        f"default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; style-src {styles}; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
