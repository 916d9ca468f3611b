from odoo import api, fields, models

from ...tools.granting import ClaimMinutesError
from ...tools.hour_file import EXACT


class VolunteerHour(models.Model):
    """Lines that came with a file, and hours carried over from before this system."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    import_id = fields.Many2one(
        "volunteer.hour.import",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    import_platform_id = fields.Many2one(
        "volunteer.platform",
        string="From System",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        help="The system elsewhere in which these hours were recorded first.",
    )
    import_key = fields.Char(
        readonly=True,
        copy=False,
        help="By this the same row of a file is known again.",
    )
    is_opening = fields.Boolean(
        string="Opening Balance",
        readonly=True,
        copy=False,
        help="期初历史时长: the sum of a person's hours from before this system.",
    )

    _import_key_unique = models.UniqueIndex(
        "(company_id, import_key) WHERE import_key IS NOT NULL "
        "AND state <> 'cancelled' AND reversed IS NOT TRUE",
        "These hours were imported already.",
    )

    @api.model
    def _complete_create_vals(self, vals_list):
        """Imported hours are the importing unit's; opening balances are never late."""
        vals_list = super()._complete_create_vals(vals_list)
        imported = [vals for vals in vals_list if vals.get("import_id")]
        if imported:
            imports = self.env["volunteer.hour.import"].sudo()
            working_days = self.env["res.company"]._get_volunteer_working_days_sudo()
            for vals in imported:
                company = imports.browse(vals["import_id"]).company_id
                if vals["company_id"] != company.id:
                    vals["company_id"] = company.id
                    vals["due_date"] = working_days.add(
                        vals["date"], company.volunteer_recording_days
                    )
        for vals in vals_list:
            if vals.get("is_opening"):
                vals["due_date"] = False
        return vals_list

    def _check_minutes(self, minutes):
        """Opening balances are sums of years: any length whose hours are exact."""
        self.ensure_one()
        if not self.is_opening:
            return super()._check_minutes(minutes)
        if minutes <= 0:
            raise ClaimMinutesError("not_positive")
        if minutes % EXACT:
            raise ClaimMinutesError("not_unit")
        return None

    def _counts_for_day(self):
        return super()._counts_for_day() and not self.is_opening

    @api.model
    def _get_day_domain(self):
        return [*super()._get_day_domain(), ("is_opening", "=", False)]

    def _prepare_derive_vals(self):
        return {
            **super()._prepare_derive_vals(),
            "import_id": self.import_id.id,
            "is_opening": self.is_opening,
        }

    def _prepare_reversal_vals(self, reason):
        return {
            **super()._prepare_reversal_vals(reason),
            "import_platform_id": self.import_platform_id.id,
            "is_opening": self.is_opening,
        }
