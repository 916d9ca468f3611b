from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: How far a record is in its life, the furthest first.
RANKS = {
    "registered": 0,
    "suspended": 1,
    "trial": 2,
    "left": 3,
    "applied": 4,
    "rejected": 5,
}


class VolunteerMerge(models.TransientModel):
    """Merge the records of one person."""

    _name = "volunteer.merge"
    _description = "Merge Volunteers"

    volunteer_ids = fields.Many2many(
        "volunteer.volunteer",
        string="Records of One Person",
        required=True,
        default=lambda self: self._default_volunteer_ids(),
    )
    keep_id = fields.Many2one(
        "volunteer.volunteer",
        required=True,
        ondelete="cascade",
        compute="_compute_keep_id",
        store=True,
        readonly=False,
        help="The others are archived and point to this one. Recorded hours stay where "
        "they are and count for this one.",
    )

    @api.model
    def _default_volunteer_ids(self):
        if self.env.context.get("active_model") == "volunteer.volunteer":
            return self.env.context.get("active_ids") or []
        return []

    @api.depends("volunteer_ids")
    def _compute_keep_id(self):
        """Propose the record that is furthest in its life, and then the oldest."""
        for wizard in self:
            if wizard.keep_id not in wizard.volunteer_ids:
                wizard.keep_id = wizard.volunteer_ids.sorted(
                    lambda volunteer: (
                        RANKS[volunteer.state],
                        volunteer._origin.id or 0,
                    )
                )[:1]

    def action_merge(self):
        """Merge the records; this cannot be undone.

        :raise AccessError: not of the volunteer office of these records' units
        :raise UserError: fewer than two records, they cannot be one person's, or
            another one than the kept is further in its life
        """
        self.ensure_one()
        volunteers = self.volunteer_ids
        if not self.env.user.has_group("volunteer_base.group_officer"):
            raise AccessError(self.env._("Only the volunteer office may do this."))
        (volunteers | self.keep_id)._check_officer()
        if self.keep_id not in volunteers:
            raise UserError(self.env._("Keep one of the chosen records."))
        if self.env.user in volunteers.user_id:
            # Nobody approves their own hours, nor moves their own login.
            raise UserError(
                self.env._(
                    "Your own records are merged by somebody else of the volunteer "
                    "office."
                )
            )
        furthest = volunteers.sorted(lambda volunteer: RANKS[volunteer.state])[:1]
        if RANKS[furthest.state] < RANKS[self.keep_id.state]:
            # A service that is still going on would end unseen.
            states = dict(volunteers._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Keep %(furthest)s (%(state)s) instead: the record you chose is "
                    "not as far.",
                    furthest=furthest.display_name,
                    state=states[furthest.state],
                )
            )
        (volunteers - self.keep_id)._merge_into_sudo(self.keep_id)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_volunteer_action"
        )
        return {
            **action,
            "views": [(False, "form")],
            "view_mode": "form",
            "res_id": self.keep_id.id,
        }
