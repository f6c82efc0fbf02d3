"""Arrays of texts, times and objects, masked arrays, and pandas' tables: as what they are made of, and back.

What torch has a dtype for is none of these: `wire.Tensor` carries it. See `plain_values`.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterable
from math import prod
from typing import Any, Final

# Of the elements of one array or column.
_ELEMENTS: Final = 4_000_000
_RANK: Final = 16
# Bytes in a row, and nothing that could be an object: `<U3`, `|S5`, `<M8[ns]`, `>f8`, `<u8`.
_DTYPE: Final = re.compile(r"[<>|=][biufcmMUS]\d{1,7}(\[\d{0,6}[a-zA-Z]{1,2}\])?")
# Of NumPy's, what torch has, too, by the letters of dtypes.
_OF_TORCH: Final = ("?", "b", "h", "i", "l", "q", "B", "e", "f", "d", "F", "D")
_NULLABLE: Final = re.compile(r"U?Int(8|16|32|64)|Float(32|64)|boolean")
_TEXTS: Final = ("str", "string")

Parts = tuple[str, list[Any]]


def parts(live: Any) -> Parts | None:
    """The kind of a value and what it is made of; None for any other."""
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    try:
        found = _of_numpy(live, numpy) if numpy is not None else None
        if found is None and pandas is not None and hasattr(pandas, "DataFrame"):
            found = _of_pandas(live, pandas)
    except LookupError:
        return None
    return found


# ── NumPy ────────────────────────────────────────────────────────────────────────────────────────────────


def _of_numpy(live: Any, numpy: Any) -> Parts | None:
    if isinstance(live, numpy.dtype):
        return ("dtype", [live.str]) if _DTYPE.fullmatch(live.str) else None
    if isinstance(live, numpy.generic):
        return _scalar(live, numpy)
    if type(live) is numpy.ndarray:
        return _array(live, numpy)
    masked = sys.modules.get("numpy.ma")
    if masked is None or not isinstance(live, masked.MaskedArray):
        return None
    if live is masked.masked:
        return "masked", []
    if type(live) is not masked.MaskedArray or live.dtype.names:
        return None
    return "masked array", [live.data.view(numpy.ndarray), masked.getmaskarray(live), live.fill_value]


def _scalar(live: Any, numpy: Any) -> Parts | None:
    if live.dtype.char in _OF_TORCH or not _DTYPE.fullmatch(live.dtype.str):
        return None
    # Two derive from a type of Python's, and others may derive from those.
    if type(live) not in (live.dtype.type,):
        return None
    return "scalar", [live.dtype.str, _raw_of(numpy.asarray(live), numpy)]


def _array(live: Any, numpy: Any) -> Parts | None:
    if live.dtype.char in _OF_TORCH and live.dtype.isnative:
        return None
    if live.dtype.kind == "O":
        return "objects", [list(live.shape), live.reshape(-1).tolist()]
    if not _DTYPE.fullmatch(live.dtype.str):
        return None
    return "array", [live.dtype.str, list(live.shape), _raw_of(live, numpy)]


def _raw_of(live: Any, numpy: Any) -> Any:
    return numpy.frombuffer(live.tobytes(), dtype=numpy.uint8)


def raw(given: Any) -> Any:
    """Bytes that came as an array. Raises ValueError."""
    import numpy

    if not isinstance(given, numpy.ndarray) or given.dtype != numpy.uint8 or given.ndim != 1:
        raise ValueError("bytes are missing")
    return given


def packed(texts: Iterable[str | None]) -> list[Any]:
    """Texts as the bytes of all of them and the length of each; -1 where there is none."""
    import numpy

    each = [None if one is None else one.encode("utf-8", "surrogatepass") for one in texts]
    lengths = numpy.array([-1 if one is None else len(one) for one in each], dtype=numpy.int64)
    return [numpy.frombuffer(b"".join(filter(None, each)), dtype=numpy.uint8), lengths]


def unpacked(data: Any, lengths: Any) -> list[str | None]:
    """The texts again. Raises ValueError."""
    whole, begin = raw(data).tobytes(), 0
    found: list[str | None] = []
    for length in lengths.tolist():
        if type(length) is not int or length < -1 or begin + length > len(whole):
            raise ValueError("texts that are none")
        if length < 0:
            found.append(None)
        else:
            found.append(whole[begin : begin + length].decode("utf-8", "surrogatepass"))
            begin += length
    return found


def _dtype(name: Any) -> Any:
    import numpy

    if type(name) is not str or not _DTYPE.fullmatch(name):
        raise ValueError("a dtype that may not be")
    dtype = numpy.dtype(name)
    if dtype.hasobject or not dtype.itemsize:
        raise ValueError("a dtype that may not be")
    return dtype


def _shape(given: Any) -> tuple[int, ...]:
    shape = tuple(given)
    if len(shape) > _RANK or not all(type(one) is int and one >= 0 for one in shape):
        raise ValueError("a shape that is none")
    if prod(max(one, 1) for one in shape) > _ELEMENTS:
        raise ValueError("too large a shape")
    return shape


def _made_array(name: Any, shape: Any, data: Any) -> Any:
    import numpy

    dtype, wanted = _dtype(name), _shape(shape)
    if raw(data).size != prod(wanted) * dtype.itemsize:
        raise ValueError("bytes that are too many or too few")
    made: Any = numpy.frombuffer(raw(data).tobytes(), dtype=dtype).reshape(wanted).copy()
    return made


def _made_objects(shape: Any, items: Any) -> Any:
    import numpy

    wanted = _shape(shape)
    if len(items) != prod(wanted):
        raise ValueError("objects that are too many or too few")
    flat = numpy.empty(len(items), dtype=object)
    for number, item in enumerate(items):
        flat[number] = item
    return flat.reshape(wanted)


def _made_masked_array(data: Any, mask: Any, fill: Any) -> Any:
    import numpy

    if not (isinstance(data, numpy.ndarray) and isinstance(mask, numpy.ndarray)):
        raise ValueError("a mask is missing")
    if mask.dtype.kind != "b" or mask.shape != data.shape:
        raise ValueError("a mask that is none")
    return numpy.ma.MaskedArray(data, mask=mask, fill_value=fill)


def _made_masked() -> Any:
    import numpy

    return numpy.ma.masked


def _pandas() -> Any:
    """pandas, where it is installed. Raises ImportError."""
    return importlib.import_module("pandas")


# ── pandas ───────────────────────────────────────────────────────────────────────────────────────────────


def _of_pandas(live: Any, pandas: Any) -> Parts | None:
    kind = type(live)
    if kind is pandas.DataFrame:
        columns = [_column(live.iloc[:, number]) for number in range(live.shape[1])]
        return "frame", [live.columns, columns, live.index]
    if kind is pandas.Series:
        return "series", [_column(live), live.index, live.name]
    if isinstance(live, pandas.Index):
        return _index(live, pandas)
    if kind is pandas.Timestamp and live.tz is None:
        return "Timestamp", [live.isoformat()]
    if kind is pandas.Timedelta:
        return "Timedelta", [live.isoformat()]
    if live is pandas.NaT or live is pandas.NA:
        return "missing", ["NaT" if live is pandas.NaT else "NA"]
    return None


def _index(live: Any, pandas: Any) -> Parts | None:
    if type(live) is pandas.RangeIndex:
        return "range index", [live.start, live.stop, live.step, live.name]
    if type(live) is pandas.MultiIndex:
        columns = [_column(live.get_level_values(number)) for number in range(live.nlevels)]
        return "multi index", [columns, list(live.names)]
    return "index", [_column(live), live.name]


def _column(live: Any) -> tuple[Any, ...]:
    """The values of a column or index. Raises LookupError for a dtype that is none of those known."""
    import numpy

    dtype = live.dtype
    if isinstance(dtype, numpy.dtype):
        return "numpy", numpy.asarray(live)
    name = str(dtype)
    if name in _TEXTS:
        return "texts", name, *packed(one if isinstance(one, str) else None for one in live)
    if name == "category":
        held = live.cat if hasattr(live, "cat") else live
        return "category", numpy.asarray(held.codes), held.categories, bool(held.ordered)
    if _NULLABLE.fullmatch(name):
        absent = numpy.asarray(live.isna())
        plain = name.lower().replace("boolean", "bool")
        return "nullable", name, numpy.asarray(live.fillna(0).astype(plain)), absent
    raise LookupError(name)


def _values(given: Any) -> Any:
    """A column again. Raises ValueError."""
    import numpy

    pandas = _pandas()
    kind, *rest = given
    if kind == "numpy":
        (column,) = rest
        if not isinstance(column, numpy.ndarray) or column.ndim != 1:
            raise ValueError("a column that is none")
        return column
    if kind == "texts":
        name, data, lengths = rest
        if name not in _TEXTS:
            raise ValueError("a dtype that may not be")
        return pandas.array(unpacked(data, lengths), dtype=name)
    if kind == "category":
        codes, categories, ordered = rest
        return pandas.Categorical.from_codes(codes, categories=categories, ordered=bool(ordered))
    if kind != "nullable":
        raise ValueError("a column that is none")
    name, data, absent = rest
    if type(name) is not str or not _NULLABLE.fullmatch(name):
        raise ValueError("a dtype that may not be")
    column = pandas.array(data, dtype=name)
    column[absent] = pandas.NA
    return column


def _made_index(values: Any, name: Any) -> Any:
    pandas = _pandas()
    column = _values(values)
    # What was an object stays one: `Index` would look for a better dtype.
    return pandas.Index(column, name=name, dtype=column.dtype)


def _made_range_index(start: Any, stop: Any, step: Any, name: Any) -> Any:
    pandas = _pandas()
    if not all(type(one) is int for one in (start, stop, step)):
        raise ValueError("a whole number is missing")
    if len(range(start, stop, step)) > _ELEMENTS:
        raise ValueError("too many rows")
    return pandas.RangeIndex(start, stop, step, name=name)


def _made_multi_index(columns: Any, names: Any) -> Any:
    pandas = _pandas()
    return pandas.MultiIndex.from_arrays([_values(one) for one in columns], names=names)


def _made_series(values: Any, index: Any, name: Any) -> Any:
    pandas = _pandas()
    column = _values(values)
    return pandas.Series(column, index=_an_index(index), name=name, dtype=column.dtype)


def _made_frame(columns: Any, values: Any, index: Any) -> Any:
    pandas = _pandas()
    rows, names = _an_index(index), _an_index(columns)
    if len(names) != len(values):
        raise ValueError("columns that are too many or too few")
    held = {number: pandas.Series(_values(one), index=rows) for number, one in enumerate(values)}
    live = pandas.DataFrame(held, index=rows)
    live.columns = names
    return live


def _an_index(given: Any) -> Any:
    pandas = _pandas()
    if not isinstance(given, pandas.Index):
        raise ValueError("an index is missing")
    return given


def _of_text(kind: str, given: Any) -> Any:
    pandas = _pandas()
    if type(given) is not str or len(given) > 80:
        raise ValueError("a time that is none")
    return getattr(pandas, kind)(given)


def _made_missing(name: Any) -> Any:
    pandas = _pandas()
    return {"NaT": pandas.NaT, "NA": pandas.NA}[name]


MADE: Final[dict[str, Callable[..., Any]]] = {
    "dtype": _dtype,
    "scalar": lambda name, data: _made_array(name, [1], data)[0],
    "array": _made_array,
    "objects": _made_objects,
    "masked": _made_masked,
    "masked array": _made_masked_array,
    "frame": _made_frame,
    "series": _made_series,
    "index": _made_index,
    "range index": _made_range_index,
    "multi index": _made_multi_index,
    "Timestamp": lambda given: _of_text("Timestamp", given),
    "Timedelta": lambda given: _of_text("Timedelta", given),
    "missing": _made_missing,
}
