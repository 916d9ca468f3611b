from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

VOLUNTEERS_A_BATCH = 500


class VolunteerQualification(models.Model):
    """Warn in time: the volunteer by e-mail, the office by a to-do, each once."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.qualification"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items.sudo().volunteer_id._end_expiry_reminders_sudo()
        return items

    @api.model
    def _domain_to_warn(self):
        """Return the domain of what ends soon and has not been told.

        Each unit has its own number of days; those who do not serve are not told.
        """
        return (
            Domain("warned_on", "=", False)
            & Domain("volunteer_id.active", "=", True)
            & self._domain_ending(
                self.env["res.company"].sudo().search([("active", "=", True)])
            )
        )

    @api.model
    def _domain_ending(self, companies):
        """Return the domain of what ends soon, of those who serve in these units.

        How soon that is, the unit of each volunteer says.
        """
        today = fields.Date.context_today(self)
        return (
            Domain("date_to", ">=", today)
            & Domain("volunteer_id.state", "in", ("trial", "registered"))
            & Domain.OR(
                Domain("volunteer_id.company_id", "=", company.id)
                & Domain(
                    "date_to",
                    "<=",
                    today + timedelta(days=company.volunteer_expiry_notice_days),
                )
                for company in companies
            )
        )

    @api.model
    def _cron_warn(self):
        """Tell volunteers and office what ends soon, once for each qualification."""
        domain = self._domain_to_warn()
        progress = self.env["ir.cron"]
        remaining = self.search_count(domain)
        progress._commit_progress(remaining=remaining)
        while remaining:
            first = self.search(domain, limit=VOLUNTEERS_A_BATCH, order="id")
            if not first:
                break
            # All of one person at once, so that nobody gets two e-mails.
            items = self.search(
                domain & Domain("volunteer_id", "in", first.volunteer_id.ids)
            )
            items.sudo().write({"warned_on": fields.Date.context_today(self)})
            items._filtered_uncovered()._warn_sudo()
            remaining = max(0, remaining - len(items))
            if not progress._commit_progress(len(items), remaining=remaining):
                break

    def _filtered_uncovered(self):
        """Return those after which nothing of the same kind goes on.

        What begins after a gap leaves somebody without it meanwhile.
        """
        others = (
            self.sudo()
            .search([("volunteer_id", "in", self.volunteer_id.ids)])
            .grouped("volunteer_id")
        )
        return self.filtered(
            lambda item: (
                not any(
                    other._get_subject() == item._get_subject()
                    and other.date_from <= item.date_to + timedelta(days=1)
                    and (not other.date_to or other.date_to > item.date_to)
                    for other in others.get(item.volunteer_id, ())
                )
            )
        )

    def _warn_sudo(self):
        """Send one e-mail and one to-do a person about these qualifications."""
        volunteers = self.sudo().volunteer_id
        volunteers.with_context(
            volunteer_ending={
                volunteer.id: items.ids
                for volunteer, items in self.grouped("volunteer_id").items()
            }
        )._mail_own_page_sudo("volunteer_base.volunteer_expiry_mail")
        volunteers._todo_for_office_sudo(
            "expiry", lambda env: env._("Renew qualifications that end soon")
        )


class VolunteerVolunteer(models.Model):
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _end_expiry_reminders_sudo(self):
        """Take back the to-dos about those whose qualifications go on."""
        reminded = self.browse(self._get_office_todos_sudo("expiry").mapped("res_id"))
        if not reminded:
            return
        warned = (
            self.env["volunteer.qualification"]
            .sudo()
            .search(
                [
                    ("volunteer_id", "in", reminded.ids),
                    ("warned_on", "!=", False),
                    ("date_to", ">=", fields.Date.context_today(self)),
                ]
            )
        )
        reminded -= warned._filtered_uncovered().volunteer_id
        reminded._end_office_todos_sudo("expiry")

    def _get_ending_qualifications(self):
        """Return what the e-mail being written warns this person of."""
        self.ensure_one()
        ids = (self.env.context.get("volunteer_ending") or {}).get(self.id, [])
        return self.env["volunteer.qualification"].browse(ids)


class VolunteerHome(models.AbstractModel):
    _inherit = "volunteer.home"

    @api.model
    def _get_tile_definitions(self):
        return [
            *super()._get_tile_definitions(),
            {
                "key": "expiring",
                "title": self.env._("Qualifications that end soon"),
                "hint": self.env._("Renew them, or plan a session."),
                "model": "volunteer.qualification",
                "domain": self.env["volunteer.qualification"]._domain_ending(
                    self.env.companies
                ),
                "action": "volunteer_base.volunteer_qualification_action",
                "group": "volunteer_base.group_officer",
                "urgent": False,
            },
            {
                "key": "sessions_to_confirm",
                "title": self.env._("Training sessions to confirm"),
                "hint": self.env._("Tick who came; qualifications follow."),
                "model": "volunteer.training",
                "domain": Domain("state", "in", ("draft", "announced"))
                & Domain("stop", "<", fields.Datetime.now()),
                "action": "volunteer_base.volunteer_training_action",
                "group": "volunteer_base.group_officer",
            },
        ]
