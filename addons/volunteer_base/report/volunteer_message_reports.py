from odoo import api, fields, models

ROWS_A_SHEET = 18


class VolunteerPhoneList(models.AbstractModel):
    """Prints whom to call, with full numbers; each printing is on record."""

    _name = "report.volunteer_base.phone_list"
    _description = "Phone List"

    @api.model
    def _get_report_values(self, docids, data=None):
        messages = self.env["volunteer.message"].browse(docids)
        messages.check_access("read")
        self.env["volunteer.volunteer"]._check_officer()
        rows = [
            {
                "number": number,
                "name": message.volunteer_id.name,
                "code": message.volunteer_id.code,
                "mobile": message._get_mobile_sudo(),
                "title": message.title,
                "body": message.body,
            }
            for number, message in enumerate(
                messages.sudo().sorted(lambda one: (not one.urgent, one.id)), start=1
            )
        ]
        messages.volunteer_id._log_disclosure_sudo(
            "mobile",
            dict.fromkeys(messages.volunteer_id.ids, self.env._("Phone list")),
        )
        company = messages.company_id[:1]
        return {
            "doc_ids": docids,
            "doc_model": "volunteer.message",
            "docs": messages,
            "unit": company.name,
            "printed": company._get_volunteer_time(fields.Datetime.now()).strftime(
                "%Y-%m-%d %H:%M"
            ),
            "pages": [
                rows[start : start + ROWS_A_SHEET]
                for start in range(0, len(rows), ROWS_A_SHEET)
            ],
        }
