"""How TOML's values become the types of `config_schema`, strictly: nothing is coerced."""

from collections.abc import Callable
from dataclasses import is_dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from math import isfinite
from pathlib import Path
from re import fullmatch
from typing import Annotated, Any, TypeAlias, get_args, get_origin
from zoneinfo import ZoneInfo

from cattrs import Converter
from cattrs.cols import homogenous_tuple_structure_factory
from cattrs.gen import make_dict_structure_fn, override

from runlift.app import config_values as values
from runlift.app.config_values import BadValue, Between, Matching, Preference, SessionCount, shown
from runlift.domain.runner import Window

KEY_OF_FIELD = {"from_": "from"}
"""Keys that are words of Python's own, by the field's name."""

Kind: TypeAlias = Any
"""A type as cattrs hands it round: a class, or a special form such as Annotated."""

Read = Callable[[Any, Kind], Any]

_SIMPLE: dict[type, Callable[[object], object]] = {
    Window: values.read_window,
    Preference: values.read_preference,
    SessionCount: values.read_session_count,
    Path: values.read_path,
    ZoneInfo: values.read_zone,
    date: values.read_date,
    time: values.read_clock,
    timedelta: values.read_interval,
    bool: values.read_flag,
}


def _ignoring_type(read: Callable[[object], object]) -> Read:
    return lambda value, _type: read(value)


def _read_choice(value: object, choices: type[StrEnum]) -> StrEnum:
    if isinstance(value, str) and value in list(choices):
        return choices(value)
    names = [f'"{choice}"' for choice in choices]
    raise BadValue(f"{shown(value)} is not known; write {', '.join(names[:-1])} or {names[-1]}")


def _read_bounded(value: object, kind: Kind) -> object:
    base, bound = get_args(kind)
    return _read_number(value, base, bound) if isinstance(bound, Between) else _read_text(value, bound)


def _read_number(value: object, base: type, bound: Between) -> object:
    if isinstance(value, bool) or not isinstance(value, int | (float if base is float else int)):
        raise BadValue(f"{shown(value)} is no {'number' if base is float else 'whole number'}")
    if not isfinite(value) or not bound.low <= value <= bound.high:
        raise BadValue(f"{shown(value)} is out of bounds; write {bound.low:g} to {bound.high:g}")
    return base(value)


def _read_text(value: object, form: Matching) -> str:
    if isinstance(value, str) and fullmatch(form.pattern, value):
        return value
    raise BadValue(f"{shown(value)} cannot be used; write {form.advice}")


def _table(kind: Kind, converter: Converter) -> Read:
    read = make_dict_structure_fn(
        kind, converter, _cattrs_forbid_extra_keys=True, from_=override(rename=KEY_OF_FIELD["from_"])
    )

    def read_table(value: object, type_: Kind) -> object:
        if not isinstance(value, dict):
            raise BadValue(f"{shown(value)} is no table; write its keys under a heading in [ ]")
        return read(value, type_)

    return read_table


def _list(kind: Kind, converter: Converter) -> Read:
    read = homogenous_tuple_structure_factory(kind, converter)

    def read_list(value: object, type_: Kind) -> object:
        if isinstance(value, dict):
            raise BadValue("is one table of possibly several; write its heading in double brackets [[ ]]")
        if not isinstance(value, list):
            raise BadValue(f"{shown(value)} is no list; put it in [ ]")
        return read(value, type_)

    return read_list


def _has_origin(wanted: object) -> Callable[[Kind], bool]:
    def check(kind: Kind) -> bool:
        origin: object = get_origin(kind)
        return origin is wanted

    return check


def _make_converter() -> Converter:
    made = Converter(detailed_validation=True)
    for kind, read in _SIMPLE.items():
        made.register_structure_hook(kind, _ignoring_type(read))
    made.register_structure_hook(StrEnum, _read_choice)
    made.register_structure_hook_func(_has_origin(Annotated), _read_bounded)
    made.register_structure_hook_factory(_has_origin(tuple), _list)
    made.register_structure_hook_factory(is_dataclass, _table)
    return made


converter = _make_converter()
