"""The names of what comes out, with unit, labels and meaning: the one thing that model and analysis share."""

from typing import Literal, NamedTuple

Year = Literal["sum", "mean", "last"]


class Observable(NamedTuple):
    """One column of a table of results."""

    unit: str
    en: str  # label
    id: str
    meaning_en: str
    meaning_id: str
    year: Year  # how months make a year
    better: Literal[-1, 0, 1] = 0  # 1: more is better


def _o(  # what reads best in the table below: numbers first, then the four texts
    unit: str, year: Year, better: Literal[-1, 0, 1], en: str, id: str, meaning_en: str, meaning_id: str
) -> Observable:
    return Observable(unit, en, id, meaning_en, meaning_id, year, better)


MONTHLY: dict[str, Observable] = {
    # people
    "headcount": _o("people", "last", 0, "Staff", "Jumlah pegawai",
        "People in service at the end of the month", "Pegawai aktif pada akhir bulan"),
    "entries": _o("people", "sum", 0, "Entries", "Pegawai masuk",
        "People who took up service", "Pegawai yang mulai bekerja"),
    "exits": _o("people", "sum", 0, "Exits", "Pegawai keluar",
        "People who left: retirement, death, resignation, transfer, end of contract",
        "Pegawai yang keluar: pensiun, meninggal, mengundurkan diri, pindah, kontrak berakhir"),
    "retirements": _o("people", "sum", 0, "Retirements", "Pensiun",
        "People who reached the retirement age of their post", "Pegawai yang mencapai batas usia pensiun jabatannya"),
    "filled_posts": _o("posts", "last", 0, "Filled posts", "Jabatan terisi",
        "Posts with a holder at the end of the month", "Jabatan yang terisi pada akhir bulan"),
    "vacancy_rate": _o("share", "mean", -1, "Vacancy rate", "Tingkat kekosongan jabatan",
        "Vacant posts as a share of the establishment", "Jabatan kosong sebagai bagian dari formasi kebutuhan"),
    "managers_vacant": _o("share", "mean", -1, "Managerial posts vacant", "Jabatan manajerial kosong",
        "Vacant managerial posts (run by an acting head) as a share of all managerial posts",
        "Jabatan manajerial kosong (diisi pelaksana tugas) sebagai bagian dari jabatan manajerial"),
    "mean_age": _o("years", "mean", 0, "Mean age", "Rata-rata usia",
        "Mean age of people in service", "Rata-rata usia pegawai aktif"),
    "mean_competence_technical": _o("level 1–5", "mean", 1, "Technical competence", "Kompetensi teknis",
        "True level, base and gain", "Tingkat sebenarnya, dasar dan tambahan"),
    "mean_competence_managerial": _o("level 1–5", "mean", 1, "Managerial competence", "Kompetensi manajerial",
        "True level, base and gain", "Tingkat sebenarnya, dasar dan tambahan"),
    "mean_competence_sociocultural": _o("level 1–5", "mean", 1, "Sociocultural competence",
        "Kompetensi sosial kultural",
        "True level, base and gain", "Tingkat sebenarnya, dasar dan tambahan"),
    "competence_gap": _o("level 1–5", "mean", -1, "Competence gap", "Kesenjangan kompetensi",
        "Mean weighted shortfall of competence below the requirement of the post held",
        "Rata-rata tertimbang kekurangan kompetensi terhadap syarat jabatan yang dipegang"),
    "gain_retained": _o("level 1–5", "mean", 1, "Gain retained", "Hasil belajar yang bertahan",
        "Mean competence gained by learning that can still fade, over the three dimensions",
        "Rata-rata tambahan kompetensi dari belajar yang masih dapat pudar, atas tiga dimensi"),
    "mean_motivation": _o("share", "mean", 1, "Motivation", "Motivasi",
        "Mean of m = logistic(η)", "Rata-rata m = logistik(η)"),
    "presence": _o("share", "mean", 1, "Presence", "Kehadiran",
        "Share of paid hours at work", "Bagian jam kerja berbayar yang dihadiri"),
    "mean_performance": _o("baseline = 1", "mean", 1, "Individual performance", "Kinerja individu",
        "Mean output per hour present, P", "Rata-rata keluaran per jam hadir, P"),
    "leadership_quality": _o("SD", "mean", 1, "Quality of heads", "Mutu pimpinan",
        "Mean fit of heads of office in SD of their level; an acting head counts −0.5",
        "Rata-rata kesesuaian pimpinan unit dalam SD tingkatnya; pelaksana tugas dihitung −0,5"),
    "promotions": _o("people", "sum", 0, "Promotions", "Promosi",
        "Moves to a higher level or jenjang", "Perpindahan ke tingkat atau jenjang lebih tinggi"),
    "promotion_rate_men": _o("share a year", "mean", 0, "Promotion rate, men", "Tingkat promosi laki-laki",
        "Promotions of male PNS × 12 over male PNS", "Promosi PNS laki-laki × 12 per PNS laki-laki"),
    "promotion_rate_women": _o("share a year", "mean", 0, "Promotion rate, women", "Tingkat promosi perempuan",
        "Promotions of female PNS × 12 over female PNS", "Promosi PNS perempuan × 12 per PNS perempuan"),
    "promotion_fairness": _o("correlation", "mean", 1, "Promotion follows performance",
        "Promosi mengikuti kinerja",
        "Correlation of the promotion score with true performance among those eligible",
        "Korelasi skor promosi dengan kinerja sebenarnya di antara yang memenuhi syarat"),
    "rating_share_very_good": _o("share", "last", 0, "Rated very good", "Predikat sangat baik",
        "Share of recorded predicates", "Bagian predikat tercatat"),
    "rating_share_good": _o("share", "last", 0, "Rated good", "Predikat baik",
        "Share of recorded predicates", "Bagian predikat tercatat"),
    "rating_share_needs_improvement": _o("share", "last", 0, "Rated needs improvement",
        "Predikat butuh perbaikan", "Share of recorded predicates", "Bagian predikat tercatat"),
    "rating_share_low": _o("share", "last", 0, "Rated low", "Predikat kurang",
        "Share of recorded predicates", "Bagian predikat tercatat"),
    "rating_share_very_low": _o("share", "last", 0, "Rated very low", "Predikat sangat kurang",
        "Share of recorded predicates", "Bagian predikat tercatat"),
    "training_hours": _o("JP", "sum", 0, "Training", "Pelatihan",
        "JP (45 minutes) of training received", "JP (45 menit) pelatihan yang diterima"),
    # services
    "arrivals": _o("cases", "sum", 0, "Cases received", "Permohonan masuk",
        "Cases of counter and docket lines", "Permohonan pada layanan loket dan berkas"),
    "completed": _o("cases", "sum", 1, "Cases processed", "Permohonan diproses",
        "Cases processed, faulty ones and their rework included",
        "Permohonan yang diproses, termasuk yang keliru dan pengerjaan ulangnya"),
    "valid": _o("cases", "sum", 1, "Valid cases", "Permohonan selesai sah",
        "Cases completed without error", "Permohonan selesai tanpa kesalahan"),
    "turned_away": _o("cases", "sum", -1, "Turned away", "Tidak terlayani",
        "People still waiting when a counter closes", "Pemohon yang masih menunggu saat loket tutup"),
    "backlog": _o("cases", "last", -1, "Backlog", "Tunggakan",
        "Cases waiting or in work at the end of the month", "Permohonan menunggu atau dikerjakan pada akhir bulan"),
    "turnaround_days": _o("working days", "mean", -1, "Turnaround", "Waktu penyelesaian",
        "Mean time from receipt to result of docket lines, weighted by cases",
        "Rata-rata waktu dari berkas masuk sampai selesai pada layanan berkas, tertimbang jumlah permohonan"),
    "p90_turnaround_days": _o("working days", "mean", -1, "Turnaround, 90th percentile",
        "Waktu penyelesaian, persentil 90",
        "Nine in ten cases of docket lines are done within it", "Sembilan dari sepuluh berkas selesai dalam waktu ini"),
    "on_time_share": _o("share", "mean", 1, "On time", "Tepat waktu",
        "Share of cases served within the promised time, counters and dockets",
        "Bagian permohonan yang dilayani dalam waktu yang dijanjikan, loket dan berkas"),
    "error_rate": _o("share", "mean", -1, "Error rate", "Tingkat kesalahan",
        "Share of processed cases that must be done again", "Bagian permohonan yang harus dikerjakan ulang"),
    "utilisation": _o("share", "mean", 0, "Utilisation", "Beban kerja",
        "Load over capacity of counter and docket lines", "Beban terhadap kapasitas layanan loket dan berkas"),
    "service_efficiency": _o("baseline = 1", "mean", 1, "Service efficiency", "Efisiensi layanan",
        "Standard hours of valid cases per paid hour of the staff posted to them",
        "Jam standar permohonan sah per jam kerja berbayar pegawai layanan"),
    "capacity_efficiency": _o("baseline = 1", "mean", 1, "Capacity efficiency", "Efisiensi kapasitas",
        "Standard hours of valid cases that the staff could deliver per paid hour",
        "Jam standar permohonan sah yang mampu diselesaikan per jam kerja berbayar"),
    "caseload_quality": _o("baseline = 1", "mean", 1, "Quality of schools and wards", "Mutu sekolah dan perawatan",
        "Performance × presence × staffing of lines without a queue",
        "Kinerja × kehadiran × kecukupan pegawai pada layanan tanpa antrean"),
    "ikm": _o("25–100", "mean", 1, "Citizen satisfaction (IKM)", "Indeks Kepuasan Masyarakat (IKM)",
        "Community satisfaction index of PermenPANRB 14/2017, nine elements, weighted by cases",
        "Indeks Kepuasan Masyarakat menurut PermenPANRB 14/2017, sembilan unsur, tertimbang permohonan"),
    "ikm_modelled": _o(
        "25–100", "mean", 1, "IKM, modelled elements", "IKM, unsur yang dimodelkan",
        "The five of nine elements that the model moves: time, product, competence, conduct, complaints",
        "Lima dari sembilan unsur yang digerakkan model: waktu, produk, kompetensi, perilaku, pengaduan",
    ),
    "ikm_survey_error": _o(
        "25–100", "mean", 0, "IKM, survey error", "IKM, galat survei",
        "Standard error of the index in a survey of the usual size: what a city's own survey could tell",
        "Galat baku indeks pada survei berukuran lazim: yang dapat dibedakan survei kota sendiri",
    ),
    "ikm_grade": _o("1 D … 4 A", "last", 1, "IKM grade", "Mutu pelayanan IKM",
        "Grade of the index: 4 is A (very good)", "Mutu pelayanan: 4 adalah A (sangat baik)"),
    "trust": _o("share", "mean", 1, "Trust", "Kepercayaan warga",
        "Share of residents satisfied with the city government's work",
        "Bagian warga yang puas atas kinerja pemerintah kota"),
    "participation": _o("baseline = 1", "mean", 0, "Use of services", "Pemanfaatan layanan",
        "Demand relative to the baseline that follows from trust",
        "Permintaan relatif terhadap awal yang mengikuti kepercayaan"),
    # money
    "cost_base_pay": _o("Rp", "sum", 0, "Base pay", "Gaji pokok",
        "Base pay of all employments", "Gaji pokok semua status kepegawaian"),
    "cost_allowance": _o("Rp", "sum", 0, "Performance allowance (TPP)", "Tambahan penghasilan (TPP)",
        "Additional income by class and appraisal", "Tambahan penghasilan menurut kelas jabatan dan penilaian"),
    "cost_training": _o("Rp", "sum", 0, "Training cost", "Biaya pelatihan",
        "Cost of courses", "Biaya penyelenggaraan pelatihan"),
    "cost_recruitment": _o("Rp", "sum", 0, "Recruitment cost", "Biaya rekrutmen",
        "Cost of selection rounds", "Biaya seleksi"),
    "cost_total": _o("Rp", "sum", -1, "Total cost", "Biaya total",
        "Sum of all cost lines", "Jumlah semua pos biaya"),
    "cost_programme": _o("Rp", "sum", -1, "Programme cost", "Biaya program",
        "Training and recruitment: what a strategy spends beside pay",
        "Pelatihan dan rekrutmen: belanja strategi di luar gaji"),
    "cost_per_valid_case": _o("Rp", "mean", -1, "Cost per valid case", "Biaya per permohonan sah",
        "Pay of the staff of counter and docket lines per valid case",
        "Belanja pegawai layanan loket dan berkas per permohonan sah"),
}  # fmt: skip

# Yearly tables. Keys first: what a row is; then what it says.
OFFICE_KEYS = ("year", "office")
OFFICE_COLUMNS = (
    "headcount", "filled_posts", "mean_competence_technical", "mean_motivation", "presence", "mean_performance",
    "leadership_quality", "training_hours", "exits", "entries", "cost_total", "arrivals", "valid", "backlog",
    "on_time_share", "ikm",
)  # fmt: skip
COHORT_KEYS = ("year", "sex", "generation")
COHORT_COLUMNS = (
    "headcount", "promotions", "mean_competence_technical", "mean_motivation", "mean_performance",
    "training_hours",
)  # fmt: skip
LINE_KEYS = ("year", "office", "line")
LINE_COLUMNS = (
    "arrivals", "valid", "turned_away", "backlog", "turnaround_days", "p90_turnaround_days", "on_time_share",
    "error_rate", "utilisation", "ikm",
)  # fmt: skip
GENERATIONS = ((0, 1965), (1965, 1977), (1977, 1995), (1995, 9999))  # birth years, as BKN publishes them
