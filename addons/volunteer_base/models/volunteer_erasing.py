from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

# What stays of a person whose data was erased; every other column is emptied.
KEPT_FIELDS = frozenset(
    (
        "active",
        "code",
        "company_id",
        "company_ids",
        "date_left",
        "date_registered",
        "erased_on",
        "kind",
        # The minutes of a meeting stand; they say “Volunteer 00012” then.
        "meeting_ids",
        "merged_into_id",
        "name",
        "source",
        "state",
    )
)


class VolunteerVolunteer(models.Model):
    """Erasure on request: the person goes, the recorded hours stay (PIPL 47)."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    erasure_requested = fields.Date(
        string="Asks for Erasure since",
        readonly=True,
        copy=False,
        groups="volunteer_base.group_officer",
    )
    erased_on = fields.Date(
        readonly=True, copy=False, groups="volunteer_base.group_officer"
    )

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "erasure_requested", "erased_on")

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    def action_request_erasure(self):
        """Ask the volunteer office to erase one's own record.

        :raise AccessError: somebody else's record
        """
        self._check_own()
        person = self.sudo()
        if not person.erasure_requested:
            person.erasure_requested = fields.Date.context_today(self)
        person._remind_office_sudo(
            "erasure",
            lambda env: env._("Erase a volunteer's data"),
            lambda env: env._(
                "This person asks for erasure. Check who is asking, issue what "
                "certificates are still wanted, then choose “Erase the Data”."
            ),
        )
        return True

    def action_withdraw_erasure_request(self):
        """Take back the wish to be erased.

        :raise AccessError: somebody else's record
        """
        self._check_own()
        person = self.sudo()
        person.erasure_requested = False
        person._end_reminders_sudo("erasure")
        return True

    def _check_own(self):
        """:raise AccessError: not the current user's own record"""
        self.ensure_one()
        if self.sudo().user_id != self.env.user:
            raise AccessError(self.env._("Only the person asks for this."))

    # ------------------------------------------------------------------
    # Erasing
    # ------------------------------------------------------------------

    def action_erase(self, reason):
        """Erase what is known about these people; it cannot be undone.

        The name becomes a neutral one with the volunteer number. Identity, photo,
        skills, external numbers, notes, attachments and the login go; memberships end;
        recorded hours stay, as the regulation demands, without their descriptions.
        Duplicates merged into these records are erased along with them.

        :param str reason: on what request, for the log
        :raise AccessError: not of the volunteer office, or one's own record
        :raise UserError: no reason, erased already, merged into another record, or in
            charge of a team
        """
        self._check_officer()
        reason = self._clean_reason(reason)
        for volunteer in self.sudo():
            if volunteer.user_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "Your own data is erased by somebody else of the office."
                    )
                )
            if volunteer.erased_on:
                raise UserError(
                    self.env._(
                        "The data of %(name)s was erased already.", name=volunteer.name
                    )
                )
            if volunteer.merged_into_id:
                raise UserError(
                    self.env._(
                        "This record was merged into %(kept)s; erase that one.",
                        kept=volunteer.merged_into_id.display_name,
                    )
                )
        people = self.sudo() | self.sudo().with_context(active_test=False).search(
            [("merged_into_id", "in", self.ids)]
        )
        people._check_not_in_charge_sudo()
        self.env["volunteer.erasure"].sudo().create(
            [
                {
                    "volunteer_id": volunteer.id,
                    "user_id": self.env.uid,
                    "date": fields.Datetime.now(),
                    "requested_on": volunteer.erasure_requested,
                    "reason": reason,
                }
                for volunteer in people
            ]
        )
        people.with_context(tracking_disable=True)._erase_sudo()
        return True

    def _check_not_in_charge_sudo(self):
        """:raise UserError: somebody still leads a team or branch: others first"""
        teams = self.env["volunteer.team"].search(
            ["|", ("leader_id", "in", self.ids), ("deputy_ids", "in", self.ids)]
        )
        branches = self.env["volunteer.branch"].search(
            ["|", ("secretary_id", "in", self.ids), ("deputy_ids", "in", self.ids)]
        )
        if teams or branches:
            raise UserError(
                self.env._(
                    "Somebody else must take over first: %(teams)s.",
                    teams=teams.mapped("name") + branches.mapped("name"),
                )
            )

    def _erase_sudo(self):
        """Erase what is known about these people; the caller has checked and logged.

        Other matters erase theirs here, before or after ``super()``.
        """
        today = fields.Date.context_today(self)
        self.signup_ids.filtered(
            lambda signup: (
                signup.state in ("waiting", "confirmed")
                and signup.start > fields.Datetime.now()
            )
        )._release_sudo()
        self.filtered(
            lambda person: person.state in ("registered", "trial", "suspended")
        )._change_state_sudo("left")
        self.filtered(lambda person: person.state == "applied")._change_state_sudo(
            "rejected"
        )
        self._end_memberships_sudo()
        self._erase_logins_sudo()
        self.employee_ids.volunteer_id = False
        self.external_number_ids.unlink()
        self._erase_papers_sudo()
        self.life_event_ids.write({"reason": False})
        self._erase_details_sudo()
        self.identity_ids.unlink()
        self._erase_notes_sudo()
        # Here a new column is erased unless somebody says that it stays.
        emptied = {
            name: [fields.Command.clear()] if field.type == "many2many" else False
            for name, field in self._fields.items()
            if field.store
            and field.type != "one2many"
            and not field.compute
            and not field.related
            and name not in KEPT_FIELDS
            and name not in models.MAGIC_COLUMNS
            and not field.required
        }
        self.write({**emptied, "erased_on": today, "active": False})
        for volunteer in self:
            volunteer.name = self._get_neutral_name(volunteer.code)
        self.env.flush_all()

    @api.model
    def _get_neutral_name(self, code):
        return self.env._("Volunteer %(code)s", code=code)

    def _erase_papers_sudo(self):
        """Keep that something was accepted and when; not who wrote what by hand."""
        acceptances = self.acceptance_ids
        scans = acceptances.attachment_id
        acceptances.write(
            {
                "accepted_by": False,
                "relation": False,
                "withdrawn_reason": False,
                "attachment_id": False,
            }
        )
        # A list that other people signed too stays theirs.
        others = self.env["volunteer.acceptance"].search(
            [("attachment_id", "in", scans.ids)]
        )
        for scan, rest in others.grouped("attachment_id").items():
            scan.res_id = rest[0].id
        (scans - others.attachment_id).unlink()

    def _erase_details_sudo(self):
        """Keep that something was; numbers, free text and scans of the person go."""
        self.community_report_ids.unlink()
        self.item_issue_ids.write({"note": False})
        self.signup_ids.filtered("excuse_reason").write({"excuse_reason": False})
        self.env["volunteer.affiliation"].search(
            ["|", ("subject_id", "in", self.ids), ("volunteer_id", "in", self.ids)]
        ).unlink()
        self.env["volunteer.qualification"].with_context(active_test=False).search(
            [("volunteer_id", "in", self.ids)]
        ).write({"number": False, "document": False, "document_name": False})

    def _erase_notes_sudo(self):
        """Delete notes with their tracked values, attachments, to-dos and followers."""
        domain = [("model", "=", self._name), ("res_id", "in", self.ids)]
        self.env["mail.message"].search(domain).unlink()
        of_record = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        self.env["mail.activity"].with_context(active_test=False).search(
            of_record
        ).unlink()
        self.env["mail.followers"].search(of_record).unlink()
        self.env["ir.attachment"].search(
            [*of_record, "|", ("res_field", "=", False), ("res_field", "!=", False)]
        ).unlink()

    def _erase_logins_sudo(self):
        """Cut the link to logins; close those that were made for volunteering alone."""
        users = self.user_id
        codes = {person.user_id: person.code for person in self if person.user_id}
        contacts = (self.partner_id | users.partner_id).with_context(active_test=False)
        addresses = {*self.identity_ids.mapped("email"), *contacts.mapped("email")}
        self.write({"user_id": False, "partner_id": False})
        outsiders = users.filtered("share")
        for user in outsiders:
            user.write({"active": False, "login": f"erased-{codes[user]}"})
        spared = contacts.filtered(
            lambda contact: (contact.user_ids - outsiders) or not contact.user_ids
        )
        closed = contacts - spared
        for contact in closed:
            (user,) = contact.user_ids[:1]
            contact.with_context(active_test=True).write(
                self._prepare_erased_contact_vals(codes[user])
            )
        self.env["mail.message"].search(
            [("model", "=", "res.partner"), ("res_id", "in", closed.ids)]
        ).unlink()
        self.env["mail.message"].search([("author_id", "in", closed.ids)]).write(
            {"email_from": False}
        )
        addresses.discard(False)
        # Addresses stand in mails with names around them.
        to_erase = Domain("recipient_ids", "in", closed.ids) | Domain.OR(
            Domain("email_to", "ilike", address) for address in addresses
        )
        self.env["mail.mail"].search(to_erase).unlink()

    def _prepare_erased_contact_vals(self, code):
        return {
            "name": self._get_neutral_name(code),
            "email": False,
            "phone": False,
            "street": False,
            "street2": False,
            "city": False,
            "zip": False,
            "comment": False,
            "image_1920": False,
            "active": False,
        }

    def _change_state_sudo(self, state, reason=False):
        erased = self.sudo().filtered("erased_on")
        if erased:
            raise UserError(
                self.env._(
                    "The data of %(names)s was erased. Whoever comes back registers "
                    "anew.",
                    names=erased.mapped("name"),
                )
            )
        return super()._change_state_sudo(state, reason)
