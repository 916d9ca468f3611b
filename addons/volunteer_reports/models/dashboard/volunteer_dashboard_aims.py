from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.volunteer_hours.tools.targets import course


class VolunteerDashboard(models.AbstractModel):
    """How far the year's aim is, and what stars people hold."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.dashboard"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_aim(self, scope):
        """Return where the aim in person-times × hours stands, or None without one.

        The aim of the team where one is chosen, else of the units: 4000 a year, shipped
        (NHC). Nobody aims at one field of service. A unit's aim holds what the units
        below it do, so that only the topmost are added up.

        :return: ``{"value", "actual", "attainment", "before", "forecast",
            "expected_on", "status", "ids"}``; attainments in per cent, ``before`` of
            the year before or None
        """
        year = scope.years.first.year
        if scope.category_id:
            return None
        domain = (
            Domain("company_id", "in", scope.companies.ids)
            & Domain("metric", "=", "person_hours")
            & Domain("year", "in", (year - 1, year))
        )
        domain &= (
            Domain("scope", "=", "team") & Domain("team_id", "=", scope.team_id)
            if scope.team_id
            else Domain("scope", "=", "company")
        )
        targets = self._get_topmost(self.env["volunteer.target"].search(domain))
        # Both years together: the queries do not grow with the targets.
        targets.mapped("actual")
        now = targets.filtered(lambda target: target.year == year)
        if not now:
            return None
        value, actual = sum(now.mapped("value")), sum(now.mapped("actual"))
        where = course(
            actual,
            value,
            min(now.mapped("date_from")),
            max(now.mapped("date_to")),
            scope.companies[0]._get_volunteer_today(),
        )
        before = targets - now
        aimed = sum(before.mapped("value"))
        return {
            "value": value,
            "actual": round(actual, 2),
            "attainment": where.attainment,
            "before": (
                round(100 * sum(before.mapped("actual")) / aimed, 1) if aimed else None
            ),
            "forecast": where.forecast,
            "expected_on": where.expected_on and where.expected_on.isoformat(),
            "status": where.status,
            "ids": now.ids,
        }

    @api.model
    def _get_topmost(self, targets):
        """Return the targets of units that have no unit above them among these."""
        units = targets.company_id.sudo()
        below = units.filtered(
            lambda unit: any(
                str(other.id) in unit.parent_path.split("/")[:-2] for other in units
            )
        )
        return targets.filtered(
            lambda target: target.scope != "company" or target.company_id not in below
        )

    @api.model
    def _get_stars(self, scope):
        """Return how many registered volunteers hold which star, the highest of each.

        Stars are of a person's whole service: no field of service narrows them.

        :return: ``[{"level": int, "count": int, "domain": list}]`` from the highest
            down; level 0, without a star, only in the year under way; ``domain`` is
            None for who may count these people and not read them
        """
        Award = self.env["volunteer.award"]
        Volunteer = self.env["volunteer.volunteer"]
        if scope.office:
            # HR reads no volunteers, but how many of the unit there are.
            Award, Volunteer = Award.sudo(), Volunteer.sudo()
        readable = (
            not scope.office
            or self.env.su
            or self.env.user.has_group("volunteer_base.group_officer")
        )
        until = scope.years.last
        granted = (
            Domain("kind", "=", "star")
            & Domain("state", "=", "granted")
            & (Domain("date", "=", False) | Domain("date", "<=", until))
        )
        people = Domain("state", "=", "registered") & Domain(
            "company_ids", "in", scope.companies.ids
        )
        if scope.team_id:
            people &= Domain("team_ids", "child_of", scope.team_id)
        Award.flush_model()
        Volunteer.flush_model()
        holders = Volunteer._search(people)
        query = Award._search(granted)
        query.add_where(
            SQL(
                "%s IN %s",
                SQL.identifier(query.table, "volunteer_id"),
                holders.subselect(),
            )
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT level, COUNT(*)
                  FROM (
                    SELECT volunteer_id, MAX(star_level) AS level
                      FROM (%s) AS award
                  GROUP BY volunteer_id
                  ) AS person
              GROUP BY level ORDER BY level DESC
                """,
                self._select(query, "volunteer_id", "star_level"),
            )
        )
        stars = [
            {
                "level": level,
                "count": count,
                "domain": self._as_list(
                    people
                    & Domain(
                        "award_ids", "any", granted & Domain("star_level", "=", level)
                    )
                    & Domain(
                        "award_ids",
                        "not any",
                        granted & Domain("star_level", ">", level),
                    )
                ),
            }
            for level, count in rows
        ]
        if scope.years.until < scope.years.last:
            everybody = Volunteer.search_count(people)
            stars.append(
                {
                    "level": 0,
                    "count": everybody - sum(star["count"] for star in stars),
                    "domain": self._as_list(
                        people & Domain("award_ids", "not any", granted)
                    ),
                }
            )
        if not readable:
            stars = [{**star, "domain": None} for star in stars]
        return stars
