from datetime import timedelta

from markupsafe import escape

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools import resident_id
from ...tools.masking import mask_id_number

OPEN_DAYS = 30
REQUESTS_A_DAY = 50


class VolunteerAffiliation(models.Model):
    """A unit asks a person of the group to serve there too.

    Whoever asks types an ID number and learns nothing before the person has agreed:
    not whether somebody has the number, nor whether that somebody has said no.
    """

    _name = "volunteer.affiliation"
    _description = "Request to a Person of the Group"
    _inherit = ["volunteer.guard.mixin"]
    _order = "id desc"
    _rec_name = "id_number_masked"
    # When a row was last changed would tell that somebody has answered.
    _log_access = False

    _guarded_fields = (
        "state",
        "date",
        "user_id",
        "id_number_masked",
        "id_number_index",
        "subject_id",
        "answer",
        "answered_by_id",
        "date_answered",
        "volunteer_id",
    )

    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Asked by",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )
    date = fields.Datetime(
        string="Asked on", required=True, readonly=True, default=fields.Datetime.now
    )
    id_type = fields.Selection(
        selection=lambda self: (
            self.env["volunteer.identity"]
            ._fields["id_type"]
            ._description_selection(self.env)
        ),
        string="ID Type",
        required=True,
        default="111",
    )
    id_number = fields.Char(
        string="ID Number",
        compute="_compute_id_number",
        inverse="_inverse_id_number",
        help="Of the person you ask. It is not kept.",
    )
    id_number_masked = fields.Char(string="ID Number (masked)", readonly=True)
    id_number_index = fields.Char(index=True, groups=fields.NO_ACCESS)
    reason = fields.Char(
        string="Why", required=True, help="The person reads this sentence."
    )
    state = fields.Selection(
        [("asked", "Asked"), ("agreed", "Agreed"), ("closed", "No Consent")],
        required=True,
        default="asked",
        readonly=True,
        index=True,
    )
    # Who is meant, and what was answered, before it may be known.
    subject_id = fields.Many2one(
        "volunteer.volunteer",
        index="btree_not_null",
        ondelete="cascade",
        groups=fields.NO_ACCESS,
    )
    answer = fields.Selection(
        [("agreed", "Agreed"), ("refused", "Refused")], groups=fields.NO_ACCESS
    )
    answered_by_id = fields.Many2one(
        "res.users", ondelete="restrict", groups=fields.NO_ACCESS
    )
    volunteer_id = fields.Many2one(
        "volunteer.volunteer",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    date_answered = fields.Date(string="Agreed on", readonly=True)
    person = fields.Char(compute="_compute_person")
    can_answer = fields.Boolean(compute="_compute_person")

    def _compute_id_number(self):
        for request in self:
            request.id_number = request.id_number_masked

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("state")
    def _compute_person(self):
        """Name the person to whoever may read them anyway: their own office."""
        officer = self.env.user.has_group("volunteer_base.group_officer")
        subjects = self.sudo().subject_id.sudo(False)
        known = subjects._filtered_access("read") if officer else subjects.browse()
        for request in self:
            subject = request.sudo().subject_id.sudo(False)
            shown = subject in known and subject
            request.person = shown and shown.sudo().display_name
            request.can_answer = bool(
                shown
                and request.state == "asked"
                and not request.sudo().answer
                and request.sudo()._may_office_answer_sudo(self.env.user)
            )

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        for request in requests.sudo():
            if not request.id_number_index and not request.subject_id:
                raise ValidationError(self.env._("Please type the ID number."))
        return requests

    def _inverse_id_number(self):
        Identity = self.env["volunteer.identity"]
        keyring = Identity._load_keyring()
        texts = {request: request.id_number or "" for request in self}
        self.invalidate_recordset(["id_number"], flush=False)
        for request, text in texts.items():
            number = request._check_number(text)
            if not number:
                raise ValidationError(self.env._("Please type the ID number."))
            request._ask_sudo(
                keyring.index(request.id_type, number), mask_id_number(number)
            )

    def _check_number(self, text):
        """Return the normal form of a number.

        :raise ValidationError: a resident ID number that cannot be one (GB 11643)
        """
        number = resident_id.normalise(text)
        if self.id_type == "111" and number:
            try:
                resident_id.check_resident_id(number)
            except resident_id.ResidentIdError as error:
                raise ValidationError(
                    self.env._("This is not a valid resident ID number.")
                ) from error
        return number

    @api.model
    def _ask_staff_sudo(self, employees):
        """Ask members of staff who serve in another unit to serve where they work, too.

        :param employees: ``hr.employee`` whose volunteers are known
        """
        asked = {
            (request.subject_id, request.company_id)
            for request in self.sudo().search(
                [
                    ("subject_id", "in", employees.sudo().volunteer_id.ids),
                    ("state", "=", "asked"),
                ]
            )
        }
        missing = {}
        for employee in employees.sudo():
            key = (employee.volunteer_id, employee.company_id)
            if key not in asked and not employee._serves_here_sudo():
                missing[key] = employee
        self.sudo().create(
            [
                {
                    "company_id": company.id,
                    "user_id": self.env.uid,
                    "subject_id": subject.id,
                    "id_type": subject.identity_ids.id_type or "111",
                    "id_number_index": subject.identity_ids.id_number_index,
                    "id_number_masked": subject.id_number_masked or employee.name,
                    "reason": self.with_context(
                        lang=subject.user_id.lang or self.env.lang
                    ).env._("You work in this unit."),
                }
                for (subject, company), employee in missing.items()
            ]
        )
        subjects = employees.sudo().volunteer_id.browse(
            [subject.id for subject, _company in missing]
        )
        subjects._mail_own_page_sudo("volunteer_base.volunteer_affiliation_mail")
        subjects.filtered(lambda subject: not subject.user_id)._todo_for_office_sudo(
            "affiliation",
            lambda env: env._("Another unit asks for this person"),
            note=lambda env: env._(
                "This person works in another unit, too, and is to serve there. The "
                "person has no login: ask them and enter the answer under “Persons "
                "of the Group”."
            ),
        )

    def _ask_sudo(self, index, masked):
        """Note whom a request is for and ask them; the asker is told nothing."""
        request = self.sudo()
        Throttle = self.env["volunteer.throttle"].sudo()
        if not Throttle._check_throttle_sudo(
            "affiliation", str(self.env.uid), REQUESTS_A_DAY, 86400
        ):
            raise UserError(
                self.env._("You have asked many people today. Please go on tomorrow.")
            )
        if self.sudo().search_count(
            [
                ("company_id", "=", request.company_id.id),
                ("id_number_index", "=", index),
                ("state", "=", "asked"),
                ("id", "!=", request.id),
            ],
            limit=1,
        ):
            raise UserError(
                self.env._("Your unit has asked this person already; please wait.")
            )
        identity = self.env["volunteer.identity"].sudo()
        identity = identity.search([("id_number_index", "=", index)])
        subject = identity.volunteer_id._get_canonical_sudo()
        if request.company_id in subject.company_ids:
            raise UserError(
                self.env._(
                    "This person serves in your unit already: %(volunteer)s.",
                    volunteer=subject.display_name,
                )
            )
        request.write(
            {
                "id_number_index": index,
                "id_number_masked": masked,
                "subject_id": subject.id,
            }
        )
        if not subject:
            return
        subject._mail_own_page_sudo("volunteer_base.volunteer_affiliation_mail")
        if not subject.user_id:
            subject._todo_for_office_sudo(
                "affiliation",
                lambda env: env._("Another unit asks for this person"),
                note=lambda env: escape(
                    env._(
                        "%(unit)s would like this person to serve there too "
                        "(%(reason)s). The person has no login: ask them and enter the "
                        "answer under “Persons of the Group”.",
                        unit=request.company_id.name,
                        reason=request.reason,
                    )
                ),
            )

    def _may_office_answer_sudo(self, user):
        """Return whether an office may enter the answer: not for who can themselves.

        Nor does whoever asked answer, though they may be of both offices.
        """
        return not self.subject_id.user_id and self.user_id != user

    def action_agree(self):
        """Agree: from now on the person serves in the unit that asked, too.

        :raise AccessError: neither the person nor the office of a unit they serve in
        :raise UserError: answered already, or too late
        """
        self._check_may_answer()
        for request in self.sudo():
            subject = request.subject_id
            subject.company_ids = [Command.link(request.company_id.id)]
            request.write(
                {
                    "state": "agreed",
                    "answer": "agreed",
                    "answered_by_id": self.env.uid,
                    "volunteer_id": subject.id,
                    "date_answered": fields.Date.context_today(self),
                }
            )
            request._end_reminder_sudo()
            office = self.with_context(lang=self.env["res.lang"]._get_office_lang())
            asker = self.with_context(lang=request.user_id.lang)
            subject.message_post(
                body=office.env._(
                    "Agreed to serve in %(unit)s, too.", unit=request.company_id.name
                )
            )
            subject.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                summary=asker.env._("Agreed to serve in your unit"),
                user_id=request.user_id.id,
            )
        return True

    def action_refuse(self):
        """Say no; whoever asked is not told, the request ends by itself.

        :raise AccessError: neither the person nor the office of a unit they serve in
        :raise UserError: answered already, or too late
        """
        self._check_may_answer()
        self.sudo().write({"answer": "refused", "answered_by_id": self.env.uid})
        for request in self.sudo():
            request._end_reminder_sudo()
        return True

    def _end_reminder_sudo(self):
        """Take back the home office's to-do once no unit waits for an answer."""
        if not self._get_open_sudo(self.subject_id):
            self.subject_id._end_office_todos_sudo("affiliation")

    def _check_may_answer(self):
        """:raise AccessError: not for this user to answer"""
        officer = self.env.user.has_group("volunteer_base.group_officer")
        for request in self.sudo():
            subject = request.subject_id
            own = subject and subject.user_id == self.env.user
            theirs = (
                officer
                and request._may_office_answer_sudo(self.env.user)
                and subject.sudo(False).has_access("write")
            )
            if not subject or not (own or theirs):
                raise AccessError(self.env._("This is not for you to answer."))
            if request.state != "asked" or request.answer:
                raise UserError(self.env._("This was answered already."))

    @api.model
    def _get_open_sudo(self, volunteer):
        """Return the requests that ``volunteer`` has not answered."""
        return self.sudo().search(
            [
                ("subject_id", "=", volunteer.id),
                ("state", "=", "asked"),
                ("answer", "=", False),
            ]
        )

    @api.autovacuum
    def _gc_unanswered(self):
        """End requests after a month, answered with no, not answered, or to nobody."""
        limit = fields.Datetime.now() - timedelta(days=OPEN_DAYS)
        self.search([("state", "=", "asked"), ("date", "<", limit)]).write(
            {"state": "closed"}
        )
