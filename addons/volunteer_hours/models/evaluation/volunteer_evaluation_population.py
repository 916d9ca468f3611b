from collections import defaultdict
from typing import NamedTuple

from odoo import fields, models
from odoo.tools import SQL

SERVING = ("trial", "registered", "suspended")


class Person(NamedTuple):
    """Somebody who gets a sheet: a volunteer, an employee, or both in one."""

    name: str
    volunteer_id: int | None
    employee_id: int | None
    department_id: int | None


class Job(NamedTuple):
    """An employment of one person that touches a period, cut to it."""

    date_to: object
    date_from: object
    employee_id: int
    department_id: int | None
    company_id: int
    name: str


class VolunteerEvaluationRound(models.Model):
    """Who is evaluated.

    Staff: whoever was employed in the period belongs to the unit and department where
    they were at its end, or left last; two contracts, or leaving and coming back, make
    one sheet. Volunteers who are no staff belong to their home unit. Everybody has one
    sheet, with 0 h as well (domain: 工作委员会 evaluates those who are not staff too).
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.evaluation.round"  # pylint: disable=consider-merging-classes-inherited

    with_branches = fields.Boolean(
        string="With Units Below",
        help="People of the units below this one get their sheets here too. Leave it "
        "off where these make evaluations of their own.",
    )

    def _get_companies_sudo(self):
        """Return the units whose people are evaluated."""
        self.ensure_one()
        company = self.company_id.sudo()
        if not self.with_branches:
            return company
        return company.search([("id", "child_of", company.ids)])

    def _get_people_sudo(self):
        """Return everybody who may get a sheet, in two queries.

        :return: ``(staff, others, quiet, spans)``: lists of :class:`Person`; ``quiet``
            are volunteers no longer serving, or not yet, who count if they have hours;
            and ``{employee id: spans of service}`` of those that were looked at
        """
        self.ensure_one()
        companies = self._get_companies_sudo()
        jobs, names, spans = self._read_jobs_sudo(companies)
        staff, employed = [], set()
        for (volunteer_id, _employee_id), own in jobs.items():
            if volunteer_id:
                employed.add(volunteer_id)
            last = max(own)
            if last.company_id in companies._ids:
                staff.append(
                    Person(
                        names.get(volunteer_id) or last.name,
                        volunteer_id,
                        last.employee_id,
                        last.department_id or None,
                    )
                )
        others, quiet = [], []
        if self.population != "staff":
            for volunteer_id, name, serves in self._read_volunteers_sudo(companies):
                if volunteer_id not in employed:
                    person = Person(name, volunteer_id, None, None)
                    (others if serves else quiet).append(person)
        if self.population == "volunteers":
            staff = []
        return staff, others, quiet, spans

    def _read_jobs_sudo(self, companies):
        """Return ``({person: [Job]}, {volunteer id: name}, spans)`` of the period.

        A person is ``(canonical volunteer id, None)``, or ``(None, employee id)``.
        """
        self.env["hr.employee"].flush_model(["name", "company_id", "volunteer_id"])
        self.env["volunteer.volunteer"].flush_model(
            ["name", "merged_into_id", "erased_on"]
        )
        # Days in service are those of the aims.
        spans, unit_of = self.env["volunteer.target"]._read_spans_sudo(
            SQL(
                """
                (e.company_id IN %s OR e.volunteer_id IS NOT NULL)
                AND (e.active OR EXISTS (
                    SELECT FROM hr_version gone
                     WHERE gone.employee_id = e.id AND gone.active
                       AND num_nonnulls(gone.departure_date, gone.contract_date_end) > 0
                ))
                """,
                tuple(companies.ids),
            )
        )
        jobs, names = defaultdict(list), {}
        for employee_id, name, volunteer_id, volunteer_name in self.env.execute_query(
            SQL(
                """
                SELECT e.id, e.name, kept.id, kept.name
                  FROM hr_employee e
             LEFT JOIN volunteer_volunteer v ON v.id = e.volunteer_id
             LEFT JOIN volunteer_volunteer kept
                    ON kept.id = COALESCE(v.merged_into_id, v.id)
                       AND kept.erased_on IS NULL
                 WHERE e.id = ANY(%s)
                """,
                list(spans),
            )
        ):
            names[volunteer_id] = volunteer_name
            person = (volunteer_id, None) if volunteer_id else (None, employee_id)
            for since, until, department_id in spans[employee_id]:
                if since <= self.date_to and until >= self.date_from:
                    jobs[person].append(
                        Job(
                            min(until, self.date_to),
                            since,
                            employee_id,
                            department_id or 0,
                            unit_of[employee_id],
                            name,
                        )
                    )
        return jobs, names, spans

    def _read_volunteers_sudo(self, companies):
        """Return ``[(id, name, whether serving in the period)]`` of home units."""
        self.env["volunteer.volunteer"].flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT id, name,
                       state IN %s AND COALESCE(date_registered, %s) <= %s
                  FROM volunteer_volunteer
                 WHERE company_id IN %s
                   AND merged_into_id IS NULL AND erased_on IS NULL
                """,
                SERVING,
                self.date_from,
                self.date_to,
                tuple(companies.ids),
            )
        )
