from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL, consteq, hmac

#: Names our lock among all advisory locks of the database.
LOCK = 1923_0412
#: Characters of the signature in a link: 96 bits.
SIGNATURE = 24


class VolunteerCallAnswer(models.Model):
    """One person's answer to a call.

    An answer is written on a row of one's own, so that five hundred answers in one
    minute never wait for each other. Seats are given out after that, to all who are
    willing in the order of their answers, by one worker at a time.
    """

    _name = "volunteer.call.answer"
    _description = "Answer to an Emergency Call"
    _inherit = ["volunteer.guard.mixin"]
    _order = "date_answered, id"
    _rec_name = "volunteer_id"

    _guarded_fields = ("state", "date_answered", "signup_id", "answered_by_id")

    call_id = fields.Many2one(
        "volunteer.call", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="restrict"
    )
    volunteer_id = fields.Many2one(
        "volunteer.volunteer", required=True, index=True, ondelete="restrict"
    )
    mobile_masked = fields.Char(related="volunteer_id.mobile_masked", string="Mobile")
    state = fields.Selection(
        [
            ("called", "No answer"),
            ("willing", "Wants to come"),
            ("coming", "Comes"),
            ("reserve", "On the reserve"),
            ("declined", "Cannot come"),
            ("barred", "Not called"),
        ],
        required=True,
        readonly=True,
        default="called",
    )
    date_answered = fields.Datetime(string="Answered on", readonly=True)
    answered_by_id = fields.Many2one(
        "res.users",
        string="Noted by",
        readonly=True,
        ondelete="restrict",
        help="Who wrote down an answer given by phone.",
    )
    obstacle = fields.Char(
        string="Why Not", readonly=True, help="Why this person was not called."
    )
    signup_id = fields.Many2one(
        "volunteer.signup", readonly=True, index="btree_not_null", ondelete="set null"
    )

    _one_each = models.UniqueIndex("(call_id, volunteer_id)")
    _willing = models.Index("(call_id, date_answered, id) WHERE state = 'willing'")

    # ------------------------------------------------------------------
    # Answering
    # ------------------------------------------------------------------

    def action_answer(self, coming):
        """Answer a call: for oneself, or as who is in charge and has telephoned.

        :param bool coming: whether the person can come
        :return: state of the answer: ``coming``, ``reserve``, ``declined``, or
            ``willing`` while the seats are being given out
        :rtype: str
        :raise AccessError: somebody else's answer
        :raise UserError: the call is closed, or the person may not come
        """
        self.ensure_one()
        if self.sudo().volunteer_id.user_id != self.env.user:
            self._check_in_charge()
            return self.sudo()._answer_sudo(coming, noted_by=self.env.user)
        return self.sudo()._answer_sudo(coming)

    def action_comes(self):
        """Note that somebody says he or she comes."""
        for answer in self:
            answer.action_answer(True)
        return True

    def action_declines(self):
        """Note that somebody cannot come."""
        for answer in self:
            answer.action_answer(False)
        return True

    def action_show_mobile(self):
        """Show the full mobile number; that is logged."""
        self.ensure_one()
        self.check_access("read")
        return self.volunteer_id.action_show_mobile()

    def _check_in_charge(self):
        """:raise AccessError: may not change this call"""
        self.check_access("read")
        if not self.call_id.has_access("write"):
            raise AccessError(
                self.env._("Only those in charge of the call may do this.")
            )

    def _answer_sudo(self, coming, noted_by=None):
        """Write an answer down and try to give out a seat; the caller has checked."""
        self.ensure_one()
        if self.call_id.state not in ("calling", "filled") or self.call_id._is_over():
            raise UserError(self.env._("This call is over. Thank you for answering."))
        if self.state == "barred":
            raise UserError(self.obstacle)
        if coming and self.state in ("willing", "coming", "reserve"):
            return self.state
        if not coming and self.state == "coming":
            self._give_seat_back_sudo(noted_by)
        self.write(
            {
                "state": "willing" if coming else "declined",
                "date_answered": fields.Datetime.now(),
                "answered_by_id": noted_by.id if noted_by else False,
            }
        )
        self._settle_message_sudo(noted_by)
        if coming:
            self.call_id._seat_sudo()
        return self.state

    def _give_seat_back_sudo(self, noted_by):
        """Give up the seat, by the same rules as any other sign-up."""
        signup = self.signup_id
        if signup.state not in ("waiting", "confirmed"):
            raise UserError(
                self.env._(
                    "This sign-up can no longer be cancelled: its result is recorded."
                )
            )
        if not noted_by and signup.start <= fields.Datetime.now():
            raise UserError(
                self.env._("The activity has begun. Please tell its leader.")
            )
        # Gives the seat back, see volunteer.signup.
        signup._release_sudo()

    def _settle_message_sudo(self, noted_by):
        """Whoever has answered needs no telephone call any more."""
        messages = (
            self.env["volunteer.message"]
            .sudo()
            .search(
                [
                    ("volunteer_id", "=", self.volunteer_id.id),
                    ("key", "=", f"call-{self.call_id.id}"),
                    ("date_read", "=", False),
                    ("date_phoned", "=", False),
                ]
            )
        )
        if messages and noted_by:
            messages.write(
                {"date_phoned": self.date_answered, "phoned_by_id": noted_by.id}
            )
        elif messages:
            messages.write({"date_read": self.date_answered})

    def _bar_sudo(self, reasons):
        """Note why people who wanted to come may not, since the call went out."""
        for answer in self:
            answer.write({"state": "barred", "obstacle": reasons[answer.volunteer_id]})

    # ------------------------------------------------------------------
    # Links for those without a login
    # ------------------------------------------------------------------

    def _get_link_sudo(self):
        """Return the path of the page on which this person answers without a login."""
        self.ensure_one()
        return f"/volunteer/call/{self.id}-{self._sign_sudo()}"

    def _sign_sudo(self):
        message = (self.id, self.call_id.id, self.volunteer_id.id)
        return hmac(self.sudo().env, "volunteer-call-answer", message)[:SIGNATURE]

    @api.model
    def _find_by_link_sudo(self, token):
        """Return the answer that a link stands for, as superuser; empty if forged.

        :param str token: what stands behind the last slash
        """
        number, _dash, signature = str(token).partition("-")
        if not number.isascii() or not number.isdecimal() or len(number) > 9:
            return self.sudo().browse()
        answer = self.sudo().browse(int(number)).exists()
        if answer and consteq(answer._sign_sudo(), signature):
            return answer
        return answer.browse()


class VolunteerCall(models.Model):
    """The seats of a call."""

    _inherit = "volunteer.call"  # pylint: disable=consider-merging-classes-inherited

    def _is_over(self):
        """Return whether nobody is needed any more, whatever the call's state."""
        self.ensure_one()
        activity = self.sudo().activity_id
        return activity.state != "published" or activity.stop <= fields.Datetime.now()

    def _seat_sudo(self):
        """Give seats to those who are willing, in the order of their answers.

        One worker at a time: whoever finds another one at it, or loses a race, leaves
        it to the next answer, to the page that looks again, or to the cron. Nobody's
        answer is ever lost over it. No cron is triggered by an answer: that takes a
        connection more, which a crowd that answers at once does not leave over.

        :return: whether it was done
        :rtype: bool
        """
        self.ensure_one()
        self.env.flush_all()
        try:
            with self.env.cr.savepoint(flush=False):
                ((mine,),) = self.env.execute_query(
                    SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCK, self.id)
                )
                if mine:
                    self._seat_locked_sudo()
                    self.env.flush_all()
        except (UserError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
            # Somebody else took a seat meanwhile.
            self.env.invalidate_all(flush=False)
            return False
        return mine

    def _seat_locked_sudo(self):
        Answer = self.env["volunteer.call.answer"].sudo()
        willing = Answer.search(
            [("call_id", "=", self.id), ("state", "in", ("willing", "reserve"))],
            order="date_answered, id",
        )
        slot = self.slot_id._with_open_window()
        slot._offer_free_seats_sudo()
        free = slot.seats - slot.taken
        if free > 0 and willing:
            barred = slot._get_signup_obstacles(willing.volunteer_id)
            able = willing.filtered(lambda answer: answer.volunteer_id not in barred)
            (willing - able)._bar_sudo(barred)
            seated = able[:free]
            signups = slot._sign_up_sudo(seated.volunteer_id) if seated else ()
            by_person = {signup.volunteer_id: signup for signup in signups}
            reserve = seated.filtered(lambda answer: answer.state == "reserve")
            for answer in seated:
                answer.signup_id = by_person[answer.volunteer_id]
            seated.write({"state": "coming"})
            self._tell_moved_up_sudo(reserve)
            free -= len(seated)
            willing = able[len(seated) :]
        late = willing.filtered(lambda answer: answer.state == "willing")
        late.write({"state": "reserve"})
        state = "filled" if free <= 0 else "calling"
        if self.state in ("calling", "filled") and self.state != state:
            self.write({"state": state})

    def _tell_moved_up_sudo(self, answers):
        answers.volunteer_id._notify_sudo(
            "call",
            lambda volunteer: (
                volunteer.env._("You are needed now: %(name)s", name=self.name),
                volunteer.env._(
                    "A seat has become free, and it is yours. Please come, or say that "
                    "you cannot."
                ),
            ),
            activity=self.activity_id,
            url=lambda volunteer: answers.filtered(
                lambda answer: answer.volunteer_id.id == volunteer.id
            )._get_link_sudo(),
            urgent=True,
        )

    @api.model
    def _cron_seat(self):
        """Give out the seats that a race left over; end the calls that are over."""
        over = self.sudo().search(
            Domain("state", "in", ("calling", "filled"))
            & (
                Domain("activity_id.stop", "<=", fields.Datetime.now())
                | Domain("activity_id.state", "!=", "published")
            )
        )
        over.write({"state": "closed"})
        calls = self.sudo().search(
            [
                ("state", "in", ("calling", "filled")),
                ("answer_ids", "any", [("state", "in", ("willing", "reserve"))]),
            ]
        )
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(calls))
        for call in calls:
            call._seat_sudo()
            if not progress._commit_progress(1):
                break
