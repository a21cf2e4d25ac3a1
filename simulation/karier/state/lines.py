"""One row per service line (layanan)."""

from typing import NamedTuple

from karier.arrays import Byte, FloatArray, IntArray, Short
from karier.tables import table

COUNTER, DOCKET, CASELOAD, SUPPORT = 0, 1, 2, 3
KINDS = ("counter", "docket", "caseload", "support")


@table
class Lines(NamedTuple):
    """l service lines."""

    office: Short
    kind: Byte
    unit_hours: FloatArray  # τ0, standard hours per case, solved at month 0
    promised_days: FloatArray  # promised time; hours of waiting at a counter / hours a day
    annual_rate: FloatArray  # cases a year per person served (or per event), before season and participation
    template: Short  # which of the place's lines it is
    usual_load: FloatArray  # utilisation at the baseline, for which τ0 is solved
    population_row: Short  # kecamatan served, or -1 for the whole city
    queue: FloatArray  # cases waiting or in work at the end of last month (dockets)
    # of the month, written by services
    arrivals: IntArray
    valid: IntArray
    errors: IntArray
    turned_away: IntArray
    backlog: IntArray
    staff: FloatArray  # n, full-time equivalents present
    paid_hours: FloatArray
    speed: FloatArray  # x, mean P of those present
    capacity: FloatArray  # valid standard hours that the staff could deliver: n·μ·(1 − e)·τ0
    turnaround_days: FloatArray
    p90_turnaround_days: FloatArray
    on_time_share: FloatArray
    utilisation: FloatArray
    error_rate: FloatArray
    technical: FloatArray  # A_technical: mean technical competence of the staff, in SD, from the family's baseline
    conduct: FloatArray  # mean of motivation and sociocultural competence of the staff, in SD
    quality: FloatArray  # caseload and support lines: mean P × presence × staffing
    saving: FloatArray  # innovation: share of τ0 which improvements save
    satisfaction: FloatArray  # IKM of the line, 25–100
    pay: IntArray  # money: of the staff posted there, rupiah
