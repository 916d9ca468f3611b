from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

#: What strangers may send to one unit within 24 hours, by these system parameters.
FORMS_PARAMETER, FORMS_A_DAY = "volunteer_base.join_daily_forms", 500
MEGABYTES_PARAMETER, MEGABYTES_A_DAY = "volunteer_base.join_daily_megabytes", 500
#: Days after which the files of a rejected applicant are deleted.
KEPT_DAYS = 30


class VolunteerVolunteer(models.Model):
    """Limits to what strangers put on the disk, and when it leaves it again."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_join_limit_sudo(self, parameter, default):
        text = self.env["ir.config_parameter"].sudo().get_param(parameter) or ""
        return int(text) if text.isdigit() and len(text) < 10 else default

    @api.model
    def _check_day_budget_sudo(self, company):
        """Count one form for a unit; return whether it is within the day's budget."""
        return (
            self.env["volunteer.throttle"]
            .sudo()
            ._check_throttle_sudo(
                "join-unit",
                str(company.id),
                self._get_join_limit_sudo(FORMS_PARAMETER, FORMS_A_DAY),
                86400,
            )
        )

    @api.model
    def _check_file_budget_sudo(self, company, more):
        """Return whether these files still fit into what a unit takes in a day.

        :param dict more: ``files`` (name, bytes, MIME type) as sent
        """
        size = sum(len(content) for _name, content, _type in more.get("files") or ())
        if not size:
            return True
        self.env["ir.attachment"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT COALESCE(SUM(file.file_size), 0)
                  FROM ir_attachment file
                  JOIN volunteer_identity identity ON identity.id = file.res_id
                  JOIN volunteer_volunteer person ON person.id = identity.volunteer_id
                 WHERE file.res_model = 'volunteer.identity'
                   AND file.res_field IS NULL
                   AND file.create_date > %s
                   AND person.company_id = %s
                """,
                fields.Datetime.now() - timedelta(days=1),
                company.id,
            )
        )
        ((taken,),) = self.env.cr.fetchall()
        limit = self._get_join_limit_sudo(MEGABYTES_PARAMETER, MEGABYTES_A_DAY)
        return taken + size <= limit * 1024 * 1024

    @api.autovacuum
    def _gc_rejected_files(self):
        """Delete papers and photos of applicants who were rejected a month ago."""
        limit = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        people = self.sudo().with_context(active_test=False)
        people = people.search(
            [("state", "=", "rejected"), ("source", "in", ("join", "group"))]
        )
        recent = self.env["volunteer.life.event"].sudo()
        recent = recent.search(
            [
                ("volunteer_id", "in", people.ids),
                ("state_to", "=", "rejected"),
                ("date", ">", limit),
            ]
        )
        people -= recent.volunteer_id
        self.env["ir.attachment"].sudo().search(
            [
                ("res_model", "=", "volunteer.identity"),
                ("res_id", "in", people.identity_ids.ids),
                ("res_field", "=", False),
            ]
        ).unlink()
        people.filtered("image_128").write({"image_128": False})
