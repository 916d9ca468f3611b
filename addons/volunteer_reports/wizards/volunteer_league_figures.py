from collections import defaultdict
from datetime import date

from odoo import models

from odoo.addons.volunteer_hours.tools.targets import course

from ..tools.league import places


class VolunteerLeague(models.TransientModel):
    """Where the rows of a league come from: targets, in constant queries."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.league"  # pylint: disable=consider-merging-classes-inherited

    def _get_league_rows(self):
        """Return the rows, the first place first; units without staff at the end.

        :return: values of ``volunteer.league.line``
        :raise AccessError: neither the volunteer office nor HR
        """
        self.ensure_one()
        self._check_league_readers()
        companies = self.env.companies if self.scope == "company" else self.company_id
        staff = self._count_staff_sudo(companies)
        units = companies if self.scope == "company" else self._get_departments(staff)
        aims = self._read_aims(companies)
        figures = self._get_league_figures_sudo(units, aims)
        rows = []
        for unit in units:
            row = {
                "name": unit.display_name,
                "company_id": self._company_of(unit).id,
                "department_id": unit.id if self.scope == "department" else False,
                **self._prepare_staff(staff[self.scope, unit.id]),
            }
            for year, prefix in ((self.year, ""), (self.year - 1, "last_")):
                found = figures[unit, year]
                per_head, heads = found["hours_per_head"]
                aim = self._aim_of(aims, unit, year)
                result = course(
                    per_head or 0,
                    aim.value if aim else 0,
                    date(year, 1, 1),
                    date(year, 12, 31),
                    self.date_to if year == self.year else date(year, 12, 31),
                )
                row |= {
                    f"{prefix}hours": found["hours"][0] or 0,
                    f"{prefix}heads": heads,
                    f"{prefix}hours_per_head": per_head or 0,
                    f"{prefix}counted": per_head is not None,
                    f"{prefix}aim": aim.value if aim else 0,
                    f"{prefix}attainment": result.attainment if aim else 0,
                    f"{prefix}status": result.status if aim else False,
                }
            if not row["counted"]:
                row["status"] = "nobody"
            rows.append(row)
        return self._put_in_order(rows)

    def _put_in_order(self, rows):
        """Give the rows their places, now and last year, and sort them."""
        key = self.rank_by

        def value(row, prefix=""):
            counted = row["staff"] if key == "registered" else row[f"{prefix}counted"]
            if not counted or (key == "attainment" and not row[f"{prefix}aim"]):
                return None
            return row[f"{prefix}{key}"]

        now = places(map(value, rows))
        # Who was registered a year ago is not known, nor is who came first of nobody.
        known = key != "registered" and any(row["last_hours"] for row in rows)
        last = places(value(row, "last_") if known else None for row in rows)
        fields = self.env["volunteer.league.line"]._fields
        for row, place, last_place in zip(rows, now, last, strict=True):
            row |= {"place": place or 0, "last_place": last_place or 0}
        rows.sort(key=lambda row: (row["place"] or len(rows) + 1, row["name"]))
        return [
            {
                **{name: value for name, value in row.items() if name in fields},
                "sequence": number,
            }
            for number, row in enumerate(rows, 1)
        ]

    def _company_of(self, unit):
        return unit if self.scope == "company" else self.company_id

    def _prepare_staff(self, counts):
        confirmed, everybody = counts
        return {
            "staff": everybody,
            "registered": 100 * confirmed / everybody if everybody else 0,
        }

    def _count_staff_sudo(self, companies):
        """Return ``{(scope, id): [registered, all]}``, each with those below it."""
        counts = defaultdict(lambda: [0, 0])
        for company, department, confirmed, everybody in (
            self.env["volunteer.staff.coverage"]
            .sudo()
            ._read_group(
                [("is_current", "=", True), ("company_id", "child_of", companies.ids)],
                ["company_id", "department_id"],
                ["confirmed_count:sum", "__count"],
            )
        ):
            for key in (
                (scope, int(above))
                for scope, node in (("company", company), ("department", department))
                for above in (node.parent_path or "").split("/")[:-1]
            ):
                counts[key][0] += confirmed or 0
                counts[key][1] += everybody
        return counts

    def _get_departments(self, staff):
        """Return the departments of the unit in which somebody is employed."""
        domain = [("company_id", "=", self.company_id.id)]
        if self.top_only:
            domain.append(("parent_id", "=", False))
        departments = self.env["hr.department"].search(domain)
        return departments.filtered(lambda one: staff["department", one.id][1])

    def _read_aims(self, companies):
        """Return ``{(year, company id, department id or False): target}``."""
        targets = self.env["volunteer.target"].search(
            [
                ("company_id", "in", companies.ids),
                ("year", "in", (self.year, self.year - 1)),
                ("metric", "=", "hours_per_head"),
                ("scope", "in", ("company", "department")),
            ]
        )
        return {
            (target.year, target.company_id.id, target.department_id.id): target
            for target in targets
        }

    def _aim_of(self, aims, unit, year):
        """Return a department's own target, else its unit's, else None."""
        company_id = self._company_of(unit).id
        own = unit.id if self.scope == "department" else False
        return aims.get((year, company_id, own)) or aims.get((year, company_id, False))

    def _get_league_figures_sudo(self, units, aims):
        """Return ``{(unit, year): {metric: (reached, heads)}}``.

        Counted by targets that are never saved, in at most twelve queries together.
        """
        Target = self.env["volunteer.target"].sudo()
        hours = "person_hours" if self.scope == "company" else "hours"
        last = self._same_day_last_year()
        asked = {}
        for unit in units:
            company = self._company_of(unit).sudo()
            for year, first, until in (
                # As the targets of this year have it: recorded lines have no morrow.
                (self.year, self.date_from, date(self.year, 12, 31)),
                (self.year - 1, *last),
            ):
                aim = self._aim_of(aims, unit, year)
                for key, metric in (("hours_per_head",) * 2, ("hours", hours)):
                    asked[unit, year, key] = Target.new(
                        {
                            "company_id": company.id,
                            "year": year,
                            "date_from": first,
                            "date_to": until,
                            "scope": self.scope,
                            "department_id": (
                                unit.id if self.scope == "department" else False
                            ),
                            "metric": metric,
                            "counted": (
                                aim.counted if aim else company.volunteer_target_hours
                            ),
                        }
                    )
        figures = Target.concat(*asked.values())._get_figures_sudo()
        result = defaultdict(dict)
        for (unit, year, key), target in asked.items():
            result[unit, year][key] = figures[target.id]
        return result
