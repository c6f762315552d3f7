"""Every sentence the code says stands in data/wording/, with the placeholders that the code fills; none stands there unused."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest
import yaml

from coach.settings import PROJECT
from coach.wording import FOLDER
from tests.contract.source_files import PACKAGES, sources, tree

TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yml")) if path.stem != "topics"}


def _name(file: str, key: str) -> str:
    """What the code calls the sentence `key` of a file."""
    return key if file == "replies" else f"{file}.{key}"


REPLIES: dict[str, str] = {_name(file, key): value for file, text in TEXTS.items() for key, value in yaml.safe_load(text).items()}
SOURCES = [path for package in PACKAGES for path in sources(package)]
COMMENT = re.compile(r"^(\w+): .*#\s*(\S+\.py)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Said:
    """A call that says a sentence by its name."""

    name: str
    filled: frozenset[str] | None
    """The placeholders it fills; None if they cannot be read off the call."""
    path: Path

    def __str__(self) -> str:
        return f"{self.path.relative_to(PROJECT)}: {self.name}"


def said(path: Path, module: ast.Module) -> Iterator[Said]:
    """The sentences that a file says: by `say`, or by a function of its own that hands a name on to `say`."""
    speakers = {"say": 0, **_handing_on(module)}
    own = {parameter for function in _functions(module) if function.name in speakers for parameter in _parameters(function)}
    for call in ast.walk(module):
        if not isinstance(call, ast.Call) or _called(call) not in speakers:
            continue
        position = speakers[_called(call)]
        assert position < len(call.args), f"{path.name}:{call.lineno}: the name of the sentence must be the argument number {position + 1}"
        argument = call.args[position]
        if isinstance(argument, ast.Name) and argument.id in own:
            continue
        names = [node.value for node in _outcomes(argument) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        assert len(names) == len(list(_outcomes(argument))), f"{path.name}:{call.lineno}: the name of the sentence is not written here"
        filled = None if any(keyword.arg is None for keyword in call.keywords) else frozenset(str(key.arg) for key in call.keywords)
        yield from (Said(name, filled, path) for name in names)


def _functions(module: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]


def _parameters(function: ast.FunctionDef) -> list[str]:
    return [argument.arg for argument in function.args.args]


def _handing_on(module: ast.Module) -> dict[str, int]:
    """Functions that give one of their parameters to `say`, and the place of that parameter."""
    return {
        function.name: _parameters(function).index(call.args[0].id)
        for function in _functions(module)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and _called(call) == "say" and call.args
        if isinstance(call.args[0], ast.Name) and call.args[0].id in _parameters(function)
    }


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _outcomes(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.IfExp):
        yield from _outcomes(node.body)
        yield from _outcomes(node.orelse)
    else:
        yield node


ALL = [each for path in SOURCES if path.name != "wording.py" for each in said(path, tree(path))]


def _placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_the_code_says_something() -> None:
    assert len(ALL) >= 15


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("say('a')", {"a"}),
        ("wording.say('a', x=1)", {"a"}),
        ("say('a' if x else 'b')", {"a", "b"}),
        ("def tell(to, name, **values):\n    return say(name, **values)\ntell(1, 'a')\ntell(2, 'b')", {"a", "b"}),
    ],
)
def test_no_way_to_say_something_is_overlooked(source: str, names: set[str]) -> None:
    assert {each.name for each in said(Path("probe.py"), ast.parse(source))} == names


@pytest.mark.parametrize("each", ALL, ids=str)
def test_every_sentence_that_is_said_exists_and_gets_its_placeholders(each: Said) -> None:
    assert each.name in REPLIES
    if each.filled is not None:
        assert _placeholders(REPLIES[each.name]) == each.filled


def test_no_sentence_is_unused() -> None:
    assert set(REPLIES) - {each.name for each in ALL} == set()


def test_no_sentence_stands_twice() -> None:
    for text in TEXTS.values():
        keys = re.findall(r"^(\w+):", text, re.MULTILINE)
        assert len(keys) == len(set(keys))
    assert len(REPLIES) == len(set(REPLIES.values()))


def test_the_file_behind_each_sentence_is_the_one_that_says_it() -> None:
    by_name: dict[str, set[str]] = defaultdict(set)
    for each in ALL:
        by_name[each.name].add("/".join(each.path.relative_to(PROJECT).parts[-2:]))
    named = {_name(file, key): path for file, text in TEXTS.items() for key, path in COMMENT.findall(text)}
    assert {name: named.get(name) for name, files in by_name.items() if named.get(name) not in files} == {}


@pytest.mark.parametrize("name", REPLIES)
def test_a_sentence_is_text_that_all_channels_can_show(name: str) -> None:
    assert isinstance(REPLIES[name], str)
    assert REPLIES[name].strip() == REPLIES[name] != ""
    assert not re.search(r"<[a-z/]|\n\s*\n", REPLIES[name])
