from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ...tools.monthly import Handed, add_months, hours, told_spans

#: Approved or waiting for it: recorded later, if nobody objects.
PENDING = ("submitted", "approved", "published")


class VolunteerMonthlyReport(models.Model):
    """Hours and person-times of monthly reports, and what is told of afterwards."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.monthly.report"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _sum_month_hours_sudo(self, periods):
        """Return minutes and person-times by service date.

        A person-time is somebody in one activity, or on one day without one; what was
        taken back is none. Opening balances stay out.

        :return: ``{(company id, from, until): {"proven", "claimed", "pending", "staff":
            minutes, "times", "times_party": number}}``
        """
        self._flush_lines()
        self.env["res.company"].flush_model(["volunteer_count_outside"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.id,
                       COALESCE(SUM(h.minutes) FILTER (
                           WHERE %(recorded)s AND %(own)s AND h.proven), 0),
                       COALESCE(SUM(h.minutes) FILTER (
                           WHERE %(recorded)s AND %(own)s AND NOT h.proven), 0),
                       COALESCE(SUM(h.minutes) FILTER (
                           WHERE h.state IN %(pending)s AND %(own)s), 0),
                       COALESCE(SUM(h.minutes) FILTER (
                           WHERE %(recorded)s AND h.employee_id IS NOT NULL
                             AND (%(own)s OR unit.volunteer_count_outside)), 0),
                       COUNT(DISTINCT %(time)s) FILTER (
                           WHERE %(recorded)s AND %(own)s AND %(stands)s),
                       COUNT(DISTINCT %(time)s) FILTER (
                           WHERE %(recorded)s AND %(own)s AND %(stands)s AND %(party)s)
                  FROM (VALUES %(periods)s) AS p (id, company_id, since, until)
                  JOIN res_company unit ON unit.id = p.company_id
                  JOIN volunteer_hour h ON h.company_id = p.company_id
                   AND h.date BETWEEN p.since AND p.until
                  JOIN volunteer_volunteer line ON line.id = h.volunteer_id
                  JOIN volunteer_volunteer v
                    ON v.id = COALESCE(line.merged_into_id, line.id)
                %(joins)s
                 WHERE h.is_opening IS NOT TRUE
                   AND (%(recorded)s OR h.state IN %(pending)s)
              GROUP BY p.id
                """,
                recorded=SQL("h.state = 'recorded'"),
                own=SQL("COALESCE(h.organiser, '') = ''"),
                stands=SQL("h.reverses_id IS NULL AND h.reversed IS NOT TRUE"),
                time=SQL(
                    "(v.id, h.activity_id, "
                    "CASE WHEN h.activity_id IS NULL THEN h.date END)"
                ),
                party=self._sql_is_party(),
                joins=self._sql_party_joins("v"),
                pending=PENDING,
                periods=self._sql_month_periods(periods),
            )
        )
        places = {number: place for place, number in periods.items()}
        names = ("proven", "claimed", "pending", "staff", "times", "times_party")
        return {
            places[number]: dict(zip(names, sums, strict=True))
            for number, *sums in rows
        }

    def _flush_lines(self):
        self.env["volunteer.hour"].flush_model()
        self.env["volunteer.volunteer"].flush_model(["merged_into_id", "branch_id"])
        for model in ("volunteer.identity", "volunteer.branch", "volunteer.code"):
            self.env[model].flush_model()

    @api.model
    def _sum_supplements_sudo(self, wanted):
        """Return what was recorded since it was told of: the supplement (补报).

        The year has none of its own, since its sum is the ledger's; last year's is the
        one handed in then, where there is one.

        :param wanted: ``[(company, month)]``
        :return: ``{(company, month): {"month", "year", "last_year": hours or None}}``
        """
        companies = self.env["res.company"].union(*(company for company, _ in wanted))
        handed, frozen = defaultdict(list), {}
        for report in self.sudo().search(
            [("company_id", "in", companies.ids), ("submitted_on", "!=", False)]
        ):
            company = report.company_id
            handed[company].append(Handed(report.month, report.told_no))
            values = (report.figures or {}).get("values", {})
            frozen[company, report.month] = values.get("hours_supplement", {})
        spans = [
            (place, company.id, span)
            for place, (company, month) in enumerate(wanted)
            for span in told_spans(month, handed[company])
        ]
        minutes = self._sum_told_spans_sudo(spans)
        return {
            (company, month): {
                "month": hours(minutes.get(place, 0)),
                "year": None,
                "last_year": frozen.get((company, add_months(month, -12)), {}).get(
                    "month"
                ),
            }
            for place, (company, month) in enumerate(wanted)
        }

    @api.model
    def _sum_told_spans_sudo(self, spans):
        """Return ``{place: minutes recorded since they were told of}``.

        :param spans: ``[(place, company id, Span)]``
        """
        if not spans:
            return {}
        self._flush_lines()
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT p.id, SUM(h.minutes)
                      FROM (VALUES %s) AS p (id, company_id, since, until, told)
                      JOIN volunteer_hour h ON h.company_id = p.company_id
                       AND h.ledger_no > p.told
                       AND h.date BETWEEN p.since AND p.until
                     WHERE h.state = 'recorded' AND h.is_opening IS NOT TRUE
                       AND COALESCE(h.organiser, '') = ''
                  GROUP BY p.id
                    """,
                    SQL(", ").join(
                        SQL(
                            "(%s, %s, %s::date, %s::date, %s)",
                            place,
                            unit,
                            span.date_from,
                            span.date_to,
                            span.told,
                        )
                        for place, unit, span in spans
                    ),
                )
            )
        )

    @api.model
    def _get_ledger_ends_sudo(self, companies):
        """Return the last number of each unit's ledger: ``{company id: number}``."""
        self.env["volunteer.hour"].flush_model(["company_id", "ledger_no"])
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT unit.id, COALESCE((
                           SELECT MAX(h.ledger_no) FROM volunteer_hour h
                            WHERE h.company_id = unit.id
                              AND h.ledger_no IS NOT NULL), 0)
                      FROM res_company unit
                     WHERE unit.id IN %s
                    """,
                    tuple(companies.ids) or (0,),
                )
            )
        )
