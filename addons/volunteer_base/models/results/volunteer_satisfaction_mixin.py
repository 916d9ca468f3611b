from odoo import fields, models


class VolunteerSatisfactionMixin(models.AbstractModel):
    """What those who were served say about an activity or a project."""

    _name = "volunteer.satisfaction.mixin"
    _description = "Satisfaction of Those Who Were Served"

    #: The many2one of ``volunteer.feedback`` that points to the model.
    _feedback_field = ""

    feedback_count = fields.Integer(
        string="Number of Answers",
        compute="_compute_feedback",
        groups="volunteer_base.group_leader",
    )
    satisfaction = fields.Float(
        string="Satisfaction (%)",
        digits=(5, 1),
        compute="_compute_feedback",
        groups="volunteer_base.group_leader",
    )

    def _compute_feedback(self):
        results = self.env["volunteer.feedback"]._get_results(
            self, self._feedback_field
        )
        for record in self:
            record.feedback_count, record.satisfaction = results.get(record, (0, 0.0))

    def action_open_feedback(self):
        """Open what those who were served say about this record."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_feedback_action"
        )
        return {
            **action,
            "domain": [(self._feedback_field, "=", self.id)],
            "context": {},
        }
