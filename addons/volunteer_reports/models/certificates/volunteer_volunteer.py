from odoo import api, fields, models
from odoo.fields import Domain


class VolunteerVolunteer(models.Model):
    _inherit = "volunteer.volunteer"

    certificate_ids = fields.One2many(
        "volunteer.certificate", "volunteer_id", string="Certificates"
    )
    certificate_count = fields.Integer(compute="_compute_certificate_count")

    @api.depends("certificate_ids")
    def _compute_certificate_count(self):
        counts = dict(
            self.env["volunteer.certificate"]._read_group(
                [("volunteer_id", "in", self.ids)], ["volunteer_id"], ["__count"]
            )
        )
        for volunteer in self:
            volunteer.certificate_count = counts.get(volunteer, 0)

    def action_open_certificates(self):
        """Open the certificates of this volunteer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_reports.volunteer_certificate_action"
        )
        return {
            **action,
            "domain": [("volunteer_id", "=", self.id)],
            "context": {"default_volunteer_id": self.id},
        }

    def _get_merge_stays(self):
        # A certificate was issued to a record as it stood.
        return {**super()._get_merge_stays(), "volunteer.certificate": {"volunteer_id"}}

    def _get_certifiable_domain(self, company=None, date_from=None, date_to=None):
        """Return the domain of hours that may stand on a certificate.

        民政部令第67号, Art. 26: who organises records, and who records certifies; hours
        that another body organised are not ours to certify. Reversed hours and their
        reversals are both left out, which leaves the net. Hours of records merged into
        these are the same people's.
        """
        duplicates = self.with_context(active_test=False).search(
            [("merged_into_id", "in", self.ids)]
        )
        domain = Domain(
            [
                ("volunteer_id", "in", (self | duplicates).ids),
                ("state", "=", "recorded"),
                ("reversed", "=", False),
                ("reverses_id", "=", False),
                ("organiser", "in", (False, "")),
                ("minutes", ">", 0),
            ]
        )
        if company:
            domain &= Domain("company_id", "=", company.id)
        if date_from:
            domain &= Domain("date", ">=", date_from)
        if date_to:
            domain &= Domain("date", "<=", date_to)
        return domain

    def _get_certifiable_minutes_sudo(self):
        """Return ``{unit: minutes}`` of what can be certified, in two queries."""
        self.ensure_one()
        volunteer = self.sudo()
        return dict(
            volunteer.env["volunteer.hour"]._read_group(
                volunteer._get_certifiable_domain(), ["company_id"], ["minutes:sum"]
            )
        )

    def _get_certifiable_hours_sudo(self, company, date_from=None, date_to=None):
        """Return ``{volunteer: recorded lines}`` that a unit may certify, by date.

        :param date_from: first day, or nothing
        :param date_to: last day, or nothing
        """
        volunteers = self.sudo()
        domain = volunteers._get_certifiable_domain(company, date_from, date_to)
        lines = volunteers.env["volunteer.hour"].search(domain, order="date, id")
        ids = {}
        for line in lines:
            person = line.volunteer_id.merged_into_id or line.volunteer_id
            ids.setdefault(person.id, []).append(line.id)
        return {
            person: lines.browse(ids[person.id]).with_prefetch(lines._prefetch_ids)
            for person in volunteers
            if person.id in ids
        }

    def _get_certifiable_minutes_by_person_sudo(
        self, company, date_from=None, date_to=None
    ):
        """Return ``{volunteer id: minutes}`` that a unit may certify, in two queries.

        Hours of records merged into one of these count for it.

        :param date_from: first day, or nothing
        :param date_to: last day, or nothing
        """
        volunteers = self.sudo()
        domain = volunteers._get_certifiable_domain(company, date_from, date_to)
        totals = {}
        for volunteer, minutes in volunteers.env["volunteer.hour"]._read_group(
            domain, ["volunteer_id"], ["minutes:sum"]
        ):
            person = volunteer.merged_into_id or volunteer
            totals[person.id] = totals.get(person.id, 0) + minutes
        return totals
