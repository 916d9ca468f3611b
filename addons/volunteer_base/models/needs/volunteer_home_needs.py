from odoo import api, models
from odoo.fields import Domain


class VolunteerHome(models.AbstractModel):
    # One matter a file keeps the files short.
    _inherit = "volunteer.home"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_tile_definitions(self):
        return [
            *super()._get_tile_definitions(),
            {
                "key": "requests_to_assess",
                "title": self.env._("Requests of departments"),
                "hint": self.env._("Assess them, then plan or refuse."),
                "model": "volunteer.request",
                "domain": Domain("state", "in", ("open", "assessed")),
                "action": "volunteer_base.volunteer_request_action",
                "group": "volunteer_base.group_officer",
            },
            {
                "key": "requests_to_rate",
                "title": self.env._("Results to rate"),
                "hint": self.env._("Say how the volunteers served your department."),
                "model": "volunteer.request",
                "domain": Domain("state", "=", "planned")
                & Domain(
                    "department_id",
                    "in",
                    self.env["volunteer.request"]._get_own_departments_sudo().ids,
                ),
                "action": "volunteer_base.volunteer_request_action_mine",
                "group": "volunteer_base.group_leader",
                "urgent": False,
            },
            {
                "key": "wishes_waiting",
                "title": self.env._("Wishes nobody has claimed in time"),
                "hint": self.env._("The day they are wanted by is over or near."),
                "model": "volunteer.wish",
                "domain": Domain("state", "=", "open")
                & Domain("date_due", "<=", "today +7d"),
                "action": "volunteer_base.volunteer_wish_action",
                "group": "volunteer_base.group_officer",
            },
            {
                "key": "visits_overdue",
                "title": self.env._("Visits not held"),
                "hint": self.env._("Ask the pair, then note or cancel the visit."),
                "model": "volunteer.pairing.visit",
                "domain": Domain("overdue", "=", True),
                "action": "volunteer_base.volunteer_pairing_visit_action",
                "group": "volunteer_base.group_officer",
            },
            {
                "key": "agreements_ending",
                "title": self.env._("Agreements about to end"),
                "hint": self.env._("Renew them with the partner units."),
                "model": "volunteer.partner.unit",
                "domain": Domain("agreement_state", "=", "ending"),
                "action": "volunteer_base.volunteer_partner_unit_action",
                "group": "volunteer_base.group_officer",
            },
        ]
