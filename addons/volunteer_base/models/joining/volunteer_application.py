from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.token import is_token, new_token

#: Days in which an applicant can answer a question of the office.
ANSWER_DAYS = 30
#: Where applicants come from: they are told what was decided.
OWN_APPLICATION = ("join", "group")


class VolunteerVolunteer(models.Model):
    """Applications: where they come from, what the office asks, what it decides."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    recruitment_id = fields.Many2one(
        "volunteer.recruitment",
        string="Recruitment Notice",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The notice through which this person applied.",
    )
    date_applied = fields.Datetime(string="Applied on", readonly=True, copy=False)
    application_note = fields.Text(
        string="Message of the Applicant",
        readonly=True,
        copy=False,
        groups="volunteer_base.group_officer",
    )
    review = fields.Selection(
        [
            ("new", "To review"),
            ("asked", "Waiting for the applicant"),
            ("answered", "Answered"),
        ],
        compute="_compute_review",
        store=True,
        help="Where an application stands.",
    )
    question = fields.Text(
        string="Question to the Applicant",
        readonly=True,
        copy=False,
        groups="volunteer_base.group_officer",
    )
    question_date = fields.Datetime(string="Asked on", readonly=True, copy=False)
    answer = fields.Text(
        string="Answer of the Applicant",
        readonly=True,
        copy=False,
        groups="volunteer_base.group_officer",
    )
    answer_date = fields.Datetime(string="Answered on", readonly=True, copy=False)
    # Kept with the identity, whose rule is the strict one.
    application_file_ids = fields.Many2many(
        "ir.attachment",
        string="Papers of the Applicant",
        compute="_compute_application_file_ids",
        groups="volunteer_base.group_officer",
    )
    # Whoever has it can change the application: shown as a link to the office only.
    application_token = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    application_url = fields.Char(
        string="Page for the Answer",
        compute="_compute_application_url",
        compute_sudo=True,
        groups="volunteer_base.group_officer",
    )

    _application_token_unique = models.UniqueIndex(
        "(application_token) WHERE application_token IS NOT NULL",
        "This link exists already.",
    )

    @api.model
    def _get_guarded_fields(self):
        return (
            *super()._get_guarded_fields(),
            "recruitment_id",
            "date_applied",
            "application_note",
            "question",
            "question_date",
            "answer",
            "answer_date",
            "application_token",
        )

    @api.model
    def _complete_create_vals(self, vals_list):
        for vals in vals_list:
            if vals.get("source") in OWN_APPLICATION:
                vals.setdefault("date_applied", fields.Datetime.now())
        return super()._complete_create_vals(vals_list)

    @api.depends("state", "confirmation", "question_date", "answer_date")
    def _compute_review(self):
        for volunteer in self:
            if volunteer.state != "applied":
                volunteer.review = False
            elif volunteer.confirmation in ("pending", "refused"):
                # It is the employee's turn, not the office's.
                volunteer.review = False
            elif not volunteer.question_date:
                volunteer.review = "new"
            else:
                volunteer.review = "answered" if volunteer.answer_date else "asked"

    @api.depends("identity_ids")
    def _compute_application_file_ids(self):
        identities = self.identity_ids
        found = self.env["ir.attachment"].search(
            [
                ("res_model", "=", identities._name),
                ("res_id", "in", identities.ids),
                ("res_field", "=", False),
            ]
        )
        files = found.grouped("res_id")
        for volunteer in self:
            identity = volunteer.identity_ids[:1]
            volunteer.application_file_ids = files.get(identity.id, found[:0])

    @api.depends("application_token")
    def _compute_application_url(self):
        base = self[:1].get_base_url()
        for volunteer in self:
            token = volunteer.application_token
            volunteer.application_url = (
                token and f"{base}/volunteer/join/application/{token}"
            )

    # ------------------------------------------------------------------
    # Actions of the office
    # ------------------------------------------------------------------

    def action_ask_back(self, question):
        """Ask applicants something; each gets a page on which to answer.

        The link goes by e-mail where there is an address; otherwise the office prints
        it (see ``action_print_question``).

        :param str question: what is asked, as the applicants read it
        :raise AccessError: the user is not of the volunteer office
        :raise UserError: no question, or not an applicant
        """
        self._check_officer()
        question = self._clean_reason(
            question, self.env._("Please write the question.")
        )
        self._check_applied()
        now = fields.Datetime.now()
        for volunteer in self.sudo():
            volunteer.write(
                {
                    "question": question,
                    "question_date": now,
                    "answer": False,
                    "answer_date": False,
                    "application_token": new_token(),
                }
            )
        self.sudo()._send_application_mail_sudo("question")
        return True

    def action_print_question(self):
        """Print the question with a QR code of the page on which to answer it.

        :raise AccessError: the user is not of the volunteer office
        :raise UserError: nothing was asked
        """
        self._check_officer()
        self._check_asked()
        return self.env.ref("volunteer_base.question_slip_report").report_action(
            self, config=False
        )

    def _check_asked(self):
        """:raise UserError: names those who have nothing to answer"""
        wrong = self.filtered(
            lambda volunteer: (
                volunteer.review != "asked" or not volunteer.sudo().application_token
            )
        )
        if wrong:
            raise UserError(
                self.env._(
                    "There is no open question to these people: %(volunteers)s. Use "
                    "“Ask Back” first.",
                    volunteers=wrong.mapped("name"),
                )
            )

    # ------------------------------------------------------------------
    # The page of the applicant
    # ------------------------------------------------------------------

    @api.model
    def _find_application_sudo(self, token):
        """Return the application that a link opens, as superuser, or none.

        A link is good for 30 days, for one answer, and while nothing is decided.
        """
        if not is_token(token):
            return self.sudo().browse()
        limit = fields.Datetime.now() - timedelta(days=ANSWER_DAYS)
        return self.sudo().search(
            Domain("application_token", "=", token)
            & Domain("review", "=", "asked")
            & Domain("question_date", ">", limit)
        )

    def _answer_sudo(self, answer):
        """Note an applicant's answer; the link is used up, the office has a to-do."""
        self.ensure_one()
        self.sudo().write(
            {
                "answer": answer,
                "answer_date": fields.Datetime.now(),
                "application_token": False,
            }
        )
        self._todo_for_office_sudo(
            "application",
            lambda env: env._("An applicant has answered"),
            note=lambda env: env._("Read the answer, then accept, ask back or reject."),
        )

    # ------------------------------------------------------------------
    # What follows from a decision
    # ------------------------------------------------------------------

    def _after_state_change_sudo(self, state):
        result = super()._after_state_change_sudo(state)
        decided = self.sudo().filtered(lambda person: person.source in OWN_APPLICATION)
        decided.filtered("application_token").write({"application_token": False})
        if state in ("applied", "rejected"):
            decided.recruitment_id._recount_sudo()
        if state == "rejected":
            # Whoever is erased gets no letter, and no reason stands in one.
            decided.filtered("state_reason")._send_application_mail_sudo("rejected")
        elif state in ("trial", "registered"):
            # Once only: a trial that is completed, or a return, is no new acceptance.
            new = decided.filtered(lambda person: not person.account_date)
            new._open_accounts_sudo()
            new._send_application_mail_sudo("accepted")
        return result
