from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class VolunteerBranch(models.Model):
    """What the members of branches did in a period, for 民主评议 and 述职.

    Source: each person's period goes into the assessment of party members and the
    reports of their duties (XL), and into that of league members (HZ). Community
    reports, claimed projects and wishes: XL, CZ.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.branch"  # pylint: disable=consider-merging-classes-inherited

    def _get_sheet_rows_sudo(self, company, units, date_from, date_to):
        """Return one row for each member of these branches, in constant queries.

        A member is who belongs to the branch now, was registered before the period
        ended and had not left before it began. Figures are by canonical volunteer, of
        recorded lines only, and as evaluations of the unit have them: hours elsewhere
        count where the unit says so. The report to a community is the newest one
        until the end of the period; stars are the highest granted until then.

        :param company: the unit whose setting and whose evaluations count
        :param units: companies whose people the reader sees; who is in charge of a
            branch (the user) sees all its members
        :return: dicts with the fields of ``volunteer.branch.sheet.line``
        """
        people = self._get_sheet_people_sudo(units, date_from, date_to)
        ids = people.ids
        Evaluation = self.env["volunteer.evaluation"].sudo()
        company = company.sudo()
        figures = Evaluation._get_figures_sudo(
            ids,
            date_from,
            date_to,
            companies=company.search([("id", "child_of", company.root_id.ids)]),
            count_outside=company.volunteer_count_outside,
        )
        self._flush_sheet_figures()
        reports = self._read_sheet_reports_sudo(ids, date_to)
        projects = self._count_sheet_claims_sudo(
            SQL("volunteer_project_claim"), SQL("volunteer_id"), ids, date_from, date_to
        )
        wishes = self._count_sheet_claims_sudo(
            SQL("volunteer_wish"), SQL("claimed_by_id"), ids, date_from, date_to
        )
        stars = self._read_sheet_stars_sudo(ids, date_to)
        below = company.search([("id", "child_of", company.ids)])
        grades = self._read_sheet_grades_sudo(ids, below.ids, date_from, date_to)
        rows = []
        for person in people:
            did = figures.get(person.id)
            community, reported_on, receipt = reports.get(person.id, (None, None, None))
            projects_claimed, projects_done = projects.get(person.id, (0, 0))
            wishes_claimed, wishes_done = wishes.get(person.id, (0, 0))
            rows.append(
                {
                    "branch_id": person.branch_id.id,
                    "code": person.code,
                    "name": person.name,
                    "date_left": person.date_left if person.state == "left" else None,
                    "reported": bool(reported_on),
                    "community": community,
                    "date_reported": reported_on,
                    "receipt": bool(receipt),
                    "projects_claimed": projects_claimed,
                    "projects_done": projects_done,
                    "wishes_claimed": wishes_claimed,
                    "wishes_done": wishes_done,
                    "minutes_proven": did.minutes_proven if did else 0,
                    "minutes_claimed": did.minutes_claimed if did else 0,
                    "services": did.services if did else 0,
                    "honours": did.honours if did else 0,
                    "star_level": stars.get(person.id, 0),
                    "grade": grades.get(person.id),
                }
            )
        return rows

    def _get_sheet_people_sudo(self, units, date_from, date_to):
        """Return the members of the period by branch and number, as superuser."""
        path = {branch.id: branch.parent_path for branch in self.sudo()}
        own = self.sudo().filtered(
            lambda branch: self.env.user in branch.secretary_user_ids
        )
        found = (
            self.env["volunteer.volunteer"]
            .sudo()
            .with_context(active_test=False)
            .search_fetch(
                Domain("branch_id", "in", self.ids)
                & Domain("merged_into_id", "=", False)
                & (
                    Domain("date_registered", "=", False)
                    | Domain("date_registered", "<=", date_to)
                )
                & (
                    Domain("state", "in", ("trial", "registered", "suspended"))
                    & Domain("active", "=", True)
                    | Domain("state", "=", "left")
                    & Domain("date_left", ">=", date_from)
                )
                & (
                    Domain("company_ids", "in", units.ids)
                    | Domain("branch_id", "in", own.ids)
                ),
                ["branch_id", "code", "name", "state", "date_left"],
            )
        )
        return found.sorted(
            lambda person: (path[person.branch_id.id], person.code or "", person.id)
        )

    @api.model
    def _flush_sheet_figures(self):
        """Write what the statements below read, besides the figures."""
        for model in (
            "volunteer.community.report",
            "volunteer.project.claim",
            "volunteer.wish",
            "volunteer.evaluation",
            "ir.attachment",
        ):
            self.env[model].flush_model()

    @api.model
    def _read_sheet_reports_sudo(self, volunteer_ids, date_to):
        """Return ``{volunteer id: (community, day, whether there is a receipt)}``."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (1) COALESCE(v.merged_into_id, v.id),
                       c.community, c.date,
                       EXISTS (SELECT 1 FROM ir_attachment a
                                WHERE a.res_model = 'volunteer.community.report'
                                  AND a.res_field = 'receipt' AND a.res_id = c.id)
                  FROM volunteer_community_report c
                  JOIN volunteer_volunteer v ON v.id = c.volunteer_id
                 WHERE c.date <= %s AND COALESCE(v.merged_into_id, v.id) = ANY(%s)
              ORDER BY 1, c.date DESC, c.id DESC
                """,
                date_to,
                volunteer_ids,
            )
        )
        return {volunteer_id: report for volunteer_id, *report in rows}

    @api.model
    def _count_sheet_claims_sudo(self, table, person, volunteer_ids, since, until):
        """Return ``{volunteer id: (claimed, done)}``, each by its own day.

        What was given back was not claimed.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(v.merged_into_id, v.id),
                       count(*) FILTER (
                           WHERE c.date_claimed BETWEEN %(since)s AND %(until)s),
                       count(*) FILTER (
                           WHERE c.state = 'done'
                             AND c.date_done BETWEEN %(since)s AND %(until)s)
                  FROM %(table)s c
                  JOIN volunteer_volunteer v ON v.id = c.%(person)s
                 WHERE c.state IN ('claimed', 'done')
                   AND COALESCE(v.merged_into_id, v.id) = ANY(%(ids)s)
              GROUP BY 1
                """,
                table=table,
                person=person,
                since=since,
                until=until,
                ids=volunteer_ids,
            )
        )
        return {volunteer_id: counts for volunteer_id, *counts in rows}

    @api.model
    def _read_sheet_stars_sudo(self, volunteer_ids, date_to):
        """Return ``{volunteer id: highest star granted until a day}``."""
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT COALESCE(v.merged_into_id, v.id), max(a.star_level)
                      FROM volunteer_award a
                      JOIN volunteer_volunteer v ON v.id = a.volunteer_id
                     WHERE a.kind = 'star' AND a.state = 'granted' AND a.date <= %s
                       AND COALESCE(v.merged_into_id, v.id) = ANY(%s)
                  GROUP BY 1
                    """,
                    date_to,
                    volunteer_ids,
                )
            )
        )

    @api.model
    def _read_sheet_grades_sudo(self, volunteer_ids, company_ids, since, until):
        """Return ``{volunteer id: grade}`` as confirmed for exactly this period."""
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT DISTINCT ON (1) COALESCE(v.merged_into_id, v.id),
                           e.final_grade
                      FROM volunteer_evaluation e
                      JOIN volunteer_volunteer v ON v.id = e.volunteer_id
                     WHERE e.state = 'confirmed'
                       AND e.date_from = %s AND e.date_to = %s
                       AND e.company_id = ANY(%s)
                       AND COALESCE(v.merged_into_id, v.id) = ANY(%s)
                  ORDER BY 1, e.is_current DESC, e.version DESC, e.id DESC
                    """,
                    since,
                    until,
                    company_ids,
                    volunteer_ids,
                )
            )
        )
