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
            self._own_section_sudo(
                "incidents_told",
                self.env._("What This Person Told the Office"),
                self._find_told_sudo(),
                ("date", "kind", "place", "persons", "contact", "description"),
            ),
        ]

    def _find_told_sudo(self):
        """Return what these people told the office on their pages."""
        users = self._with_merged_sudo().user_id
        # Officers write down what others told them.
        own = users.filtered(
            lambda user: not user.has_group("volunteer_base.group_officer")
        )
        return self.env["volunteer.incident"].search([("create_uid", "in", own.ids)])

    def _erase_details_sudo(self):
        # What happened stays on record, and not how to reach who told it.
        self._find_told_sudo().write({"contact": False})
        return super()._erase_details_sudo()

    def _get_merge_stays(self):
        return {**super()._get_merge_stays(), "volunteer.incident": {"volunteer_ids"}}
