"""One reader's language: words from texts.yaml, numbers and rupiah as that language writes them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from math import floor, isfinite, log10, nan
from typing import Any

import yaml
from babel.numbers import format_decimal

from karier.observables import MONTHLY

LANGUAGES = ("id", "en")
NOTHING = "–"
SCALES = {"trillion": 1e12, "billion": 1e9, "million": 1e6, "thousand": 1e3}
DIGITS = {"people": 0, "posts": 0, "cases": 0, "JP": 0, "baseline = 1": 3, "working days": 2, "level 1–5": 2, "SD": 2,
          "correlation": 2, "25–100": 1, "years": 1, "1 D … 4 A": 1}  # fmt: skip
FINEST = 6  # decimals at most
OF = ("share of pay", "share of base pay")  # told as per cent of something
SHARES = ("share", "share a year")


def places(error: float) -> int | None:
    """Decimals at which an error has two significant digits; None where there is no error to go by."""
    if not isfinite(error) or error <= 0.0:
        return None
    size = float(f"{error:.1e}")  # 0.0996 is written 0.10
    return min(max(0, 1 - floor(log10(size))), FINEST)


def told_apart(values: Sequence[float], digits: int) -> int:
    """Decimals at which none of some values of one sign is written as 0: as many as asked for, or more."""
    one_sided = all(value > 0 for value in values) or all(value < 0 for value in values)
    while one_sided and digits < FINEST and min(map(abs, values)) < 0.5 * 10.0**-digits:
        digits += 1
    return digits


@cache
def texts() -> dict[str, dict[str, Any]]:
    """Key → language → text (or list of lines), as texts.yaml has them."""
    said: dict[str, dict[str, Any]] = yaml.safe_load(
        files("karier.analysis").joinpath("texts.yaml").read_text(encoding="utf-8")
    )
    return said


@dataclass(frozen=True)
class Language:
    """Words and numbers in one language. Raises ValueError for a language other than `LANGUAGES`."""

    code: str
    money: str = "billion"  # what tables and axes count rupiah in, of `SCALES`

    def __post_init__(self) -> None:
        if self.code not in LANGUAGES:
            raise ValueError(f"lang: {self.code!r} is not a language of the reports; allowed: {', '.join(LANGUAGES)}")

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of that key, with values filled in. Raises KeyError for an unknown key."""
        return str(texts()[key][self.code]).format(**values)

    def lines(self, key: str) -> list[str]:
        """The lines of that key."""
        return list(texts()[key][self.code])

    def known(self, key: str, otherwise: str) -> str:
        """The text of that key, or a name made readable where the study brings one of its own."""
        return str(texts()[key][self.code]) if key in texts() else otherwise.replace("_", " ")

    def label(self, labels: Mapping[str, str]) -> str:
        """One of a label's languages; the other one where it is missing."""
        return labels.get(self.code) or next(iter(labels.values()), NOTHING)

    def observable(self, name: str) -> str:
        """Label of a column of the monthly table."""
        return str(getattr(MONTHLY[name], self.code))

    def meaning(self, name: str) -> str:
        """What a column of the monthly table means."""
        return str(getattr(MONTHLY[name], f"meaning_{self.code}"))

    def unit(self, name: str) -> str:
        """Unit of a column of the monthly table, in words."""
        return self(f"unit.{MONTHLY[name].unit}")

    def number(self, value: float, digits: int = 1, sign: bool = False) -> str:
        """1.234,5 or 1,234.5, with a true minus sign; a dash for what is not a number."""
        if not isfinite(value):
            return NOTHING
        value = round(value, digits) + 0.0
        figures = f"#,##0.{'0' * digits}" if digits else "#,##0"
        return _signed(value, format_decimal(abs(value), format=figures, locale=self.code), sign)

    def percent(self, share: float, digits: int = 1, sign: bool = False) -> str:
        """A share as per cent."""
        return f"{self.number(100 * share, digits, sign)}%" if isfinite(share) else NOTHING

    def rupiah(self, value: float, sign: bool = False) -> str:
        """Rp12,3 miliar or Rp 12.3 billion: three leading figures and a word for the rest."""
        return self.rupiahs([value], sign)[0]

    def rupiahs(self, values: Sequence[float], sign: bool = False, error: float = nan) -> list[str]:
        """Amounts that stand together, with the word that the largest of them asks for; decimals by their error."""
        largest = max((abs(value) for value in values if isfinite(value)), default=0.0)
        word, size = next(((w, s) for w, s in SCALES.items() if largest >= 0.9995 * s), ("", 1.0))
        tail = f" {self(f'scale.{word}')}" if word else ""
        digits = 0 if not word or largest >= 99.95 * size else 1 if largest >= 9.995 * size else 2
        by_error = places(error / size)
        digits = digits if by_error is None else told_apart(values, by_error)
        mark = "Rp" if self.code == "id" else "Rp "
        said = []
        for value in values:
            rounded = round(value / size, digits) + 0.0 if isfinite(value) else value
            amount = f"{mark}{self.number(abs(rounded), digits)}{tail}"
            said.append(_signed(rounded, amount, sign) if isfinite(value) else NOTHING)
        return said

    @property
    def money_word(self) -> str:
        """What tables and axes count rupiah in: miliar, billion."""
        return self(f"scale.{self.money}")

    def counted(self, *rupiah: float, sign: bool = False, error: float = nan) -> list[str]:
        """Rupiah as tables write them, numbers of billions: decimals by their error, else three leading figures."""
        values = [amount / SCALES[self.money] for amount in rupiah]
        largest = max((abs(value) for value in values if isfinite(value)), default=0.0)
        digits = 0 if largest >= 99.95 else 1 if largest >= 9.995 else 2
        by_error = places(error / SCALES[self.money])
        digits = digits if by_error is None else told_apart(values, by_error)
        return [self.number(value, digits, sign) for value in values]

    def value(self, name: str, value: float) -> str:
        """A value of an observable, as its unit is read: 78,2%, Rp1,2 miliar, 6,41."""
        return self.values(name, [value])[0]

    def values(self, name: str, values: Sequence[float], error: float = nan) -> list[str]:
        """Values that stand together, with the same decimals: by their Monte-Carlo error, else by their unit."""
        unit = MONTHLY[name].unit
        if unit == "Rp":
            return self.rupiahs(values, error=error)
        by_error = places(100 * error if unit in SHARES else error)
        if unit in SHARES:
            return [self.percent(value, 1 if by_error is None else by_error) for value in values]
        if by_error is not None:
            return [self.number(value, by_error) for value in values]
        largest = max((abs(value) for value in values if isfinite(value)), default=0.0)
        digits = min(DIGITS.get(unit, 1), 0 if largest >= 999.5 else 1 if largest >= 99.95 else 9)
        return [self.number(value, digits) for value in values]

    def month(self, day: date, form: str = "MMMM y") -> str:
        """Januari 2027 or January 2027."""
        from babel.dates import format_date  # slow to import, and only plans have dates

        return str(format_date(day, form, locale=self.code))

    def listed(self, words: list[str]) -> str:
        """A, B and C."""
        if len(words) < 2:
            return "".join(words)
        last = self("word.and_after_comma") if len(words) > 2 else self("word.and")
        return f"{', '.join(words[:-1])}{last}{words[-1]}"

    def setting(self, value: Any) -> str:
        """A planned value of a parameter: yes/no, a number, a choice or a list of them."""
        if isinstance(value, bool):
            return self("word.yes" if value else "word.no")
        if isinstance(value, int | float):
            return self.number(value, 0 if float(value).is_integer() else 2)
        if isinstance(value, Mapping):
            return "; ".join(f"{self.known(f'choice.{k}', str(k))}: {self.setting(v)}" for k, v in value.items())
        if isinstance(value, list | tuple):
            return ", ".join(self.setting(v) for v in value)
        return self.known(f"choice.{value}", str(value))

    def amount(self, value: Any, unit: str) -> str:
        """A decision's value with its unit: 20%, 40 JP, seniority list, March, PKP: 30%; PKA: 30%."""
        if unit == "year and month" and isinstance(value, Mapping):
            return self.month(date(int(value["year"]), int(value["month"]), 1))
        if isinstance(value, Mapping) and unit in (*SHARES, "probability", "month of the year", "certificate"):
            return "; ".join(
                f"{self.known(f'choice.{key}', str(key))}: {self.amount(v, unit)}" for key, v in value.items()
            )
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self._number_of(value, unit)
        return self._plain_amount(value, unit)

    def _number_of(self, value: float, unit: str) -> str:
        if unit == "places a year" and value < 0:
            return self("amount.by_replacement")
        if unit in (*SHARES, *OF, "probability"):
            share = self.percent(float(value), 0 if abs(100 * value - round(100 * value)) < 0.05 else 1)
            return f"{share} {self(f'amount.{unit}')}" if unit in OF else share
        if unit.startswith("Rp"):
            money = re.sub(r"[.,]0+(?= )", "", self.rupiah(float(value)))  # what is set is exact: Rp5 juta
            return f"{money}{self.known(f'unit.{unit}', unit).removeprefix('rupiah')}"
        if unit == "month of the year":
            return self.month(date(2000, int(value), 1), "MMMM")
        if unit == "certificate":
            return self(f"certificate.{int(value)}")
        return self._plain_amount(value, unit)

    def _plain_amount(self, value: Any, unit: str) -> str:
        text = self.setting(value)
        if isinstance(value, str | bool) or not unit:
            return text
        return f"{text} {self.known(f'unit.{unit}', unit)}"


def _signed(value: float, absolute: str, sign: bool) -> str:
    if value < 0:
        return f"−{absolute}"
    return f"+{absolute}" if sign and value > 0 else absolute


def lowered(text: str) -> str:
    """The first letter small, unless the word is an abbreviation or begins a name, as Indeks Kepuasan Masyarakat."""
    second = text.partition(" ")[2]
    name = second[:1].isupper() and second[1:2].islower()
    return text[:1].lower() + text[1:] if text[1:2].islower() and not name else text
