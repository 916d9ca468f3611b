from odoo import fields, models
from odoo.exceptions import UserError


class VolunteerSeries(models.Model):
    """From draft to running to ended, and what becomes of the activities then."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.series"  # pylint: disable=consider-merging-classes-inherited

    def action_start(self):
        """Start series, or go on with ended ones, and make their activities.

        :return: ids of the activities made
        :rtype: list
        :raise UserError: running already, no needs, or the project is closed
        """
        self.check_access("write")
        for series in self:
            if series.state == "running":
                raise UserError(
                    self.env._("“%(name)s” is running already.", name=series.name)
                )
        self._check_needs()
        self.sudo().write({"state": "running"})
        return self.action_generate()

    def action_end(self):
        """End series: no more activities are made; those that are made stay.

        :raise UserError: a series is not running
        """
        self.check_access("write")
        for series in self:
            if series.state != "running":
                raise UserError(
                    self.env._("“%(name)s” is not running.", name=series.name)
                )
        self.sudo().write({"state": "ended"})
        return True

    def action_cancel(self, reason):
        """End series and cancel the activities that are still to come.

        :param str reason: why; those who signed up read it
        :raise UserError: no reason given
        """
        self.check_access("write")
        reason = self._clean_reason(reason)
        coming = (
            self.env["volunteer.activity"]
            .sudo()
            .search(
                [
                    ("series_id", "in", self.ids),
                    ("state", "in", ("draft", "published")),
                    ("start", ">", fields.Datetime.now()),
                ]
            )
        )
        coming.action_cancel(reason)
        self.sudo().write({"state": "ended"})
        return True

    def action_open_activities(self):
        """Open the activities of this series."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_activity_action"
        )
        coming = self.env["volunteer.activity"].search(
            [("series_id", "=", self.id), ("stop", ">", fields.Datetime.now())],
            order="start",
            limit=1,
        )
        context = {"default_project_id": self.project_id.id}
        if coming:
            # The calendar opens where there is something to see.
            context["initial_date"] = fields.Date.to_string(coming.date)
        return {
            **action,
            "name": self.name,
            "domain": [("series_id", "=", self.id)],
            "context": context,
        }
