from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class VolunteerTraining(models.Model):
    """One session of a course: who came, for how long, held by whom.

    Name, content, hours, organiser and date are what the Ministry of Civil Affairs'
    order No. 67, Article 8 asks to record of a training.
    """

    _name = "volunteer.training"
    _description = "Training Session"
    _inherit = ["volunteer.guard.mixin"]
    _order = "start desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["course_id.name", "place", "trainer"]

    _guarded_fields = ("state", "was_confirmed")

    course_id = fields.Many2one(
        "volunteer.course",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    step_id = fields.Many2one(
        "volunteer.course.step",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('course_id', '=', course_id)]",
        help="Which step of the course this session is; empty: the next one that a "
        "volunteer still needs.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    start = fields.Datetime(required=True)
    stop = fields.Datetime(required=True)
    date = fields.Date(compute="_compute_date", store=True, index=True)
    hours = fields.Float(
        string="Learning Hours",
        compute="_compute_hours",
        store=True,
        readonly=False,
        aggregator="sum",
    )
    organiser = fields.Char(
        compute="_compute_organiser",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    place = fields.Char(compute="_compute_from_course", store=True, readonly=False)
    trainer = fields.Char(compute="_compute_from_course", store=True, readonly=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("announced", "Announced"),
            ("confirmed", "Confirmed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    was_confirmed = fields.Boolean(
        string="On File Once",
        readonly=True,
        copy=False,
        help="Confirmed at least once: it can be corrected, no longer deleted.",
    )
    attendance_ids = fields.One2many(
        "volunteer.training.attendance", "training_id", string="Participants"
    )
    attendance_count = fields.Integer(
        string="Participants Enrolled", compute="_compute_attendance_count"
    )

    _stop_after_start = models.Constraint(
        "CHECK (stop > start)", "A session ends after it starts."
    )
    _hours_range = models.Constraint(
        "CHECK (hours >= 0)", "Learning hours cannot be negative."
    )

    @api.depends("start", "company_id")
    def _compute_date(self):
        for training in self:
            training.date = training.start and training.company_id._get_volunteer_date(
                training.start
            )

    @api.depends("start", "stop")
    def _compute_hours(self):
        for training in self:
            if training.start and training.stop:
                seconds = (training.stop - training.start).total_seconds()
                training.hours = round(seconds / 3600, 2)

    @api.depends("company_id")
    def _compute_organiser(self):
        for training in self:
            training.organiser = training.organiser or training.company_id.name

    @api.depends("course_id")
    def _compute_from_course(self):
        for training in self:
            training.place = training.place or training.course_id.place
            training.trainer = training.trainer or training.course_id.trainers

    @api.depends("attendance_ids")
    def _compute_attendance_count(self):
        counts = dict(
            self.env["volunteer.training.attendance"]._read_group(
                [("training_id", "in", self.ids)], ["training_id"], ["__count"]
            )
        )
        for training in self:
            training.attendance_count = counts.get(training, 0)

    @api.depends("course_id", "step_id", "date")
    def _compute_display_name(self):
        for training in self:
            parts = [training.course_id.name, training.step_id.name]
            parts.append(training.date and fields.Date.to_string(training.date))
            training.display_name = " · ".join(filter(None, parts))

    @api.constrains("course_id", "step_id")
    def _check_step(self):
        for training in self:
            if training.step_id and training.step_id.course_id != training.course_id:
                raise ValidationError(self.env._("The step belongs to another course."))

    def write(self, vals):
        self._check_open(vals)
        result = super().write(vals)
        if {"course_id", "step_id", "company_id", "start", "hours", "organiser"} & set(
            vals
        ):
            self._copy_to_attendances()
        return result

    def _check_open(self, vals):
        """:raise UserError: a confirmed session is evidence and stays as it is"""
        if self.env.su or set(vals) <= {"place", "trainer"}:
            return
        if any(training.state == "confirmed" for training in self):
            raise UserError(
                self.env._(
                    "A confirmed session cannot be changed. Reopen it to correct it."
                )
            )

    def _copy_to_attendances(self):
        for training in self.sudo():
            training.attendance_ids.write(training._prepare_attendance_vals())

    def _prepare_attendance_vals(self):
        """Return what an attendance keeps of its session."""
        self.ensure_one()
        return {
            "course_id": self.course_id.id,
            "step_id": self.step_id.id,
            "company_id": self.company_id.id,
            "date": self.date,
            "hours": self.hours,
            "organiser": self.organiser,
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        if any(
            training.was_confirmed or training.state == "confirmed" for training in self
        ):
            raise UserError(
                self.env._(
                    "A session that was confirmed is part of the training records. "
                    "Reopen and cancel it instead."
                )
            )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_announce(self):
        """Show the session to volunteers, who can enrol.

        :raise AccessError: not of the volunteer office
        :raise UserError: not a draft
        """
        self._move(("draft",), "announced")
        return True

    def action_confirm(self):
        """Confirm who came: put it on file and grant the qualifications.

        :raise AccessError: not of the volunteer office
        :raise UserError: the session has not begun, nobody came, or it is over and done
        """
        self._check_officer()
        now = fields.Datetime.now()
        for training in self:
            if training.state not in ("draft", "announced"):
                raise UserError(self.env._("This session is closed already."))
            if training.start > now:
                raise UserError(
                    self.env._(
                        "Attendance can be confirmed once the session has begun."
                    )
                )
            if not any(training.attendance_ids.mapped("attended")):
                raise UserError(
                    self.env._(
                        "Please tick who came to “%s” first.", training.display_name
                    )
                )
        trainings = self.sudo()
        passed = trainings.attendance_ids.filtered("passed")
        passed.write({"counted": True})
        trainings.write({"state": "confirmed", "was_confirmed": True})
        for training in trainings:
            course = training.course_id
            # What was taught that day, whatever the course teaches later.
            training.attendance_ids.write({"content": course._get_content_sudo()})
            course._grant_completed_sudo(
                (training.attendance_ids & passed).volunteer_id, "training"
            )
        return True

    def action_reopen(self):
        """Reopen a confirmed session to correct it.

        What it has granted is withdrawn, unless other records complete the course too.

        :raise AccessError: not of the volunteer office
        :raise UserError: not a confirmed session
        """
        self._move(("confirmed",), "announced")
        attendances = self.sudo().attendance_ids
        qualifications = attendances.qualification_id
        attendances.write({"counted": False, "qualification_id": False})
        qualifications._keep_or_withdraw_sudo()
        return True

    def action_cancel(self):
        """Cancel sessions that will not take place.

        :raise AccessError: not of the volunteer office
        :raise UserError: the session is confirmed or cancelled already
        """
        self._move(("draft", "announced"), "cancelled")
        return True

    def action_tick_all(self):
        """Tick everybody as present and passed.

        :raise AccessError: not of the volunteer office
        :raise UserError: the session is confirmed
        """
        self._check_officer()
        self._check_open({"attendance_ids": True})
        self.attendance_ids.write({"attended": True, "passed": True})
        return True

    def action_add_volunteers(self, volunteer_ids):
        """Put volunteers on the list; who is on it already stays on it once.

        :param list volunteer_ids: ids of ``volunteer.volunteer``
        :return: how many were added
        :rtype: int
        :raise AccessError: not of the volunteer office
        :raise UserError: the session is confirmed or cancelled
        """
        self.ensure_one()
        self._check_officer()
        if self.state not in ("draft", "announced"):
            raise UserError(self.env._("This session is closed already."))
        volunteers = self.env["volunteer.volunteer"].browse(volunteer_ids)
        volunteers.check_access("read")
        lines = self.attendance_ids.create(
            [
                {"training_id": self.id, "volunteer_id": volunteer.id}
                for volunteer in volunteers - self.attendance_ids.volunteer_id
            ]
        )
        return len(lines)

    # ------------------------------------------------------------------
    # Helpers
    # ------------------------------------------------------------------

    def _format_when(self):
        """Return ``{session: when it takes place}`` in the unit's time zone."""
        return {
            training: training.company_id._format_volunteer_period(
                training.start, training.stop
            )
            for training in self.sudo()
        }

    def _move(self, state_from, state_to):
        self._check_officer()
        self._check_state(*state_from)
        self.sudo().write({"state": state_to})
