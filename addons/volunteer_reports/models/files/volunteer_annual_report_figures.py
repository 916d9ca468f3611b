from datetime import date

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.volunteer_hours.models.worktime.volunteer_hour_late import UNDER_WAY

from ...tools.annual import KEYS, METRICS, SUMMARY, utc_bounds
from ...tools.monthly import first_day


class VolunteerAnnualReport(models.Model):
    """Figures of a year and of the one before, in queries that do not grow."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.annual.report"  # pylint: disable=consider-merging-classes-inherited

    def _count_figures_sudo(self):
        """Return ``{key: [this year, last year, aim or None]}``; hours are hours.

        Of what the unit recorded; opening balances belong to no year. By date of
        service for lines, by their own date for everything else.
        """
        self.ensure_one()
        if self.kind == "summary":
            return self._count_summary_sudo()
        years = [
            {
                **self._count_lines_sudo(year),
                **self._count_objections_sudo(year),
                **self._count_certificates_sudo(year),
                **self._count_checks_sudo(year),
                **self._count_entries_sudo(year),
            }
            for year in (self.year, self.year - 1)
        ]
        return {
            key: [*(one.get(key, 0) for one in years), None] for key in KEYS[self.kind]
        }

    def _get_days(self, year):
        return date(year, 1, 1), date(year, 12, 31)

    def _get_between(self, name, year):
        """Return the domain of a year on a date."""
        return Domain(name, ">=", self._get_days(year)[0]) & Domain(
            name, "<=", self._get_days(year)[1]
        )

    def _get_moments(self, name, year):
        """Return the domain of a year of the unit's clocks on a moment."""
        since, until = utc_bounds(*self._get_days(year), self.company_id.volunteer_tz)
        return Domain(name, ">=", since) & Domain(name, "<", until)

    # ------------------------------------------------------------------
    # Lines
    # ------------------------------------------------------------------

    def _count_lines_sudo(self, year):
        Hour = self.env["volunteer.hour"].sudo()
        own = Domain("company_id", "=", self.company_id.id) & self._get_between(
            "date", year
        )
        own &= Domain(Hour._get_day_domain())
        recorded = Hour._search(own & Domain("state", "=", "recorded"))
        self.env.flush_all()
        [row] = self.env.execute_query(
            SQL(
                """
                SELECT COUNT(*) FILTER (WHERE h.reverses_id IS NULL),
                       COUNT(DISTINCT COALESCE(v.merged_into_id, v.id))
                           FILTER (WHERE h.reverses_id IS NULL AND NOT h.reversed),
                       COALESCE(SUM(h.minutes) FILTER (WHERE h.proven), 0),
                       COALESCE(SUM(h.minutes) FILTER (WHERE NOT h.proven), 0),
                       COALESCE(SUM(h.minutes) FILTER (WHERE h.organiser <> ''), 0),
                       COUNT(*) FILTER (WHERE h.reverses_id IS NULL AND h.due_date <
                           (n.closed_on AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date),
                       COUNT(*) FILTER (WHERE h.reverses_id IS NOT NULL),
                       COALESCE(-SUM(h.minutes)
                           FILTER (WHERE h.reverses_id IS NOT NULL), 0)
                  FROM volunteer_hour h
                  JOIN volunteer_volunteer v ON v.id = h.volunteer_id
             LEFT JOIN volunteer_notice n ON n.id = h.notice_id
                 WHERE h.id IN %(lines)s
                """,
                tz=self.company_id.volunteer_tz,
                lines=recorded.subselect(),
            )
        )
        lines, people, proven, claimed, outside, late, reversals, reversed_ = row
        [[corrected]] = self.env.execute_query(
            SQL(
                """
                SELECT COUNT(DISTINCT a.hour_id)
                  FROM volunteer_approval a
                 WHERE a.hour_id IN %(lines)s AND a.state = 'approved'
                   AND a.new_minutes > 0 AND a.new_minutes <> a.old_minutes
                """,
                lines=recorded.subselect(),
            )
        )
        others = {
            state: (count, minutes or 0)
            for state, count, minutes in Hour._read_group(
                own
                & Domain("state", "!=", "recorded")
                & Domain("reverses_id", "=", False),
                ["state"],
                ["__count", "minutes:sum"],
            )
        }
        waiting = [others.get(state, (0, 0)) for state in UNDER_WAY]
        return {
            "lines": lines,
            "people": people,
            "hours": (proven + claimed) / 60,
            "hours_proven": proven / 60,
            "hours_claimed": claimed / 60,
            "hours_outside": outside / 60,
            "late": late,
            "pending": sum(count for count, _minutes in waiting),
            "hours_pending": sum(minutes for _count, minutes in waiting) / 60,
            "corrected": corrected,
            "refused": others.get("refused", (0, 0))[0],
            "reversals": reversals,
            "hours_reversed": reversed_ / 60,
        }

    # ------------------------------------------------------------------
    # Everything beside them
    # ------------------------------------------------------------------

    def _count_groups_sudo(self, model, domain, *names):
        """Return ``{values of the fields: count}`` of this unit's records."""
        domain &= Domain("company_id", "=", self.company_id.id)
        rows = self.env[model].sudo()._read_group(domain, names, ["__count"])
        return {row[:-1]: row[-1] for row in rows}

    def _count_objections_sudo(self, year):
        found = self._count_groups_sudo(
            "volunteer.objection",
            self._get_moments("create_date", year),
            "kind",
            "state",
        )

        def count(*kinds, state=None):
            return sum(
                number
                for (kind, outcome), number in found.items()
                if kind in kinds and state in (None, outcome)
            )

        return {
            "objections": count("objection"),
            "objections_upheld": count("objection", state="upheld"),
            "error_reports": count("error_report"),
            "error_reports_upheld": count("error_report", state="upheld"),
            "objections_open": count("objection", "error_report", state="open"),
        }

    def _count_certificates_sudo(self, year):
        issued = self._count_groups_sudo(
            "volunteer.certificate", self._get_between("issue_date", year), "kind"
        )
        revoked = self._count_groups_sudo(
            "volunteer.certificate", self._get_moments("revoked_on", year), "state"
        )
        return {
            "certificates_service": issued.get(("service",), 0),
            "certificates_practice": issued.get(("practice",), 0),
            "certificates_revoked": revoked.get(("revoked",), 0),
        }

    def _count_checks_sudo(self, year):
        shown = self._get_between("date_published", year)
        inspections = self._count_groups_sudo("volunteer.inspection", shown, "kind")
        results = self._count_groups_sudo(
            "volunteer.inspection.line", Domain("inspection_id", "any", shown), "result"
        )
        findings = self._count_groups_sudo(
            "volunteer.rectification", self._get_between("date", year), "state"
        )
        return {
            "inspections": sum(inspections.values()),
            "inspected": sum(results.values()),
            "inspected_wrong": results.get(("wrong",), 0),
            "rectifications": sum(findings.values()),
            "rectifications_open": sum(findings.values())
            - findings.get(("closed",), 0),
        }

    def _count_entries_sudo(self, year):
        found = self._count_groups_sudo(
            "volunteer.hour.entry",
            self._get_between("date", year) & Domain("kind", "=", "enter"),
            "state",
        )
        return {
            "entered": found.get(("entered",), 0),
            "not_entered": sum(found.values()) - found.get(("entered",), 0),
        }

    # ------------------------------------------------------------------
    # The summary
    # ------------------------------------------------------------------

    def _count_summary_sudo(self):
        """Return the figures of a year up to now, as monthly reports count them."""
        company = self.company_id
        today = company._get_volunteer_today()
        months = [
            first_day(max(min(today, date(year, 12, 31)), date(year, 1, 1)))
            if year == self.year
            else date(year, 12, 1)
            for year in (self.year, self.year - 1)
        ]
        found = self.env["volunteer.monthly.report"]._get_month_figures_sudo(
            company, months
        )
        aims = self._get_aims_sudo()
        figures = {}
        for key in SUMMARY:
            values = [
                (found[company, month].get(key) or {}).get("year") for month in months
            ]
            figures[key] = [*values, aims.get(key)]
        for key, kind in (("stars", "star"), ("honours", "honour")):
            figures[key] = [
                self._count_groups_sudo(
                    "volunteer.award",
                    self._get_between("date", year)
                    & Domain("state", "=", "granted")
                    & Domain("kind", "=", kind),
                    "state",
                ).get(("granted",), 0)
                for year in (self.year, self.year - 1)
            ] + [None]
        return figures

    def _get_aims_sudo(self):
        """Return ``{key: aim}`` of the targets of the unit for the year."""
        targets = (
            self.env["volunteer.target"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("scope", "=", "company"),
                    ("year", "=", self.year),
                ]
            )
        )
        return {
            METRICS[target.metric]: target.value
            for target in targets
            if target.metric in METRICS
        }
