"""Whoever changes something says who did, and leaves a record."""

import ast

from tests.architecture.source import Function, functions, in_layer

RECORDED_ELSEWHERE = {
    "finish_reply": "a worker's act: whose reply it is stands in its conversation, the request is on record",
    "give_up": "a worker's act, as above",
    "note_upload": "an echo of the upload, which is on record",
}


def test_writing_services_take_their_actor_by_name_and_record_the_act():
    found = {
        f"{path}:{function.name}": fault
        for path, tree in in_layer("services")
        for function in functions(tree)
        if is_public_write(function) and (fault := fault_of(function, tree))
    }
    assert found == {}


def is_public_write(function: Function) -> bool:
    """Tell whether others may call it and it changes something: then it is a transaction."""
    atomic = any("atomic" in ast.unparse(node) for node in function.decorator_list)
    return atomic and not function.name.startswith("_") and function.name not in RECORDED_ELSEWHERE


def fault_of(function: Function, tree: ast.Module) -> str:
    """Return what is missing, or nothing."""
    if "actor" not in {argument.arg for argument in function.args.kwonlyargs}:
        return "takes no actor by name"
    return "" if records(function, tree, set()) else "records nothing"


def records(function: Function, tree: ast.Module, seen: set[str]) -> bool:
    """Tell whether it records, or hands its actor on to a service that does, itself or through its module."""
    own = {each.name: each for each in functions(tree)}
    for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
        name = ast.unparse(call.func).rpartition(".")[2]
        if name == "record" or any(keyword.arg == "actor" for keyword in call.keywords):
            return True
        if name in own and name not in seen and records(own[name], tree, seen | {name}):
            return True
    return False
