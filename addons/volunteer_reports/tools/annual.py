"""Figures of an annual report: which there are, and how they are shown."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: ``{key: kind}`` of the report on recording and certificates, in its order. Kinds:
#: ``integer``, ``hours`` and ``percent``. A key ending in ``_of`` is part of the above.
RECORDING = {
    "lines": "integer",
    "people": "integer",
    "hours": "hours",
    "hours_proven": "hours",
    "hours_claimed": "hours",
    "hours_outside": "hours",
    "late": "integer",
    "pending": "integer",
    "hours_pending": "hours",
    "corrected": "integer",
    "refused": "integer",
    "reversals": "integer",
    "hours_reversed": "hours",
    "objections": "integer",
    "objections_upheld": "integer",
    "error_reports": "integer",
    "error_reports_upheld": "integer",
    "objections_open": "integer",
    "certificates_service": "integer",
    "certificates_practice": "integer",
    "certificates_revoked": "integer",
    "inspections": "integer",
    "inspected": "integer",
    "inspected_wrong": "integer",
    "rectifications": "integer",
    "rectifications_open": "integer",
    "entered": "integer",
    "not_entered": "integer",
}
#: Of the summary of a year's work, taken from the figures of months.
SUMMARY = {
    "volunteers": "integer",
    "volunteers_staff": "integer",
    "volunteers_contract": "integer",
    "volunteers_community": "integer",
    "volunteers_party": "integer",
    "staff_rate": "percent",
    "activities": "integer",
    "person_times": "integer",
    "hours_recorded": "hours",
    "hours_proven": "hours",
    "hours_claimed": "hours",
    "hours_pending": "hours",
    "hours_per_head": "hours",
    "people_served": "integer",
    "claims_done": "integer",
    "wishes_done": "integer",
    "publicity": "integer",
    "stars": "integer",
    "honours": "integer",
}
KEYS = {"recording": RECORDING, "summary": SUMMARY}
#: Rows that are part of the one above them.
PARTS = frozenset(
    (
        "hours_proven",
        "hours_claimed",
        "hours_outside",
        "volunteers_staff",
        "volunteers_contract",
        "volunteers_community",
        "volunteers_party",
        "objections_upheld",
        "error_reports_upheld",
        "inspected_wrong",
        "rectifications_open",
    )
)
#: Which target of a unit is about which figure.
METRICS = {
    "person_hours": "hours_recorded",
    "hours_per_head": "hours_per_head",
    "registered": "staff_rate",
    "activities": "activities",
    "served": "people_served",
}


def show(value, kind: str) -> str:
    """Return a figure as it stands on paper.

    >>> show(12, "integer"), show(3.5, "hours"), show(66.666, "percent")
    ('12', '3.5', '66.7 %')
    >>> show(None, "hours"), show(100.0, "hours"), show(0, "hours")
    ('—', '100', '0')
    """
    if value is None:
        return "—"
    if kind == "percent":
        return f"{value:.1f} %"
    if kind == "integer":
        return str(round(value))
    return f"{value:.2f}".rstrip("0").rstrip(".")


def utc_bounds(date_from: date, date_to: date, tz: str) -> tuple[datetime, datetime]:
    """Return the first moment of a day and that after another, naive UTC.

    >>> utc_bounds(date(2025, 1, 1), date(2025, 12, 31), "Asia/Shanghai")
    (datetime.datetime(2024, 12, 31, 16, 0), datetime.datetime(2025, 12, 31, 16, 0))
    """
    zone = ZoneInfo(tz)
    return tuple(
        datetime.combine(day, time.min, zone).astimezone(UTC).replace(tzinfo=None)
        for day in (date_from, date_to + timedelta(days=1))
    )
