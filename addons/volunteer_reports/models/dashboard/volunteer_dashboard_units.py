from collections import defaultdict
from fractions import Fraction
from operator import add

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.volunteer_hours.tools.service_time import to_cents
from odoo.addons.volunteer_hours.tools.targets import course

from ...tools.dashboard import share, to_hours

#: What a department's course is called where it should be asked about.
LAGGARD = frozenset(("behind", "missed"))


class VolunteerDashboard(models.AbstractModel):
    """Where the hours come from: departments, and fields of service."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.dashboard"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_departments(self, scope):
        """Return the departments, most first; they are named, persons never.

        Each with those below it, as targets and leagues count them. Hours a head need
        the whole unit: of a part of the lines the hours stand alone.

        :return: ``{"a_head": bool, "rows": [{"id", "name", "proven", "claimed",
            "hours", "heads", "a_head", "aim", "laggard"}]}``; ``heads`` are staff in
            service on average so far, ``laggard`` is behind what is due by now
        """
        sums = self._sum_departments(scope)
        heads = self._count_department_heads_sudo(scope) if scope.whole else {}
        aims = self._read_department_aims_sudo(scope) if scope.whole else None
        departments = (
            self.env["hr.department"]
            .sudo()
            .with_context(active_test=False)
            .browse(
                {
                    *filter(None, sums),
                    *(key for key, people in heads.items() if key and people),
                }
            )
        )
        departments.fetch(["name", "company_id", "parent_path"])
        sums, heads = self._add_below(departments, sums, heads)
        rows = []
        for department in departments:
            proven, claimed = sums.get(department.id, (0, 0))
            row = {
                "id": department.id,
                "name": department.name,
                "proven": to_hours(proven),
                "claimed": to_hours(claimed),
                "hours": to_hours(proven + claimed),
                "heads": to_cents(heads.get(department.id, 0)),
                "a_head": None,
                "aim": None,
                "laggard": False,
            }
            if row["heads"]:
                row.update(
                    self._measure_department(
                        scope, aims, department, proven, claimed, heads
                    )
                )
            rows.append(row)
        measure = "a_head" if scope.whole else "hours"
        rows.sort(key=lambda row: (-(row[measure] or 0), row["name"]))
        return {"a_head": scope.whole, "rows": rows}

    @api.model
    def _add_below(self, departments, sums, heads):
        """Return the sums and heads of departments with those of all below them."""
        minutes, people = defaultdict(lambda: (0, 0)), defaultdict(Fraction)
        for department in departments:
            for above in map(int, department.parent_path.split("/")[:-1]):
                minutes[above] = tuple(
                    map(add, minutes[above], sums.get(department.id, (0, 0)))
                )
                people[above] += heads.get(department.id, 0)
        return minutes, people

    @api.model
    def _measure_department(self, scope, aims, department, proven, claimed, heads):
        """Return hours a head of one department, and where it stands."""
        aim, counted = aims["departments"].get(department.id) or aims["companies"].get(
            department.company_id.id,
            (None, department.company_id.volunteer_target_hours),
        )
        minutes = proven if counted == "proven" else proven + claimed
        reached = to_cents(Fraction(int(minutes), 60) / heads[department.id])
        status = aim and course(
            reached, aim, scope.years.first, scope.years.last, aims["today"]
        )
        return {
            "a_head": reached,
            "aim": aim,
            "laggard": bool(status) and status.status in LAGGARD,
        }

    @api.model
    def _sum_departments(self, scope):
        """Return ``{department id: (proven, claimed) minutes}`` in one query."""
        query = self._query_lines(scope)
        return {
            row[0]: row[1:]
            for row in self.env.execute_query(
                SQL(
                    """
                    SELECT department_id,
                           COALESCE(SUM(minutes) FILTER (WHERE proven), 0),
                           COALESCE(SUM(minutes) FILTER (WHERE NOT proven), 0)
                      FROM (%s) AS h
                  GROUP BY department_id
                    """,
                    self._select(query, "department_id", "minutes", "proven"),
                )
            )
        }

    @api.model
    def _count_department_heads_sudo(self, scope):
        """Return ``{department id: staff on average of the year so far}``.

        By days in service, without exempt ones: domain rules, section 7.
        """
        Target = self.env["volunteer.target"].sudo()
        today = scope.companies[0]._get_volunteer_today()
        if today < scope.years.first:
            return {}
        period = scope.years.first, scope.years.until
        spans, unit_of = Target._read_staff_spans_sudo(scope.companies.ids)
        days = Target._add_staff_days(
            spans, unit_of, Target._read_absences_sudo(), period
        )
        length = (period[1] - period[0]).days + 1
        return {
            number: Fraction(count, length)
            for (what, number), count in days.items()
            if what == "department"
        }

    @api.model
    def _read_department_aims_sudo(self, scope):
        """Return the year's aims in hours a head: of departments, else of the unit.

        :return: ``{"departments": {id: (hours, which)}, "companies": …, "today"}``
        """
        targets = (
            self.env["volunteer.target"]
            .sudo()
            .search_fetch(
                [
                    ("company_id", "in", scope.companies.ids),
                    ("year", "=", scope.years.first.year),
                    ("metric", "=", "hours_per_head"),
                    ("scope", "in", ("company", "department")),
                ],
                ["scope", "department_id", "company_id", "value", "counted"],
            )
        )
        own = targets.filtered("department_id")
        return {
            "departments": {
                target.department_id.id: (target.value, target.counted)
                for target in own
            },
            "companies": {
                target.company_id.id: (target.value, target.counted)
                for target in targets - own
            },
            "today": scope.companies[0]._get_volunteer_today(),
        }

    @api.model
    def _get_categories(self, scope):
        """Return the fields of service, most hours first.

        :return: ``[{"id", "name", "proven", "claimed", "hours", "share"}]``; id False:
            lines of no field
        """
        query = self._query_lines(scope)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.category_id, SUM(h.proven), SUM(h.claimed)
                  FROM (
                    SELECT project_id,
                           COALESCE(SUM(minutes) FILTER (WHERE proven), 0) AS proven,
                           COALESCE(SUM(minutes) FILTER (WHERE NOT proven), 0)
                               AS claimed
                      FROM (%s) AS line
                  GROUP BY project_id
                  ) AS h
             LEFT JOIN volunteer_project p ON p.id = h.project_id
              GROUP BY p.category_id
                """,
                self._select(query, "project_id", "minutes", "proven"),
            )
        )
        whole = float(sum(proven + claimed for _id, proven, claimed in rows))
        names = self.env["volunteer.category"].browse(
            category for category, _proven, _claimed in rows if category
        )
        name_of = {category.id: category.name for category in names}
        found = [
            {
                "id": category or False,
                "name": name_of.get(category) or self.env._("No field"),
                "proven": to_hours(proven),
                "claimed": to_hours(claimed),
                "hours": to_hours(proven + claimed),
                "share": share(float(proven + claimed), whole),
            }
            for category, proven, claimed in rows
            if proven or claimed
        ]
        return sorted(found, key=lambda row: (-row["hours"], row["name"]))
