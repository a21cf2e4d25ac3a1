"""Elections again, slow and obvious: month by month from one inauguration to the next."""


def phase(p, now):
    """Months since an inauguration, counted one by one."""
    year, month = int(p.inauguration[0]), int(p.inauguration[1])
    while (year, month) > (now.year, now.calendar_month):
        year, month = earlier(year, month, p.cycle)
    since = 0
    while (year, month) != (now.year, now.calendar_month):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        since = since + 1 if since + 1 < p.cycle else 0
    return since


def earlier(year, month, months):
    for _ in range(months):
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return year, month


def frozen(p, now):
    if not p.held or p.permit:
        return False
    left = p.cycle - phase(p, now)
    return phase(p, now) in range(p.frozen) or left <= p.candidates + p.frozen


def window(p, now):
    opens = 0 if p.permit else p.frozen
    return float(bool(p.held) and phase(p, now) in range(opens, opens + p.favour_months))


def changes_hands(p, now):
    return bool(p.held) and phase(p, now) == (0 if p.permit else p.frozen)
