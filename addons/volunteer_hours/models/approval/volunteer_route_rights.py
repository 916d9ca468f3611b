from odoo import api, models
from odoo.exceptions import AccessError


class VolunteerApprovalRoute(models.Model):
    """The office of a unit sets up its routes; those of every unit are not its alone.

    Whoever may be asked by a route, nobody decides on their own hours: that holds
    above any route.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.approval.route"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "company_id" in fields and not self._may_change_shared():
            values.setdefault("company_id", self.env.company.id)
        return values

    @api.model
    def _may_change_shared(self):
        """Return whether the user may change routes that are for every unit."""
        user = self.env.user
        if self.env.su or user.has_group("volunteer_base.group_manager"):
            return True
        Company = self.env["res.company"].sudo()
        return not Company.search_count([("id", "not in", user.company_ids.ids)])

    def _check_may_change(self):
        """:raise AccessError: a route of every unit, changed by the office of one"""
        shared = self.filtered(lambda route: not route.company_id)
        if shared and not self._may_change_shared():
            raise AccessError(
                self.env._(
                    "“%(name)s” is for every unit. Make a route for your own unit and "
                    "put it above, or ask who configures the system.",
                    name=shared[0].name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        routes = super().create(vals_list)
        routes._check_may_change()
        return routes

    def write(self, vals):
        self._check_may_change()
        result = super().write(vals)
        if "company_id" in vals:
            self._check_may_change()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shared(self):
        self._check_may_change()


class VolunteerApprovalStep(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.approval.step"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps.route_id._check_may_change()
        return steps

    def write(self, vals):
        self.route_id._check_may_change()
        result = super().write(vals)
        if "route_id" in vals:
            self.route_id._check_may_change()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shared(self):
        self.route_id._check_may_change()
