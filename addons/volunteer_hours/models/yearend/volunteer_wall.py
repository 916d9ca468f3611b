from odoo import fields, models


class VolunteerWall(models.Model):
    """An honour wall (荣誉墙): a page that a screen in a lobby shows by itself.

    Whoever has the link has the page: the link is shown once, only its digest is kept,
    and a new one voids it.
    """

    _name = "volunteer.wall"
    _description = "Honour Wall"
    _inherit = ["volunteer.link.mixin"]
    _order = "company_id, name, id"

    name = fields.Char(required=True, help="As people know it: “Lobby, east door”.")
    active = fields.Boolean(
        default=True, help="An archived wall shows nothing any more."
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    title = fields.Char(string="Headline", help="Empty: the name of the unit.")
    seconds = fields.Integer(
        string="Seconds a Slide",
        default=12,
        required=True,
        help="Long enough to be read from the other end of the lobby.",
    )
    show_stars = fields.Boolean(string="Stars", default=True)
    stars_from = fields.Integer(
        string="From Level", default=1, help="Lower levels are not shown."
    )
    show_honours = fields.Boolean(
        string="Honours", default=True, help="Of people, teams and projects."
    )
    show_month = fields.Boolean(string="Hours of the Month", default=True)
    show_top = fields.Boolean(
        string="Most Hours of the Month",
        default=True,
        help="By hours that were confirmed on the spot.",
    )
    linked_on = fields.Datetime(
        help="Empty: there is no link yet, and nobody sees the wall."
    )

    _wall_limits = models.Constraint(
        "CHECK (seconds BETWEEN 5 AND 120 AND stars_from BETWEEN 1 AND 20)",
        "A slide stays for 5 to 120 seconds; levels go from 1.",
    )

    def _get_link_path(self):
        return "/volunteer/wall"

    def action_new_link(self):
        """Make a new link and show it once; the one before is void.

        :return: an action that shows link and QR code
        :raise AccessError: the user may not change this wall
        """
        action = super().action_new_link()
        return {**action, "name": self.env._("Link of the Honour Wall")}

    def action_preview(self):
        """Open what the wall shows in a new tab.

        :raise AccessError: the user may not read it
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/volunteer/wall/preview/{self.id}",
            "target": "new",
        }
