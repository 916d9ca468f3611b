from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date


class VolunteerHome(models.AbstractModel):
    """How far the unit is, and how far the department of whoever heads one."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.home"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_tile_definitions(self):
        return [*super()._get_tile_definitions(), *self._get_target_tiles()]

    @api.model
    def _get_target_tiles(self):
        """Return a tile for each target of this year that the user answers for."""
        Target = self.env["volunteer.target"]
        if not Target.has_access("read"):
            return []
        company = self.env.company
        own = Domain(
            "department_id", "any", [("manager_id.user_id", "=", self.env.uid)]
        )
        own &= Domain("metric", "in", ("registered", "hours_per_head"))
        if self.env.user.has_group("volunteer_base.group_officer"):
            own |= Domain("scope", "=", "company") & Domain(
                "metric", "=", "person_hours"
            )
        today = company._get_volunteer_today()
        targets = Target.search(Target._get_targets_domain(company, today) & own)
        tiles = [
            {
                "key": f"target_{target.id}",
                "title": target._get_tile_title(),
                "hint": target._get_course_text(),
                "model": "volunteer.target",
                "domain": Domain("id", "=", target.id),
                "action": "volunteer_hours.volunteer_target_action",
                "count": target._get_tile_figure(),
                "urgent": target.status == "behind",
            }
            for target in targets
        ]
        return [
            *tiles,
            {
                "key": "laggards",
                "title": self.env._("Departments and teams behind their target"),
                "hint": self.env._("Ask how service can be planned there."),
                "model": "volunteer.target",
                "domain": Target._get_targets_domain(company, today)
                & Domain("scope", "in", ("department", "team"))
                & Domain("status", "=", "behind"),
                "action": "volunteer_hours.volunteer_target_action_laggards",
                "group": "volunteer_base.group_officer",
                "urgent": False,
            },
        ]


class VolunteerTarget(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.target"  # pylint: disable=consider-merging-classes-inherited

    def _get_tile_figure(self):
        """Return the figure as it stands on a tile, a text."""
        self.ensure_one()
        text = self._format_figure(self.actual)
        return f"{text} %" if self.metric == "registered" else text

    @api.model
    def _format_figure(self, value):
        """Return a number with two decimals at most, and without idle zeros."""
        if abs(value) >= 1000:
            return f"{value:,.0f}"
        # Shares and averages are no minutes: the list shows the same two decimals.
        text = f"{value:.2f}".rstrip("0").rstrip(".")
        return "0" if text == "-0" else text

    def _get_tile_title(self):
        """Return what a tile's figure is about."""
        self.ensure_one()
        about = {
            "person_hours": lambda: self.env._(
                "This year, of %(aim)s person-times × hours",
                aim=self._format_figure(self.value),
            ),
            "hours_per_head": lambda: self.env._(
                "%(department)s: hours a head, of %(aim)s",
                department=self.subject,
                aim=self._format_figure(self.value),
            ),
            "registered": lambda: self.env._(
                "%(department)s: staff registered", department=self.subject
            ),
        }
        return about[self.metric]()

    def _get_course_text(self):
        """Return in a sentence where the target stands."""
        self.ensure_one()
        if self.status == "reached":
            return self.env._("Reached.")
        if self.status == "nobody":
            return self.env._("Nobody is there to count.")
        if self.expected_on:
            return self.env._(
                "Expected on %(date)s at the pace so far.",
                date=format_date(self.env, self.expected_on),
            )
        if self.metric == "registered":
            return self.env._("Ask those who have not confirmed yet.")
        return self.env._(
            "%(due)s are due by today.", due=self._format_figure(self.aim_to_date)
        )
