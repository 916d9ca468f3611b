from odoo import api, fields, models


class VolunteerActivity(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    incident_ids = fields.One2many(
        "volunteer.incident",
        "activity_id",
        string="Accidents, Complaints and Praise",
        groups="volunteer_base.group_leader",
    )
    incident_count = fields.Integer(
        string="Number of Incidents",
        compute="_compute_incident_count",
        groups="volunteer_base.group_leader",
    )

    @api.depends("incident_ids")
    def _compute_incident_count(self):
        counts = dict(
            self.env["volunteer.incident"]._read_group(
                [("activity_id", "in", self.ids)], ["activity_id"], ["__count"]
            )
        )
        for activity in self:
            activity.incident_count = counts.get(activity, 0)

    def action_open_incidents(self):
        """Open what was told about this activity."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_incident_action"
        )
        return {
            **action,
            "domain": [("activity_id", "=", self.id)],
            "context": {
                "default_activity_id": self.id,
                "default_date": self.start,
                "default_company_id": self.company_id.id,
            },
        }


class VolunteerVolunteer(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    incident_ids = fields.Many2many(
        "volunteer.incident",
        "volunteer_incident_volunteer_rel",
        string="Accidents, Complaints and Praise",
        groups="volunteer_base.group_officer",
    )

    def _get_own_service_sudo(self):
        return [
            *super()._get_own_service_sudo(),
            self._own_section_sudo(
                "incidents",
                self.env._("Accidents, Complaints and Praise"),
                self._with_merged_sudo().incident_ids,
                ("date", "kind", "place", "activity_id", "state"),
            ),
        ]

    def _get_merge_stays(self):
        return {**super()._get_merge_stays(), "volunteer.incident": {"volunteer_ids"}}
