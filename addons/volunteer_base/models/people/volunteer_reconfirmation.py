from dateutil.relativedelta import relativedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

MAILS_A_BATCH = 500


class VolunteerVolunteer(models.Model):
    """Once a year everybody says whether their data is still right."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    #: What people change themselves when they confirm their data.
    _own_data_fields = (
        "mobile",
        "email",
        "region",
        "address",
        "emergency_contact",
        "emergency_mobile",
    )

    date_confirmed = fields.Date(
        string="Data Confirmed on",
        readonly=True,
        copy=False,
        help="When this person last said that the data on file is right.",
    )
    date_reconfirm_asked = fields.Date(
        string="Asked to Confirm on", readonly=True, copy=False
    )
    reconfirm_due = fields.Boolean(
        string="Data to Be Confirmed",
        compute="_compute_reconfirm_due",
        search="_search_reconfirm_due",
        compute_sudo=True,
    )

    @api.model
    def _get_guarded_fields(self):
        return (
            *super()._get_guarded_fields(),
            "date_confirmed",
            "date_reconfirm_asked",
        )

    @api.depends("date_confirmed", "date_registered", "state", "company_id")
    def _compute_reconfirm_due(self):
        today = fields.Date.context_today(self)
        for volunteer in self:
            due = volunteer._get_reconfirm_date()
            volunteer.reconfirm_due = bool(due and due <= today)

    def _get_reconfirm_date(self):
        """Return from when on this person is asked again, or None."""
        self.ensure_one()
        months = self.company_id.volunteer_reconfirm_months
        since = self.date_confirmed or self.date_registered
        if not months or not since or self.state != "registered":
            return None
        return since + relativedelta(months=months)

    @api.model
    def _search_reconfirm_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        due = self._domain_reconfirm_due()
        return due if True in value else ~due

    @api.model
    def _domain_reconfirm_due(self, asked=None):
        """Return the domain of those whose data is to be confirmed again.

        :param asked: ``False`` leaves out who was asked since then
        """
        today = fields.Date.context_today(self)
        domains = []
        for company in (
            self.env["res.company"]
            .sudo()
            .search([("volunteer_reconfirm_months", ">", 0)])
        ):
            limit = today - relativedelta(months=company.volunteer_reconfirm_months)
            confirmed = Domain("date_confirmed", "<=", limit)
            registered = Domain("date_confirmed", "=", False) & Domain(
                "date_registered", "<=", limit
            )
            domain = Domain("company_id", "=", company.id) & (confirmed | registered)
            if asked is False:
                # Asked before the period ended means: asked the time before.
                domain &= Domain("date_reconfirm_asked", "=", False) | Domain(
                    "date_reconfirm_asked", "<=", limit
                )
            domains.append(domain)
        return Domain("state", "=", "registered") & Domain.OR(domains)

    @api.model
    def _cron_reconfirm(self):
        """Ask everybody whose time has come, once, by e-mail where there is one."""
        domain = self._domain_reconfirm_due(asked=False)
        progress = self.env["ir.cron"]
        remaining = self.search_count(domain)
        progress._commit_progress(remaining=remaining)
        while remaining:
            volunteers = self.search(domain, limit=MAILS_A_BATCH, order="id")
            if not volunteers:
                break
            volunteers.write({"date_reconfirm_asked": fields.Date.context_today(self)})
            volunteers._mail_own_page_sudo(
                "volunteer_base.volunteer_reconfirm_mail",
            )
            remaining = max(0, remaining - len(volunteers))
            if not progress._commit_progress(len(volunteers), remaining=remaining):
                break

    def _mail_own_page_sudo(self, template_xmlid):
        """Send each of these people who has an address one e-mail.

        :param str template_xmlid: an e-mail template of this model
        :return: the volunteers written to
        """
        template = self.env.ref(template_xmlid).sudo()
        addresses = {}
        for volunteer in self.sudo():
            if address := volunteer._get_email_sudo():
                addresses[volunteer.id] = address
        ids = list(addresses)
        subjects = template._render_field("subject", ids, compute_lang=True)
        bodies = template._render_field(
            "body_html", ids, compute_lang=True, options={"post_process": True}
        )
        # Not by the template's own way of sending: that leaves a message, maybe with a
        # link that opens something, for all who read the record. The author could read
        # it, too, so that is nobody.
        self.env["mail.mail"].with_user(SUPERUSER_ID).create(
            [
                {
                    "subject": subjects[volunteer.id],
                    "body_html": bodies[volunteer.id],
                    "email_to": addresses[volunteer.id],
                    "email_from": volunteer.company_id.email_formatted
                    or self.env.user.email_formatted,
                    "auto_delete": True,
                }
                for volunteer in self.sudo().browse(ids)
            ]
        )
        return self.browse(ids)

    def _get_email_sudo(self):
        """Return the address of this person, or an empty text."""
        volunteer = self.sudo()
        # Walked, not sliced: a slice would fetch each person's employee alone.
        employee = next(iter(volunteer.employee_ids), volunteer.employee_ids)
        return (
            volunteer.identity_ids.email
            or volunteer.user_id.email
            or volunteer.partner_id.email
            or employee.work_email
            or ""
        )

    def _check_own(self):
        """Check that this is the user's own record, and hold it.

        :raise AccessError: another person's record
        """
        self.ensure_one()
        if not self.env.su and self.sudo().user_id != self.env.user:
            raise AccessError(self.env._("Only the person may confirm this."))
        # Who taps twice waits here for the first tap; Odoo then repeats the second
        # one, which finds everything done.
        self.env.cr.execute(
            SQL("SELECT 1 FROM volunteer_volunteer WHERE id = %s FOR UPDATE", self.id),
            log_exceptions=False,
        )

    def action_reconfirm_own(self, values=None):
        """Confirm that one's own data is right, after changing what is not.

        :param dict values: what has changed, by names of ``_own_data_fields``
        :raise AccessError: another person's record
        :raise UserError: not registered, or a value that people do not change
            themselves
        """
        self._check_own()
        if self.sudo().state not in ("trial", "registered", "suspended"):
            raise UserError(self.env._("You are not registered at the moment."))
        self._confirm_data_sudo(values)
        return True

    def action_note_data_confirmed(self):
        """Note that these people told the office that their data is right.

        For those who have no login, or call.

        :raise AccessError: the user is not of the volunteer office
        :raise UserError: somebody is not registered
        """
        self._check_officer()
        former = self.filtered(
            lambda volunteer: (
                volunteer.state not in ("trial", "registered", "suspended")
            )
        )
        if former:
            raise UserError(
                self.env._(
                    "These people are not registered: %(names)s.",
                    names=former.mapped("name"),
                )
            )
        self._confirm_data_sudo()
        return True

    def _confirm_data_sudo(self, values=None):
        """Write changed data and the day of the confirmation."""
        self._write_own_data_sudo(values or {})
        self.sudo().write({"date_confirmed": fields.Date.context_today(self)})

    def _write_own_data_sudo(self, values):
        """Write what people change themselves.

        :raise UserError: a field that is not among these, or no text
        """
        foreign = set(values) - set(self._own_data_fields)
        if foreign or any(
            value and not isinstance(value, str) for value in values.values()
        ):
            raise UserError(
                self.env._("Please tell the volunteer office what is to be changed.")
            )
        vals = {name: (value or "").strip() for name, value in values.items()}
        if not vals:
            return
        Identity = self.env["volunteer.identity"].sudo()
        for volunteer in self.sudo():
            if volunteer.identity_ids:
                volunteer.identity_ids.write(vals)
            else:
                Identity.create({**vals, "volunteer_id": volunteer.id})
