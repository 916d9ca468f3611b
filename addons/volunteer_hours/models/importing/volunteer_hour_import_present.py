from datetime import datetime
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ...tools.claims import Service, is_same_service


class Present(NamedTuple):
    """A line that is here already, on the day of a row."""

    start: datetime | None
    stop: datetime | None
    minutes: int
    activity_id: int | None
    project_id: int | None
    description: str | None
    #: Made by the same file: rows of one file are told apart by all they say.
    same_file: bool

    def is_same(self, vals):
        """Return whether a row says what this line says.

        Presence at the same activity counts, however long it was: it is proven.
        """
        if self.same_file:
            return False
        if vals["activity_id"] and vals["activity_id"] == self.activity_id:
            return True
        if self.minutes != vals["minutes"]:
            return False
        if self.start and vals["start"]:
            return self.start == vals["start"]
        return is_same_service(
            Service(
                self.project_id,
                self.activity_id,
                self.minutes,
                self.start,
                self.description,
            ),
            Service(
                vals["project_id"] or None,
                vals["activity_id"] or None,
                vals["minutes"],
                vals["start"] or None,
                vals["description"] or None,
            ),
        )

    def overlaps(self, vals):
        """Return whether one person would be in two places."""
        return bool(
            self.start
            and self.stop
            and vals["start"]
            and vals["stop"]
            and self.start < vals["stop"]
            and vals["start"] < self.stop
        )


class VolunteerHourImport(models.Model):
    """What is here already on the days of a file: one join for all its rows."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour.import"  # pylint: disable=consider-merging-classes-inherited

    def _query_present_sudo(self, drafts):
        """Return ``{(volunteer, date): [Present]}`` for the rows' persons and days.

        Lines of duplicates that were merged into a person are the person's.
        """
        days = {
            (found.volunteer_id, found.vals["date"])
            for found in drafts
            if found.vals and not found.vals["is_opening"]
        }
        result = {}
        if not days:
            return result
        people, dates = zip(*sorted(days), strict=True)
        for volunteer_id, day, *line in self.env.execute_query(
            SQL(
                """
                SELECT w.volunteer_id, w.date, h.start, h.stop, h.minutes,
                       h.activity_id, h.project_id, h.description,
                       h.import_id IS NOT DISTINCT FROM %s
                  FROM unnest(%s::int[], %s::date[]) AS w (volunteer_id, date)
                  JOIN LATERAL (
                        SELECT w.volunteer_id AS id
                     UNION ALL
                        SELECT d.id FROM volunteer_volunteer d
                         WHERE d.merged_into_id = w.volunteer_id
                       ) v ON true
                  JOIN volunteer_hour h ON h.volunteer_id = v.id AND h.date = w.date
                 WHERE h.state NOT IN ('refused', 'cancelled')
                   AND h.reversed IS NOT TRUE AND h.reverses_id IS NULL
                   AND h.is_opening IS NOT TRUE
                """,
                self.id,
                list(people),
                list(dates),
            )
        ):
            result.setdefault((volunteer_id, day), []).append(Present(*line))
        return result

    def _query_present_keys(self, drafts):
        """Return ``{key: minutes}`` of the rows whose lines this unit has already."""
        keys = [found.vals["import_key"] for found in drafts if found.vals]
        if not keys:
            return {}
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT import_key, minutes FROM volunteer_hour "
                    "WHERE company_id = %s AND import_key = ANY(%s) "
                    "AND state <> 'cancelled' AND reversed IS NOT TRUE "
                    "AND reverses_id IS NULL",
                    self.company_id.id,
                    keys,
                )
            )
        )

    def _format_period(self, start, stop):
        return "–".join(
            self.company_id._format_volunteer_clock(moment) for moment in (start, stop)
        )
