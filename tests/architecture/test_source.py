"""What may not be written."""

import ast
import re

import pytest

from tests.architecture.source import ROOT, functions, in_layer, modules, templates

INLINE = {
    "a script": r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")",
    "a style sheet": r"<style\b",
    "a style": r"\sstyle\s*=",
    "a handler": r"<[^>{]*\son[a-z]+\s*=",
    "a script address": r"=\s*[\"']javascript:",
}


@pytest.mark.parametrize("layer", ["views", "consumers"])
def test_layer_reads_through_selectors(layer):
    found = [
        f"{path}:{node.lineno}"
        for path, tree in in_layer(layer)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]
    assert found == []


@pytest.mark.parametrize("what", INLINE)
def test_no_template_has_inline(what):
    found = [path for path, text in templates().items() if re.search(INLINE[what], text, re.IGNORECASE)]
    assert found == []


def test_modules_are_short():
    assert {path: n for path in modules() if (n := len((ROOT / path).read_text().splitlines())) > 300} == {}


def test_functions_are_short():
    found = {
        f"{path}:{function.name}": lines
        for path, tree in modules().items()
        for function in functions(tree)
        if (lines := body_lines(function)) > 30
    }
    assert found == {}


def body_lines(function) -> int:
    """Return the lines of a function after its signature and docstring."""
    body = function.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_no_module_imports_inside_functions_but_apps():
    found = [
        str(path)
        for path, tree in modules().items()
        if path.name != "apps.py"
        for function in functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert found == ["messerprise/ops/supervisor/prepare.py"], "which sets Django up itself"
