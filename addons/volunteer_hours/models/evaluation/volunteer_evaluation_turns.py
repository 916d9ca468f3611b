from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

OFFICER = "volunteer_base.group_officer"
HR = "volunteer_hours.group_hr"


class VolunteerEvaluation(models.Model):
    """Whose turn a sheet is: the person, the department, the committee, then HR.

    本人自评 → 科室意见 → 团委/志愿服务工作委员会审核意见 → 人力资源部意见 (CZ).
    Nobody acts on their own sheet, except to remark: without somebody else at the head
    of the department, the sheet goes to the committee.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.evaluation"  # pylint: disable=consider-merging-classes-inherited

    is_own = fields.Boolean(
        string="My Own", compute="_compute_turn", search="_search_is_own"
    )
    my_turn = fields.Boolean(
        string="Waits for Me", compute="_compute_turn", search="_search_my_turn"
    )
    waits_for = fields.Selection(
        [
            ("release", "Human Resources, to send out"),
            ("self", "The person"),
            ("department", "Head of the department"),
            ("committee", "Committee"),
            ("hr", "Human Resources, to confirm"),
            ("nobody", "Nobody"),
        ],
        compute="_compute_waits_for",
        search="_search_waits_for",
    )
    return_reason = fields.Text(string="Sent Back Because", readonly=True, copy=False)
    returned_by_id = fields.Many2one(
        "res.users",
        string="Sent Back by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    # ------------------------------------------------------------------
    # Whose turn
    # ------------------------------------------------------------------

    @api.depends("state", "committee_on")
    def _compute_waits_for(self):
        for sheet in self:
            sheet.waits_for = {
                "draft": "release",
                "self": "self",
                "department": "department",
                "committee": "hr" if sheet.committee_on else "committee",
            }.get(sheet.state, "nobody")

    @api.model
    def _get_turn_domain(self, turn):
        return {
            "release": Domain("state", "=", "draft"),
            "self": Domain("state", "=", "self"),
            "department": Domain("state", "=", "department"),
            "committee": Domain("state", "=", "committee")
            & Domain("committee_on", "=", False),
            "hr": Domain("state", "=", "committee")
            & Domain("committee_on", "!=", False),
            "nobody": Domain("state", "=", "confirmed"),
        }.get(turn, Domain.FALSE)

    @api.model
    def _search_waits_for(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._get_turn_domain(turn) for turn in value)

    @api.depends("state", "committee_on", "volunteer_id", "employee_id")
    @api.depends_context("uid")
    def _compute_turn(self):
        user = self.env.user
        officer, hr = user.has_group(OFFICER), user.has_group(HR)
        headed = self.env.user._get_headed_departments_sudo()
        for sheet in self:
            own = sheet._is_own_of(user)
            turn = sheet.waits_for
            sheet.is_own = own
            sheet.my_turn = (own and turn == "self") or (
                not own
                and (
                    (turn == "department" and sheet.sudo().department_id in headed)
                    or (turn == "committee" and officer)
                    or (turn in ("hr", "release") and hr)
                )
            )

    @api.model
    def _search_my_turn(self, operator, value):
        if operator != "in":
            return NotImplemented
        user = self.env.user
        own = self._get_own_domain_sudo(user)
        others = Domain("state", "=", "department") & Domain(
            "department_id", "in", user._get_headed_departments_sudo().ids
        )
        if user.has_group(OFFICER):
            others |= self._get_turn_domain("committee")
        if user.has_group(HR):
            others |= self._get_turn_domain("hr") | self._get_turn_domain("release")
        mine = (own & Domain("state", "=", "self")) | (~own & others)
        domain = Domain("is_current", "=", True) & mine
        if {True, False} <= set(value):
            return Domain.TRUE
        return domain if True in value else ~domain

    @api.model
    def _search_is_own(self, operator, value):
        if operator != "in":
            return NotImplemented
        own = self._get_own_domain_sudo(self.env.user)
        return own if True in value else ~own

    @api.model
    def _get_own_domain_sudo(self, user):
        """Return what finds the sheets about a user, within the query that asks.

        By subqueries as superuser: a path to an employee's user is closed to plain
        users.
        """

        def find(model, domain):
            records = self.env[model].sudo().with_context(active_test=False)
            return records._search(domain)

        own = [("user_id", "=", user.id)]
        people = find(
            "volunteer.volunteer", ["|", *own, ("merged_into_id.user_id", "=", user.id)]
        )
        employees = find("hr.employee", own)
        return Domain("volunteer_id", "in", people) | Domain(
            "employee_id", "in", employees
        )

    @api.model
    def _get_own_shown_domain(self):
        """Return the own sheets that were sent out, in their newest versions.

        Those who look after other people's sheets in the backend see here, too, their
        own only.
        """
        return (
            self._get_own_domain_sudo(self.env.user)
            & Domain("is_current", "=", True)
            & Domain("state", "!=", "draft")
        )

    def _is_own_of(self, user):
        """Return whether this sheet is about a user."""
        self.ensure_one()
        sheet = self.sudo()
        volunteer = sheet.volunteer_id
        users = (
            volunteer.user_id
            | volunteer.merged_into_id.user_id
            | sheet.employee_id.user_id
        )
        return user in users

    def _get_person_user_sudo(self):
        """Return with which user the person may remark; empty: cannot."""
        self.ensure_one()
        volunteer = self.volunteer_id.merged_into_id or self.volunteer_id
        users = (volunteer.user_id | self.employee_id.user_id).filtered("active")
        return users[:1]

    def _get_head_sudo(self):
        """Return who gives the department's opinion; empty: the committee goes on."""
        self.ensure_one()
        head = self.department_id.manager_id.user_id
        if not head.active or self._is_own_of(head):
            return head.browse()
        return head

    # ------------------------------------------------------------------
    # Who and when
    # ------------------------------------------------------------------

    def _check_hr(self):
        """:raise AccessError: not of Human Resources"""
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group(HR):
            raise AccessError(self.env._("Only Human Resources does this."))

    def _check_not_own(self):
        """:raise AccessError: a sheet among these is the user's own"""
        if self.env.su:
            return
        own = self.filtered(lambda sheet: sheet._is_own_of(self.env.user))
        if own:
            raise AccessError(
                self.env._(
                    "“%(name)s” is your own sheet; somebody else decides about it.",
                    name=own[0].sudo().volunteer_name,
                )
            )

    def _check_turn(self, *turns):
        """:raise UserError: a sheet waits for somebody else, or was replaced"""
        for sheet in self.sudo():
            if not sheet.is_current:
                raise UserError(
                    self.env._(
                        "“%(name)s”: a newer version has taken this sheet's place.",
                        name=sheet.volunteer_name,
                    )
                )
            if sheet.waits_for not in turns:
                labels = dict(
                    self._fields["waits_for"]._description_selection(self.env)
                )
                raise UserError(
                    self.env._(
                        "“%(name)s” waits for somebody else by now: %(turn)s.",
                        name=sheet.volunteer_name,
                        turn=labels[sheet.waits_for],
                    )
                )

    def _clean_text(self, text):
        """:raise UserError: no text"""
        text = text.strip() if isinstance(text, str) else ""
        if not text:
            raise UserError(self.env._("Please write a sentence first."))
        return text

    # ------------------------------------------------------------------
    # Moving on
    # ------------------------------------------------------------------

    def _move_on_sudo(self, after):
        """Send sheets to whoever is next; those without a next person go further.

        :param str after: the state they come from
        """
        buckets = {}
        for sheet in self:
            state = "committee"
            if after == "draft" and sheet._get_person_user_sudo():
                state = "self"
            elif after in ("draft", "self") and sheet._get_head_sudo():
                state = "department"
            buckets.setdefault(state, []).append(sheet.id)
        for state, ids in buckets.items():
            self.browse(ids).write({"state": state, "return_reason": False})

    def _skip_sudo(self):
        """Go on without the opinion that is missing; the caller has checked why."""
        for state, sheets in self.grouped("state").items():
            if state in ("self", "department"):
                sheets._move_on_sudo(state)

    def _settle_results_sudo(self, points, grade):
        """Take over score and grade as the result, or what HR says instead.

        One statement: results differ from sheet to sheet.
        """
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                """
                UPDATE volunteer_evaluation
                   SET final_score = CASE
                           WHEN %(points)s::numeric IS NOT NULL THEN %(points)s
                           WHEN is_result_given THEN final_score
                           ELSE COALESCE(score, 0) END,
                       final_grade = COALESCE(
                           %(grade)s, NULLIF(final_grade, ''), grade),
                       is_result_given = COALESCE(is_result_given, FALSE)
                           OR %(points)s::numeric IS NOT NULL
                 WHERE id IN %(ids)s
             RETURNING id
                """,
                points=points,
                grade=grade,
                ids=tuple(self.ids) or (0,),
            )
        )
        self.invalidate_recordset(["final_score", "final_grade", "is_result_given"])
