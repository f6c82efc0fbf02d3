"""Values of Python, NumPy and pandas that are data, as what they are made of, and made of it again.

Both sides import this: `parts` of a value are sent, `made` makes the value of them. Nothing is a value here
but what is exactly of a known type: a class that somebody derives from one of these is none of them. What
comes from a child is untrusted: `made` bounds it and raises ValueError for what no honest child sends.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Any, Final

from grader.sandbox import table_values

# Numbers that a range may hold: whoever makes a list of it needs so much memory.
RANGE_LIMIT: Final = 1_000_000
# Digits of a decimal number, and of its exponent.
_DIGITS: Final = 2_000
_EXPONENT: Final = 10_000
_FIELDS: Final = 100
# Numbers or texts of a list or tuple from which on they are sent as one array.
_MANY: Final = 200
_NAME: Final = re.compile(r"[A-Za-z]\w{0,79}", re.ASCII)
# Types that are values of their own.
TYPES: Final = {
    kind.__name__: kind
    for kind in (bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, type(None))
}
# Of a `defaultdict`.
_FACTORIES: Final = (int, float, str, list, dict, set)
_VIEWS: Final = {
    type({}.keys()): "dict_keys", type({}.values()): "dict_values", type({}.items()): "dict_items",
}  # fmt: skip

# Kinds whose values can be changed: as arguments they are numbered.
CHANGEABLE: Final = frozenset((
    "dict", "set", "bytearray", "deque", "OrderedDict", "Counter", "defaultdict", "numbers", "texts", "array",
    "objects", "masked array", "series", "frame",
))  # fmt: skip
# Keys that are no texts and no small numbers: others can be made so that each costs a look at all before it.
_KEYS: Final = 1_000
_SMALL: Final = 2**31

Parts = tuple[str, list[Any]]


def parts(live: Any) -> Parts | None:
    """The kind of a value and what it is made of; None for any other."""
    describe = _PARTS.get(type(live))
    if describe is not None:
        return describe(live)
    if type(live) in (list, tuple):
        return _long(live)
    if isinstance(live, type):
        known = TYPES.get(live.__name__) is live
        return ("type", [live.__name__]) if known else None
    if isinstance(live, tuple):
        return _named_tuple(live)
    if type(live) in _VIEWS:
        return _VIEWS[type(live)], [list(live)]
    if isinstance(live, PurePosixPath) and type(live).__module__.partition(".")[0] == "pathlib":
        return "path", [type(live).__name__, str(live)]
    return table_values.parts(live)


def made(kind: str, given: Sequence[Any]) -> Any:
    """The value of a kind that is made of these. Raises ValueError."""
    make = _MADE.get(kind) or table_values.MADE.get(kind)
    if make is None:
        raise ValueError("a kind of value that nobody knows")
    try:
        return make(*given)
    except (TypeError, ValueError, ArithmeticError, AttributeError, LookupError, ImportError) as error:
        raise ValueError(f"a {kind} that is none: {error}") from None


# ── what they are made of ────────────────────────────────────────────────────────────────────────────────


def _bytes_of(live: bytes | bytearray) -> Any:
    import numpy

    return numpy.frombuffer(bytes(live), dtype=numpy.uint8)


def _long(live: list[Any] | tuple[Any, ...]) -> Parts | None:
    """Many numbers or texts of one type: one array is shorter than as many nodes."""
    if len(live) < _MANY:
        return None
    kinds = {type(item) for item in live}
    if kinds == {str}:
        return "texts", [type(live).__name__, *table_values.packed(live)]
    if kinds == {int} and all(-(2**63) <= item < 2**63 for item in live):
        return "numbers", [type(live).__name__, _array(live, "int64")]
    if kinds in ({float}, {bool}):
        return "numbers", [type(live).__name__, _array(live, "float64" if kinds == {float} else "bool")]
    return None


def _array(live: Sequence[Any], dtype: str) -> Any:
    import numpy

    return numpy.array(live, dtype=dtype)


def _named_tuple(live: tuple[Any, ...]) -> Parts | None:
    """Of the instructor's or the student's own `namedtuple`, and no class derived from one."""
    kind, fields = type(live), getattr(type(live), "_fields", None)
    if kind.__bases__ != (tuple,) or not isinstance(fields, tuple) or len(fields) != len(live):
        return None
    own = {"__eq__", "__ne__", "__lt__", "__iter__", "__getitem__", "__len__", "__contains__"} & {*vars(kind)}
    return None if own else ("namedtuple", [kind.__name__, list(fields), list(live)])


def _zone(zone: datetime.tzinfo | None) -> Any:
    """A fixed offset as a timedelta; None for none; anything else is no value of these."""
    if zone is None:
        return None
    if type(zone) is not datetime.timezone:
        raise LookupError
    return zone.utcoffset(None)


def _of_datetime(live: datetime.datetime) -> Parts | None:
    day = [live.year, live.month, live.day, live.hour, live.minute, live.second, live.microsecond]
    try:
        return "datetime", [*day, _zone(live.tzinfo), live.fold]
    except LookupError:
        return None


def _of_time(live: datetime.time) -> Parts | None:
    try:
        held = [live.hour, live.minute, live.second, live.microsecond]
        return "time", [*held, _zone(live.tzinfo), live.fold]
    except LookupError:
        return None


def _of_default_dict(live: defaultdict[Any, Any]) -> Parts | None:
    factory = live.default_factory
    if factory is not None and factory not in _FACTORIES:
        return None
    return "defaultdict", [getattr(factory, "__name__", None), _pairs(live)]


def _pairs(live: dict[Any, Any]) -> list[tuple[Any, Any]]:
    return list(dict.items(live))


def _of_range(live: range) -> Parts | None:
    return ("range", [live.start, live.stop, live.step]) if _is_short(live) else None


def _is_short(live: range) -> bool:
    return not live or abs(live.stop - live.start) // abs(live.step) <= RANGE_LIMIT


_PARTS: Final[dict[type, Callable[[Any], Parts | None]]] = {
    complex: lambda live: ("complex", [live.real, live.imag]),
    bytes: lambda live: ("bytes", [_bytes_of(live)]),
    bytearray: lambda live: ("bytearray", [_bytes_of(live)]),
    set: lambda live: ("set", [list(live)]),
    frozenset: lambda live: ("frozenset", [list(live)]),
    range: _of_range,
    slice: lambda live: ("slice", [live.start, live.stop, live.step]),
    Fraction: lambda live: ("Fraction", [live.numerator, live.denominator]),
    Decimal: lambda live: ("Decimal", [str(live)]),
    datetime.date: lambda live: ("date", [live.year, live.month, live.day]),
    datetime.datetime: _of_datetime,
    datetime.time: _of_time,
    datetime.timedelta: lambda live: ("timedelta", [live.days, live.seconds, live.microseconds]),
    datetime.timezone: lambda live: ("timezone", [live.utcoffset(None)]),
    OrderedDict: lambda live: ("OrderedDict", [_pairs(live)]),
    Counter: lambda live: ("Counter", [_pairs(live)]),
    defaultdict: _of_default_dict,
    deque: lambda live: ("deque", [list(live), live.maxlen]),
}


# ── made of it again ─────────────────────────────────────────────────────────────────────────────────────


def _text(given: Any) -> str:
    if type(given) is not str:
        raise ValueError("a text is missing")
    return given


def _whole(given: Any) -> int:
    if type(given) is not int:
        raise ValueError("a whole number is missing")
    return given


def _data(given: Any) -> bytes:
    return bytes(table_values.raw(given))


def _one_of(kinds: dict[str, type], name: str, items: list[Any]) -> Any:
    return kinds[name](items)


def _keys(given: list[Any]) -> list[Any]:
    """What becomes keys. Raises ValueError for too many of a kind that could be made to clash."""
    if len(given) > _KEYS and not all(
        type(one) is str or (type(one) is int and -_SMALL < one < _SMALL) for one in given
    ):
        raise ValueError("too many keys")
    return given


def _items(given: list[Any]) -> dict[Any, Any]:
    _keys([key for key, _ in given])
    return dict(given)


def _numbers(kind: str, given: Any) -> Any:
    return _one_of({"list": list, "tuple": tuple}, kind, given.tolist())


def _texts(kind: str, data: Any, lengths: Any) -> Any:
    return _one_of({"list": list, "tuple": tuple}, kind, table_values.unpacked(data, lengths))


def _range(start: Any, stop: Any, step: Any) -> range:
    live = range(_whole(start), _whole(stop), _whole(step))
    if not _is_short(live):
        raise ValueError("too many numbers")
    return live


def _decimal(given: Any) -> Decimal:
    if len(_text(given)) > _DIGITS:
        raise ValueError("too many digits")
    live = Decimal(given)
    if live.is_finite() and live and abs(live.adjusted()) > _EXPONENT:
        raise ValueError("too large an exponent")
    return live


def _timezone(offset: Any) -> datetime.timezone | None:
    return None if offset is None else datetime.timezone(offset)


def _datetime(*given: Any) -> datetime.datetime:
    *day, offset, fold = given
    year, month, date, hour, minute, second, part = map(_whole, day)
    zone = _timezone(offset)
    return datetime.datetime(year, month, date, hour, minute, second, part, tzinfo=zone, fold=fold)


def _time(*given: Any) -> datetime.time:
    *held, offset, fold = given
    hour, minute, second, part = map(_whole, held)
    return datetime.time(hour, minute, second, part, tzinfo=_timezone(offset), fold=fold)


def _path(name: Any, given: Any) -> PurePosixPath:
    return PurePosixPath(_text(given))


def _tuple_of_names(name: Any, fields: Any, values: Any) -> Any:
    if len(fields) > _FIELDS or not all(_NAME.fullmatch(_text(one)) for one in [name, *fields]):
        raise ValueError("names that are none")
    return namedtuple(name, fields)(*values)


def _default_dict(factory: Any, pairs: Any) -> defaultdict[Any, Any]:
    known = {kind.__name__: kind for kind in _FACTORIES}
    return defaultdict(None if factory is None else known[factory], _items(pairs))


_MADE: Final[dict[str, Callable[..., Any]]] = {
    "dict": _items,
    "complex": lambda real, imag: complex(real, imag),
    "text": lambda data: bytes(data).decode("utf-8", "surrogatepass"),
    "bytes": _data,
    "bytearray": lambda data: bytearray(_data(data)),
    "numbers": _numbers,
    "texts": _texts,
    "set": lambda items: set(_keys(items)),
    "frozenset": lambda items: frozenset(_keys(items)),
    "range": _range,
    "slice": lambda start, stop, step: slice(start, stop, step),
    "Fraction": lambda over, under: Fraction(_whole(over), _whole(under)),
    "Decimal": _decimal,
    "date": lambda *day: datetime.date(*map(_whole, day)),
    "datetime": _datetime,
    "time": _time,
    "timedelta": lambda *given: datetime.timedelta(*map(_whole, given)),
    "timezone": _timezone,
    "OrderedDict": lambda pairs: OrderedDict(_items(pairs)),
    "Counter": lambda pairs: Counter(_items(pairs)),
    "defaultdict": _default_dict,
    "deque": lambda items, longest: deque(items, longest),
    "dict_keys": lambda items: dict.fromkeys(_keys(items)).keys(),
    "dict_values": lambda items: dict(enumerate(items)).values(),
    "dict_items": lambda items: _items(items).items(),
    "path": _path,
    "type": lambda name: TYPES[_text(name)],
    "namedtuple": _tuple_of_names,
}
