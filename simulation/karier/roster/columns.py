"""The column dictionary of a roster: what each column means, what it may hold, and how a cell is read.

A cell is read as text. Values may be written in Indonesian or English; an empty cell of an optional column means
unknown and is imputed.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from karier.population.jobs import CATEGORIES
from karier.state.posts import FAMILIES
from karier.state.workforce import EDUCATIONS, EMPLOYMENTS, RANKS

MONTH = re.compile(r"(\d{4})-(\d{1,2})(?:-\d{1,2})?(?:[ T]00:00(:00)?)?$")
GOLONGAN = (
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
)


class Unreadable(ValueError):  # noqa: N818
    """What a cell holds is not allowed; the text says what is."""


class Column(NamedTuple):
    """One column of a roster."""

    name: str
    required: bool
    read: Callable[[str], Any]
    allowed: str
    id: str  # meaning
    en: str
    examples: tuple[str, str, str]


def month(text: str) -> int:
    """Months since year 0: 1985-03 → 12·1985 + 2."""
    found = MONTH.match(text)
    if not found or not 1 <= int(found[2]) <= 12 or not 1900 <= int(found[1]) <= 2100:
        raise Unreadable("a month such as 1985-03")
    return 12 * int(found[1]) + int(found[2]) - 1


def one_of(words: Mapping[str, int]) -> Callable[[str], int]:
    """A reader of a closed list; case, spaces, hyphens and underscores do not matter."""
    known = {plain(word): value for word, value in words.items()}

    def read(text: str) -> int:
        if plain(text) not in known:
            raise Unreadable(f"one of {', '.join(words)}")
        return known[plain(text)]

    return read


def level(text: str) -> float:
    """A level of competence, 1 … 5."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise Unreadable("a level from 1 to 5") from None
    if not 1.0 <= value <= 5.0:
        raise Unreadable("a level from 1 to 5")
    return value


def rank(text: str) -> int:
    """Rank of a PNS, I/a … IV/e (also III-b, 3b), or golongan of a PPPK, I … XVII (also 9), as 0 … 16."""
    written = plain(text)
    digits = re.match(r"\d+", written)
    if digits and 1 <= int(digits[0]) <= len(GOLONGAN):
        written = GOLONGAN[int(digits[0]) - 1].lower() + written[digits.end() :]
    for names in (RANKS, GOLONGAN):
        for number, name in enumerate(names):
            if written == plain(name):
                return number
    raise Unreadable("a rank I/a … IV/e, or the golongan I … XVII of a PPPK")


def is_golongan(text: str) -> bool:
    """Whether a rank is written as a PPPK's: without the letter of a PNS's."""
    return plain(text)[-1:] not in ("a", "b", "c", "d", "e")


def name(text: str) -> str:
    """Any text that is not empty."""
    return text


def plain(text: str) -> str:
    """A text in lower case without spaces, hyphens, underscores, dots and slashes."""
    return re.sub(r"[\s_\-./]+", "", text).lower()


def _both(values: tuple[str, ...], more: Mapping[str, str]) -> dict[str, int]:
    return {v: k for k, v in enumerate(values)} | {word: values.index(v) for word, v in more.items()}


SEX = {"male": 0, "female": 1, "L": 0, "P": 1, "laki-laki": 0, "perempuan": 1, "M": 0, "F": 1, "pria": 0, "wanita": 1}
EMPLOYMENT = _both(EMPLOYMENTS, {"PPPK paruh waktu": "pppk_part_time", "non ASN": "non_asn", "CPNS": "pns"})
EDUCATION = _both(
    EDUCATIONS,
    {
        "SD": "primary", "SMP": "lower_secondary", "SMA": "upper_secondary", "SMK": "upper_secondary", "D1": "diploma",
        "D2": "diploma", "D3": "diploma", "D4": "bachelor", "S1": "bachelor", "S2": "master", "S3": "doctor",
    },
)  # fmt: skip
FAMILY = _both(
    FAMILIES,
    {
        "administrasi": "administration", "pendidikan": "education", "kesehatan": "health", "teknis": "technical",
        "keuangan": "finance",
    },
)  # fmt: skip
CATEGORY = _both(
    CATEGORIES,
    {
        "pengadministrasi": "clerk", "penelaah": "analyst", "terampil": "skilled_1", "mahir": "skilled_2",
        "penyelia": "skilled_3", "ahli pertama": "expert_1", "ahli muda": "expert_2", "ahli madya": "expert_3",
        "JPT pratama": "jpt_pratama",
    },
)  # fmt: skip
PREDICATE = {
    "sangat kurang": 1, "kurang": 2, "butuh perbaikan": 3, "baik": 4, "sangat baik": 5, "very low": 1, "low": 2,
    "needs improvement": 3, "good": 4, "very good": 5,
}  # fmt: skip
CERTIFICATE = {"none": 0, "PKP": 1, "PKA": 2, "PKN II": 3, "tidak ada": 0}
BOX = {str(k): k for k in range(1, 10)}


def _words(words: Mapping[str, int]) -> str:
    return ", ".join(words)


COLUMNS = (
    Column("id", True, name, "any text, each once",
           "Penanda unik pegawai; tidak disimpan", "Identifier of the person; it is not kept",
           ("P001", "P002", "P003")),
    Column("birth_month", True, month, "YYYY-MM", "Bulan lahir", "Month of birth", ("1985-03", "1992-11", "1970-07")),
    Column("sex", True, one_of(SEX), _words(SEX), "Jenis kelamin", "Sex", ("P", "L", "P")),
    Column("employment", True, one_of(EMPLOYMENT), _words(EMPLOYMENT), "Status kepegawaian", "Employment",
           ("pns", "pppk", "pns")),
    Column("office", True, name, "id or name of an office of the place", "Perangkat daerah (id atau nama)",
           "Office (id or name)", ("dukcapil", "dukcapil", "dpmptsp")),
    Column("category", False, one_of(CATEGORY), _words(CATEGORY), "Jenis jabatan", "Kind of post",
           ("expert_1", "clerk", "pengawas")),
    Column("family", False, one_of(FAMILY), _words(FAMILY), "Rumpun jabatan pegawai", "Own job family",
           ("administration", "", "administration")),
    Column("education", False, one_of(EDUCATION), _words(EDUCATION), "Pendidikan", "Education", ("S1", "SMA", "S2")),
    Column("rank", False, rank, "I/a … IV/e; PPPK: I … XVII", "Pangkat/golongan", "Rank", ("III/b", "V", "IV/a")),
    Column("entry_month", False, month, "YYYY-MM", "Bulan mulai bekerja", "Month of entry",
           ("2010-01", "2022-06", "1995-03")),
    Column("rank_month", False, month, "YYYY-MM", "Bulan pangkat terakhir", "Month in which the rank was taken",
           ("2022-04", "", "2021-10")),
    Column("post_month", False, month, "YYYY-MM", "Bulan menduduki jabatan", "Month in which the post was taken",
           ("2020-02", "2022-06", "2022-01")),
    Column("predicate", False, one_of(PREDICATE), _words(PREDICATE), "Predikat kinerja terakhir", "Last predicate",
           ("baik", "baik", "sangat baik")),
    Column("predicate_before", False, one_of(PREDICATE), _words(PREDICATE), "Predikat setahun sebelumnya",
           "Predicate of the year before", ("baik", "", "baik")),
    Column("certificate", False, one_of(CERTIFICATE), _words(CERTIFICATE),
           "Sertifikat pelatihan kepemimpinan tertinggi", "Highest leadership certificate", ("", "", "PKP")),
    Column("box", False, one_of(BOX), "1 … 9", "Kotak manajemen talenta", "Talent box", ("", "", "8")),
    Column("assessed_month", False, month, "YYYY-MM", "Bulan penilaian kompetensi",
           "Month of the competency assessment",
           ("2025-05", "", "2024-09")),
    Column("technical", False, level, "1 … 5", "Kompetensi teknis hasil penilaian", "Assessed technical competence",
           ("2.8", "", "3.1")),
    Column("managerial", False, level, "1 … 5", "Kompetensi manajerial hasil penilaian",
           "Assessed managerial competence",
           ("1.9", "", "2.4")),
    Column("sociocultural", False, level, "1 … 5", "Kompetensi sosial kultural hasil penilaian",
           "Assessed sociocultural competence", ("2.5", "", "2.9")),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}
REQUIRED = tuple(column.name for column in COLUMNS if column.required)
MONTHS = tuple(column.name for column in COLUMNS if column.read is month)
