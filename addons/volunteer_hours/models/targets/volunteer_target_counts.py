from collections import defaultdict
from datetime import date
from fractions import Fraction

from odoo import models
from odoo.tools import SQL

from ...tools.service_time import count_days
from ...tools.targets import days_passed
from .volunteer_target_figures import COLUMN_OF


class VolunteerTarget(models.Model):
    """Activities, people served, staff registered, and heads."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.target"  # pylint: disable=consider-merging-classes-inherited

    def _sum_activities_sudo(self, trees):
        """Return ``{target id: activities held, or people served}``."""
        targets = self.filtered(
            lambda target: target.metric in ("activities", "served")
        )
        if not targets:
            return {}
        scopes = [scope for scope in COLUMN_OF if scope in set(targets.mapped("scope"))]
        columns = {scope: ("a", COLUMN_OF[scope]) for scope in scopes}
        if "department" in columns:
            # An activity is held by a team, and the team is a department's.
            columns["department"] = ("t", "department_id")
        self.env["volunteer.activity"].flush_model()
        self.env["volunteer.team"].flush_model(["department_id"])
        periods = targets._get_periods()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.id, GROUPING(%(ids)s), %(ids)s,
                       COUNT(*), COALESCE(SUM(a.people_served), 0)
                  FROM (VALUES %(periods)s) AS p (id, since, until)
                  JOIN volunteer_activity a ON a.date BETWEEN p.since AND p.until
             LEFT JOIN volunteer_team t ON t.id = a.team_id
                 WHERE a.state = 'done'
              GROUP BY GROUPING SETS (%(sets)s)
                """,
                ids=self._sql_columns(scopes, columns),
                periods=self._sql_periods(periods),
                sets=self._sql_grouping(scopes, columns),
            )
        )
        found = {
            (row[0], *self._place_of(scopes, row)): dict(
                zip(("activities", "served"), row[-2:], strict=True)
            )
            for row in rows
        }
        return {
            target.id: sum(
                found.get(
                    (periods[target.date_from, target.date_to], target.scope, node), {}
                ).get(target.metric, 0)
                for node in target._get_nodes(trees)
            )
            for target in targets
        }

    def _sum_registered_sudo(self, trees):
        """Return ``{target id: share of staff registered in per cent, or None}``.

        As of today: who is employed, and whether they have agreed.
        """
        targets = self.filtered(lambda target: target.metric == "registered")
        if not targets:
            return {}
        counts = defaultdict(lambda: [0, 0])
        for company, department, confirmed, everybody in (
            self.env["volunteer.staff.coverage"]
            .sudo()
            ._read_group(
                [("is_current", "=", True)],
                ["company_id", "department_id"],
                ["confirmed_count:sum", "__count"],
            )
        ):
            for key in (("company", company.id), ("department", department.id)):
                counts[key][0] += confirmed
                counts[key][1] += everybody
        shares = {}
        for target in targets:
            rows = [
                counts[target.scope, node]
                for node in target._get_nodes(trees)
                if (target.scope, node) in counts
            ]
            staff = sum(row[1] for row in rows)
            shares[target.id] = (
                Fraction(100 * sum(row[0] for row in rows), staff) if staff else None
            )
        return shares

    # ------------------------------------------------------------------
    # Heads
    # ------------------------------------------------------------------

    def _count_heads_sudo(self, trees):
        """Return ``{target id: people on average}`` of the period until today.

        Each person counts by the days in service (or in the team), less exempt days:
        domain rules, section 7.
        """
        if not self:
            return {}
        periods = {}
        for target in self:
            today = target.company_id._get_volunteer_today()
            passed, _days = days_passed(target.date_from, target.date_to, today)
            periods[target] = passed and (
                target.date_from,
                min(target.date_to, today),
            )
        begun = {target: period for target, period in periods.items() if period}
        in_teams = self.filtered(lambda target: target.scope == "team")
        away = self._read_absences_sudo()
        days = {
            **(self - in_teams)._count_staff_days_sudo(begun, trees, away),
            **in_teams._count_member_days_sudo(begun, trees, away),
        }
        return {
            target.id: Fraction(days.get(target, 0), (period[1] - period[0]).days + 1)
            for target, period in begun.items()
        }

    def _read_absences_sudo(self):
        """Return exempt days of all: ``{("employee" | "person", id): [(from, to)]}``.

        A person is the canonical volunteer, exempt in whatever employment.
        """
        self.env["volunteer.target.exemption"].flush_model()
        self.env["hr.employee"].flush_model(["volunteer_id"])
        away = defaultdict(list)
        for employee_id, person_id, since, until in self.env.execute_query(
            SQL(
                """
                SELECT x.employee_id, COALESCE(v.merged_into_id, v.id),
                       x.date_from, x.date_to
                  FROM volunteer_target_exemption x
             LEFT JOIN hr_employee e ON e.id = x.employee_id
             LEFT JOIN volunteer_volunteer v
                    ON v.id = COALESCE(x.volunteer_id, e.volunteer_id)
                """
            )
        ):
            span = since, until or date.max
            if employee_id:
                away["employee", employee_id].append(span)
            if person_id:
                away["person", person_id].append(span)
        return away

    def _count_staff_days_sudo(self, periods, trees, away):
        """Return ``{target: days of service of all staff}``."""
        if not self:
            return {}
        companies = {
            node for target in self for node in trees["company"][target.company_id.id]
        }
        spans, unit_of = self._read_staff_spans_sudo(companies)
        found = {
            period: self._add_staff_days(spans, unit_of, away, period)
            for period in set(periods.values())
        }
        return {
            target: sum(
                found[periods[target]][target.scope, node]
                for node in target._get_nodes(trees)
            )
            for target in self
            if target in periods
        }

    def _add_staff_days(self, spans, unit_of, away, period):
        """Return ``{("company" | "department", id): days of service}``."""
        days = defaultdict(int)
        for employee_id, rows in spans.items():
            by_department = defaultdict(list)
            for since, until, department_id in rows:
                by_department[department_id].append((since, until))
            for department_id, served in by_department.items():
                count = count_days(served, *period, away["employee", employee_id])
                days["company", unit_of[employee_id]] += count
                days["department", department_id] += count
        return days

    def _count_member_days_sudo(self, periods, trees, away):
        """Return ``{target: days of membership of all members}``."""
        if not self:
            return {}
        self.env["volunteer.team.member"].flush_model()
        teams = {node for target in self for node in target._get_nodes(trees)}
        members = self.env.execute_query(
            SQL(
                """
                SELECT m.team_id, COALESCE(v.merged_into_id, v.id),
                       m.date_from, m.date_to
                  FROM volunteer_team_member m
                  JOIN volunteer_volunteer v ON v.id = m.volunteer_id
                 WHERE m.team_id IN %s
                """,
                tuple(teams),
            )
        )
        result = {}
        for target in self:
            if target not in periods:
                continue
            nodes = set(target._get_nodes(trees))
            spans = defaultdict(list)
            for team_id, person_id, since, until in members:
                if team_id in nodes:
                    spans[person_id].append((since or date.min, until or date.max))
            result[target] = sum(
                count_days(served, *periods[target], away["person", person_id])
                for person_id, served in spans.items()
            )
        return result
