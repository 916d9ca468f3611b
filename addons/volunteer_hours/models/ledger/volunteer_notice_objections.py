from odoo import api, fields, models
from odoo.tools import SQL


class VolunteerNotice(models.Model):
    """Objections to what a notice shows."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.notice"  # pylint: disable=consider-merging-classes-inherited

    # Written by every objection: so closing and objecting notice each other.
    objection_count = fields.Integer(
        string="Objections Raised", readonly=True, copy=False, default=0
    )

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "objection_count")

    def action_open_objections(self):
        """Open the objections to what these notices show."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_objection_action"
        )
        return {**action, "domain": [("notice_id", "in", self.ids)], "context": {}}

    def _count_objection_sudo(self):
        """Count an objection on notices that are being shown."""
        self.flush_model(["state"])
        self.env.cr.execute(
            SQL(
                "UPDATE volunteer_notice "
                "SET objection_count = COALESCE(objection_count, 0) + 1 "
                "WHERE id = ANY(%s) AND state = 'published'",
                self.ids,
            ),
            # Losing the race is expected and repeated by Odoo.
            log_exceptions=False,
        )
        self.invalidate_recordset(["objection_count"])
