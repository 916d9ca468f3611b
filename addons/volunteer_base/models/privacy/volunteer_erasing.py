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
        person._todo_for_office_sudo(
            "erasure",
            lambda env: env._("Erase a volunteer's data"),
            note=lambda env: env._(
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
        person._end_office_todos_sudo("erasure")
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
        :return: True, or a notification that names the contacts which still hold the
            person's name, e-mail or phone, for the office to look at
        :raise AccessError: not of the home unit's volunteer office, or one's own record
        :raise UserError: no reason, erased already, merged into another record, or in
            charge of a team
        """
        self._check_officer()
        self._check_home_unit()
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
        people._check_erasable_sudo()
        left = people._get_contacts_left_sudo()
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
        return self._prepare_contacts_left(left) if left else True

    def _check_home_unit(self):
        """:raise AccessError: another unit's person; there it is only lent to"""
        if self.env.su:
            return
        foreign = self.sudo().filtered(
            lambda person: person.company_id not in self.env.companies
        )
        if foreign:
            raise AccessError(
                self.env._(
                    "Only the home unit erases: %(units)s.",
                    units=foreign.company_id.mapped("name"),
                )
            )

    def _check_erasable_sudo(self):
        """Check that nothing of these people is still going on.

        Other addons add what they know.

        :raise UserError: what has to end first, and who ends it
        """
        self._check_not_in_charge_sudo()

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
        self._erase_items_sudo()
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
        self.member_ids.filtered("part").write({"part": False})
        self.signup_ids.filtered("excuse_reason").write({"excuse_reason": False})
        self.env["volunteer.affiliation"].search(
            ["|", ("subject_id", "in", self.ids), ("volunteer_id", "in", self.ids)]
        ).unlink()
        self.env["volunteer.qualification"].with_context(active_test=False).search(
            [("volunteer_id", "in", self.ids)]
        ).write({"number": False, "document": False, "document_name": False})
        self._erase_wizards_sudo()

    def _erase_items_sudo(self):
        """Keep what was handed out and what is still out; numbers and notes go."""
        self.with_context(active_test=False).item_issue_ids.write(
            {"number": False, "note": False}
        )

    def _erase_wizards_sudo(self):
        """Close dialogues about these people: they name guardians and file names."""
        for name, model in self.env.registry.items():
            if not model._transient or model._abstract:
                continue
            about = [
                field.name
                for field in model._fields.values()
                if field.store
                and field.type in ("many2one", "many2many")
                and field.comodel_name == self._name
            ]
            if about:
                self.env[name].search(
                    Domain.OR(Domain(field, "in", self.ids) for field in about)
                ).unlink()

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
