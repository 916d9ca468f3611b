from odoo import fields, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    # The groups keep the field off hr.employee.public, which plain users are served.
    volunteer_id = fields.Many2one(
        "volunteer.volunteer",
        ondelete="set null",
        index="btree_not_null",
        copy=False,
        groups="hr.group_hr_user,volunteer_base.group_officer",
    )

    def action_open_volunteer(self):
        """Open the volunteer record of this employee."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_volunteer_action"
        )
        return {
            **action,
            "views": [(False, "form")],
            "view_mode": "form",
            "res_id": self.volunteer_id.id,
        }
