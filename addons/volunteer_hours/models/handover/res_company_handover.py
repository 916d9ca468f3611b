from odoo import fields, models


class ResCompany(models.Model):
    """The public system into which a unit's recorded hours are entered."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_public_platform_id = fields.Many2one(
        "volunteer.platform",
        string="Public System",
        ondelete="restrict",
        help="民政部令第67号, Art. 4: what is recorded here is entered in the public "
        "system, too. Empty: no list of hours to enter is kept.",
    )
    volunteer_public_from = fields.Date(
        string="Entered from",
        help="Services before this day are not listed for entering. Empty: all are.",
    )

    def write(self, vals):
        # The settings write what they show, changed or not.
        before = {company: company._get_public_system() for company in self}
        result = super().write(vals)
        changed = self.filtered(
            lambda company: company._get_public_system() != before[company]
        )
        if changed:
            self.env["volunteer.hour.entry"]._begin_anew_sudo(changed)
        return result

    def _get_public_system(self):
        return self.volunteer_public_platform_id.id, self.volunteer_public_from


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_public_platform_id = fields.Many2one(
        related="company_id.volunteer_public_platform_id", readonly=False
    )
    volunteer_public_from = fields.Date(
        related="company_id.volunteer_public_from", readonly=False
    )
