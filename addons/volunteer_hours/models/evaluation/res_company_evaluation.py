from odoo import fields, models

from odoo.addons.volunteer_base.tools.month_names import MONTH_NAMES

from ...tools.periods import period_of


class ResCompany(models.Model):
    """When the assessment year of a unit starts."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_year_start = fields.Selection(
        MONTH_NAMES,
        string="Assessment Year Starts in",
        required=True,
        default="1",
        help="A year that starts in July or later is named after the one in which it "
        "ends: December to November 2026 is 2026.",
    )

    def _get_volunteer_period(self, kind="year", day=None):
        """Return the assessment period of a unit in which a day lies.

        :param kind: ``year``, ``half`` or ``quarter``
        :param date day: a local date; today in the unit where None
        :rtype: odoo.addons.volunteer_hours.tools.periods.Period
        """
        self.ensure_one()
        return period_of(
            kind,
            day or self._get_volunteer_today(),
            int(self.sudo().volunteer_year_start),
        )


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_year_start = fields.Selection(
        related="company_id.volunteer_year_start", required=True, readonly=False
    )
