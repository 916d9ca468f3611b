from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL


class ServiceContext(NamedTuple):
    """Where a volunteer belonged on one day; ids, or None."""

    employee_id: int | None
    department_id: int | None
    team_id: int | None
    company_id: int | None


class VolunteerVolunteer(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_service_context_sudo(self, volunteer_dates):
        """Return employee, department, team and company of volunteers on given days.

        The only place that reads ``hr.version``, which plain users may not; takes two
        queries, however many pairs are asked for.

        :param volunteer_dates: iterable of ``(volunteer id, date)``
        :return: ``{(volunteer id, date): ServiceContext}``; the team is the one joined
            first among those of that day, the company the employee's, or the home unit
        """
        pairs = set(volunteer_dates)
        volunteer_ids = list({volunteer_id for volunteer_id, _day in pairs})
        if not volunteer_ids:
            return {}
        versions, homes = self._read_employments_sudo(volunteer_ids)
        memberships = self._read_memberships_sudo(volunteer_ids)
        result = {}
        for volunteer_id, day in pairs:
            employment = self._pick_employment(versions[volunteer_id], day)
            team_id = next(
                (
                    team
                    for team, since, until in memberships[volunteer_id]
                    if since <= day and (until is None or day <= until)
                ),
                None,
            )
            employee_id, department_id, company_id = employment or (
                None,
                None,
                homes.get(volunteer_id),
            )
            result[volunteer_id, day] = ServiceContext(
                employee_id, department_id, team_id, company_id
            )
        return result

    @api.model
    def _pick_employment(self, versions, day):
        """Return ``(employee, department, company)`` of a day, or None.

        As in ``hr.employee._get_version``, a day before the first version takes the
        first: HR records are often younger than the employment.
        """
        begun = [version for version in versions if version[1] <= day] or versions[:1]
        # Only the newest version of an employment says whether it had ended.
        latest = {}
        for version in begun:
            latest.pop(version[0], None)
            latest[version[0]] = version
        running = [
            version
            for version in latest.values()
            if version[2] is None or day <= version[2]
        ]
        if not running:
            return None
        employee_id, _since, _until, department_id, company_id = running[-1]
        return employee_id, department_id, company_id

    @api.model
    def _read_employments_sudo(self, volunteer_ids):
        """Read employments, oldest first, and home units, in one query."""
        self.env["hr.employee"].flush_model(["volunteer_id", "company_id"])
        self.env["hr.version"].flush_model(
            ["employee_id", "date_version", "department_id", "departure_date", "active"]
        )
        self.flush_model(["company_id"])
        versions, homes = defaultdict(list), {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT v.id, v.company_id, e.id, hv.date_version, hv.departure_date,
                       hv.department_id, e.company_id
                  FROM volunteer_volunteer v
                  LEFT JOIN hr_employee e ON e.volunteer_id = v.id
                  LEFT JOIN hr_version hv ON hv.employee_id = e.id AND hv.active
                 WHERE v.id IN %s
              ORDER BY v.id, hv.date_version, hv.id
                """,
                tuple(volunteer_ids),
            )
        )
        for (
            volunteer_id,
            home_id,
            employee_id,
            since,
            until,
            department_id,
            company_id,
        ) in rows:
            homes[volunteer_id] = home_id
            if since:
                versions[volunteer_id].append(
                    (employee_id, since, until, department_id, company_id)
                )
        return versions, homes

    @api.model
    def _read_memberships_sudo(self, volunteer_ids):
        """Read ``{volunteer id: [(team id, from, until)]}``, first joined first."""
        memberships = defaultdict(list)
        for member in (
            self.env["volunteer.team.member"]
            .sudo()
            .search_fetch(
                [("volunteer_id", "in", volunteer_ids)],
                ["volunteer_id", "team_id", "date_from", "date_to"],
                order="date_from, id",
            )
        ):
            memberships[member.volunteer_id.id].append(
                (member.team_id.id, member.date_from, member.date_to or None)
            )
        return memberships
