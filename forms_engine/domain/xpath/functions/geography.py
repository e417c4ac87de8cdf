"""Functions about points, lines and areas on the Earth, as ODK's own engine works them out."""

import math
from collections.abc import Sequence
from itertools import pairwise

from forms_engine.domain.xpath.code import Context, Kind
from forms_engine.domain.xpath.functions.registry import function
from forms_engine.domain.xpath.values import NAN, Value, text_of

_RADIUS = 6_378_100.0  # in metres, at the equator

Point = tuple[float, float]


@function("area", gives=Kind.NUMBER, takes=(Kind.ANY,))
def _area(_context: Context, value: Value) -> float:
    points = _points([value])
    if len(set(points)) < 3:  # noqa: PLR2004 – fewer corners enclose nothing
        return 0.0
    closed = points if points[0] == points[-1] else [*points, points[0]]
    total = sum(
        math.radians(end[1] - start[1])
        * (2 + math.sin(math.radians(end[0])) + math.sin(math.radians(start[0])))
        for start, end in pairwise(closed)
    )
    return _centimetres(abs(total) * _RADIUS**2 / 2)


@function("distance", gives=Kind.NUMBER, takes=(Kind.ANY,), rest=Kind.ANY)
def _distance(_context: Context, *values: Value) -> float:
    points = _points(values)
    return _centimetres(sum(map(_between, points, points[1:]))) if points else NAN


@function("geofence", gives=Kind.BOOLEAN, takes=(Kind.ANY, Kind.ANY))
def _geofence(_context: Context, point: Value, shape: Value) -> bool:
    corners, points = _points([shape]), _points([point])
    if not points or len(corners) < 2 or corners[0] != corners[-1]:  # noqa: PLR2004 – a closed line
        return False
    latitude, longitude = points[0]
    crossings = sum(
        (end[0] > latitude) != (start[0] > latitude)
        and longitude < (start[1] - end[1]) * (latitude - end[0]) / (start[0] - end[0]) + end[1]
        for start, end in pairwise(corners)
    )
    return crossings % 2 == 1


@function("intersects", gives=Kind.BOOLEAN, takes=(Kind.ANY,))
def _intersects(_context: Context, value: Value) -> bool:
    lines = [line for line in pairwise(_points([value])) if line[0] != line[1]]
    for at, one in enumerate(lines):
        for other in lines[at + 2 :]:
            is_closing = at == 0 and other is lines[-1] and other[1] == one[0]
            if not is_closing and _cross(one, other):
                return True
    return False


def _cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    sides = [_side(*one, point) for point in other] + [_side(*other, point) for point in one]
    if 0 not in sides:
        return sides[0] != sides[1] and sides[2] != sides[3]
    ends = (*((one, point) for point in other), *((other, point) for point in one))
    return any(not side and _within(line, point) for side, (line, point) in zip(sides, ends, strict=True))


def _side(start: Point, end: Point, point: Point) -> int:
    turn = (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])
    return (turn > 0) - (turn < 0)


def _within(line: tuple[Point, Point], point: Point) -> bool:
    return all(min(a, b) <= at <= max(a, b) for a, b, at in zip(*line, point, strict=True))


def _between(start: Point, end: Point) -> float:
    one, other = math.radians(start[0]), math.radians(end[0])
    turn = math.cos(math.radians(start[1] - end[1]))
    cosine = math.sin(one) * math.sin(other) + math.cos(one) * math.cos(other) * turn
    return math.acos(max(-1.0, min(cosine, 1.0))) * _RADIUS


def _points(values: Sequence[Value]) -> list[Point]:
    """Return the points of geopoints, geotraces and geoshapes; none if any of them is not one."""
    texts = [
        text
        for value in values
        for text in ([node.value for node in value] if isinstance(value, list | tuple) else [text_of(value)])
    ]
    found = []
    for part in ";".join(texts).split(";"):
        if not (numbers := part.split()):
            continue
        try:
            found.append((float(numbers[0]), float(numbers[1])))
        except (ValueError, IndexError):
            return []
    return found


def _centimetres(metres: float) -> float:
    return math.floor(metres * 100 + 0.5) / 100
