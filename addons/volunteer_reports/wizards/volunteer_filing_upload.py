from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: Files at once.
MOST_FILES = 200


class VolunteerFilingUpload(models.TransientModel):
    """Filled-in forms of many units: looked at first, then what is right is taken."""

    _name = "volunteer.filing.upload"
    _description = "Upload Filled-in Forms"

    company_id = fields.Many2one(
        "res.company",
        string="Bureau",
        required=True,
        default=lambda self: self.env.company,
        domain=lambda self: [("id", "in", self.env.companies.ids)],
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Files")
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    good_count = fields.Integer(string="Right", compute="_compute_preview")
    bad_count = fields.Integer(string="To Be Put Right", compute="_compute_preview")
    taken_count = fields.Integer(string="Taken Over", readonly=True)

    @api.depends("attachment_ids", "company_id")
    def _compute_preview(self):
        for wizard in self:
            matches = wizard._match_files() if wizard.attachment_ids else []
            wizard.bad_count = sum(bool(one["problems"]) for one in matches)
            wizard.good_count = len(matches) - wizard.bad_count
            wizard.preview = matches and self.env["ir.qweb"]._render(
                "volunteer_reports.filing_upload_preview",
                {"rows": [self._prepare_preview_row(one) for one in matches]},
            )

    @api.model
    def _prepare_preview_row(self, one):
        values = one["form"].values if one["form"] else {}
        hours = (values.get("hours_recorded") or {}).get("month")
        return {
            "file": one["name"],
            "unit": one["unit"].name or (one["form"].unit if one["form"] else ""),
            "month": f"{one['period']:%Y-%m}" if one["period"] else "",
            "hours": "" if hours is None else hours,
            "problems": one["problems"],
        }

    def _match_files(self):
        """Return what each file is; see ``_match_forms_sudo`` of the filings.

        :raise AccessError: not the user's desk
        """
        self.ensure_one()
        Filing = self.env["volunteer.report.filing"]
        Filing.check_access("write")
        if self.company_id not in self.env.companies:
            raise AccessError(
                self.env._("Choose a unit that you have switched on at the top right.")
            )
        if len(self.attachment_ids) > MOST_FILES:
            raise UserError(
                self.env._(
                    "At most %(count)s files are read at once.", count=MOST_FILES
                )
            )
        # A form asks for sizes instead of contents.
        attachments = self._get_attachments().with_context(bin_size=False)
        files = [(one.name, one.raw or b"") for one in attachments]
        return Filing._match_forms_sudo(self.company_id, files)

    def _get_attachments(self):
        """Return the files in the order in which they were chosen."""
        return self.attachment_ids.sorted("id")

    def action_take_over(self):
        """Hand in what the right files say; the others stay here with their mistakes.

        :return: the wizard with what is left, or the filings
        :raise AccessError: not of the volunteer office of this desk
        :raise UserError: no file is right
        """
        self.ensure_one()
        self.check_access("write")
        matches = self._match_files()
        good = [one for one in matches if not one["problems"]]
        if not good:
            raise UserError(
                self.env._("No file is right. Put them right and upload them again.")
            )
        Filing = self.env["volunteer.report.filing"]
        filings = Filing._take_forms_sudo(self.company_id, good)
        done = [
            file
            for file, one in zip(self._get_attachments(), matches, strict=True)
            if not one["problems"]
        ]
        self.attachment_ids = [fields.Command.unlink(file.id) for file in done]
        self.taken_count += len(filings)
        if self.attachment_ids:
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Upload Filled-in Forms"),
                "res_model": self._name,
                "res_id": self.id,
                "view_mode": "form",
                "target": "new",
            }
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_reports.volunteer_report_filing_action"
        )
        return {**action, "domain": [("id", "in", filings.ids)], "context": {}}
