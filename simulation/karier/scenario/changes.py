"""What a plan that extends another does otherwise: a sentence for a description that was written for the other."""

from collections.abc import Iterator, Mapping
from typing import Any

_WORDS = {
    "id": ("Diubah", "semula", "menurut nilai saat ini"),
    "en": ("Changed", "before", "as today"),
}
_MISSING = object()


def with_changes(description: Mapping[str, str], below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, str]:
    """The description of a plan with what its levers (`above`) have otherwise than those it extends (`below`)."""
    changes = list(_changes(below, above))
    if not changes:
        return dict(description)
    return {language: f"{text} {_sentence(language, changes)}" for language, text in description.items()}


def _sentence(language: str, changes: list[tuple[str, Any, Any]]) -> str:
    changed, before, today = _WORDS[language]
    told = [f"{key} {_told(new)} ({before} {today if old is _MISSING else _told(old)})" for key, old, new in changes]
    return f"{changed}: {', '.join(told)}."


def _changes(below: Mapping[str, Any], above: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Key, old and new value of what differs, `section.key`; values of `set` stand without that word."""
    for section, entry in above.items():
        old, new = _flat(below.get(section)), _flat(entry)
        for key, value in new.items():
            if old.get(key, _MISSING) != value:
                yield f"{section}.{key}", old.get(key, _MISSING), value


def _flat(entry: Any) -> dict[str, Any]:
    if not isinstance(entry, Mapping):
        return {}
    planned = entry.get("set")
    beside = {str(key): value for key, value in entry.items() if key != "set"}
    return beside | ({str(k): v for k, v in planned.items()} if isinstance(planned, Mapping) else {})


def _told(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_told, value))
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_told(item)}" for key, item in value.items())
    return f"{value:.10g}" if isinstance(value, float) else str(value)
