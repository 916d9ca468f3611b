from odoo import api, fields, models
from odoo.exceptions import AccessError

#: Certificates that nobody waits for.
IN_BACKGROUND = 100


class VolunteerCertificateManyMixin(models.AbstractModel):
    """Choose people, issue to all, print all in one file: what such wizards share.

    Says ``_get_people()``, and issues by ``_issue_to_all(people)``.
    """

    _name = "volunteer.certificate.many.mixin"
    _description = "Certificates for Many"

    company_id = fields.Many2one(
        "res.company",
        string="Recording Unit",
        required=True,
        default=lambda self: self.env.company,
    )
    volunteer_ids = fields.Many2many("volunteer.volunteer", string="Volunteers")
    date_from = fields.Date(string="From", help="Empty: from the first service.")
    date_to = fields.Date(string="Until", help="Empty: until the last service.")
    id_number = fields.Selection(
        [("full", "In full"), ("masked", "Masked")],
        string="ID Number on Paper",
        required=True,
        default="masked",
    )
    language = fields.Selection(
        [("zh", "Chinese"), ("bilingual", "Chinese and English")],
        string="Language of Paper",
        required=True,
        default="zh",
    )
    certificate_ids = fields.Many2many("volunteer.certificate", readonly=True)
    certificate_count = fields.Integer(compute="_compute_certificate_count")
    without_hours = fields.Text(readonly=True)
    state = fields.Selection(
        [("choose", "Choose"), ("done", "Issued")],
        required=True,
        readonly=True,
        default="choose",
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if (
            "volunteer_ids" in fields
            and self.env.context.get("active_model") == "volunteer.volunteer"
        ):
            values["volunteer_ids"] = [(6, 0, self.env.context.get("active_ids") or [])]
        return values

    @api.constrains("company_id")
    def _check_unit(self):
        """:raise AccessError: a unit whose hours are not for this office to see"""
        for wizard in self:
            if wizard.company_id not in self.env.companies:
                raise AccessError(
                    self.env._(
                        "Only a unit's own volunteer office certifies its hours."
                    )
                )

    @api.depends("certificate_ids")
    def _compute_certificate_count(self):
        for wizard in self:
            wizard.certificate_count = len(wizard.certificate_ids)

    def _keep_issued(self, result):
        """Keep who got a certificate and who did not, and show it.

        :param dict result: ``certificate_ids`` and ``without_hours`` as the model says
        """
        self.write(
            {
                "certificate_ids": [(6, 0, result["certificate_ids"])],
                "without_hours": "\n".join(
                    one["name"] for one in result["without_hours"]
                ),
                "state": "done",
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Certificates Issued"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_print(self):
        """Print all certificates that were issued in one file.

        Many are printed in the background, to be fetched from “My Files”.
        """
        self.ensure_one()
        if len(self.certificate_ids) > IN_BACKGROUND:
            return self.env["volunteer.export"]._enqueue(self, "pdf")
        return self._get_in_order().action_print()

    def _get_in_order(self):
        """Return what was issued as it is handed over: by number, not newest first."""
        return self.certificate_ids.sorted("id")

    def action_open(self):
        """List the certificates that were issued."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_reports.volunteer_certificate_action"
        )
        return {**action, "domain": [("id", "in", self.certificate_ids.ids)]}

    # ------------------------------------------------------------------
    # Printing in the background: what volunteer.export asks for
    # ------------------------------------------------------------------

    def _check_register(self):
        """:raise UserError: a certificate was revoked in the meantime"""
        self.check_access("read")
        self.certificate_ids.check_access("read")
        self.certificate_ids._check_printable()

    def _get_register_unit(self):
        return self.company_id

    def _get_register_count(self):
        return len(self.certificate_ids)

    def _get_register_filename(self, extension):
        name = self.env._(
            "Certificates of %(unit)s, %(count)s",
            unit=self.company_id.name,
            count=len(self.certificate_ids),
        )
        return f"{name}.{extension}"

    def _render_register_pdf(self):
        """Return all certificates as one PDF."""
        self._check_register()
        reports = self.env["ir.actions.report"]
        pdf, _kind = reports._render_qweb_pdf(
            "volunteer_reports.certificate", self._get_in_order().ids
        )
        return pdf
