import base64

from odoo import api, fields, models

from ...tools.medal import medal_svg
from ...tools.stars import hours_to_next, star_level, star_text


class VolunteerVolunteer(models.Model):
    """What stars the hours reach, and, apart from it, what was granted."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    star_hours = fields.Float(
        string="Hours for Stars",
        digits=(16, 2),
        compute="_compute_stars",
        compute_sudo=True,
        help="Recorded hours that count for stars in the home unit.",
    )
    star_level = fields.Integer(
        string="Stars Reached",
        compute="_compute_stars",
        compute_sudo=True,
        help="By recorded hours and the table of the home unit. What the office has "
        "granted stands apart.",
    )
    stars = fields.Char(compute="_compute_stars", compute_sudo=True)
    star_missing = fields.Float(
        string="Hours to the Next Star",
        digits=(16, 2),
        compute="_compute_stars",
        compute_sudo=True,
        help="0: there is no higher star.",
    )
    star_granted = fields.Integer(
        string="Stars Granted", compute="_compute_star_granted", compute_sudo=True
    )
    star_title = fields.Char(
        compute="_compute_star_granted",
        compute_sudo=True,
        help="The highest star that was granted.",
    )
    star_medal = fields.Binary(
        string="Medal",
        compute="_compute_star_medal",
        compute_sudo=True,
        help="Filled stars were granted.",
    )

    @api.depends("hours_proven", "hours_claimed", "company_id")
    def _compute_stars(self):
        tables = self.company_id._get_star_thresholds_sudo()
        for volunteer in self:
            company = volunteer.company_id
            thresholds = [star.hours for star in tables.get(company, ())]
            hours = volunteer.hours_proven
            if company.volunteer_star_hours != "proven":
                hours += volunteer.hours_claimed
            volunteer.star_hours = hours
            volunteer.star_level = star_level(hours, thresholds)
            volunteer.stars = star_text(volunteer.star_level, len(thresholds))
            volunteer.star_missing = hours_to_next(hours, thresholds) or 0.0

    @api.depends("award_ids.state", "award_ids.star_level")
    def _compute_star_granted(self):
        """Take the highest star, of merged records too."""
        highest = {}
        for award in self.env["volunteer.award"].search(
            [
                ("volunteer_id", "in", self._with_merged_sudo().ids),
                ("kind", "=", "star"),
                ("state", "=", "granted"),
            ],
            order="star_level",
        ):
            person = award.volunteer_id
            highest[person.merged_into_id or person] = award
        none = self.env["volunteer.award"]
        for volunteer in self:
            award = highest.get(volunteer._origin, none)
            volunteer.star_granted = award.star_level
            volunteer.star_title = award.name

    @api.depends("star_granted", "company_id")
    def _compute_star_medal(self):
        tables = self.company_id._get_star_thresholds_sudo()
        for volunteer in self:
            count = len(tables.get(volunteer.company_id, ()))
            volunteer.star_medal = volunteer.star_granted and base64.b64encode(
                medal_svg(volunteer.star_granted, count).encode()
            )

    def _get_merge_moves(self):
        # One star a level; honours are all different.
        return {**super()._get_merge_moves(), "volunteer.award": ("merge_key",)}
