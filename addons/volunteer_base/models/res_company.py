from odoo import api, fields, models

from odoo.addons.base.models.res_partner import _tz_get


class ResCompany(models.Model):
    _inherit = "res.company"

    volunteer_tz = fields.Selection(
        _tz_get,
        string="Volunteering Time Zone",
        required=True,
        default="Asia/Shanghai",
        help="Decides on which day an activity or a service falls.",
    )

    @api.model
    def _volunteer_local_date(self, moment, tz):
        """Return the local date of a UTC moment.

        :param datetime moment: naive UTC
        :param str tz: name of a time zone
        :rtype: date
        """
        return fields.Datetime.context_timestamp(
            self.with_context(tz=tz), moment
        ).date()
