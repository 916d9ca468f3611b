from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: Sheets sent on in one go by the nightly run.
BATCH = 1000
PAGE = "/my/volunteer/evaluation"


class VolunteerEvaluationRound(models.Model):
    """Sheets go out to the people, come in by a date, and the round is closed."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.evaluation.round"  # pylint: disable=consider-merging-classes-inherited

    remark_until = fields.Date(
        string="Own Remarks until",
        help="Sheets without a remark go on after this day. Empty: they wait.",
    )
    department_until = fields.Date(
        string="Opinions of Departments until",
        help="Sheets without an opinion go on after this day. Empty: they wait.",
    )
    sheet_count = fields.Integer(
        string="Number of Sheets", compute="_compute_sheet_counts"
    )
    unconfirmed_count = fields.Integer(
        string="Not Confirmed", compute="_compute_sheet_counts"
    )
    unsent_count = fields.Integer(
        string="Not Sent Out", compute="_compute_sheet_counts"
    )

    _dates_order = models.Constraint(
        "CHECK (department_until >= remark_until)",
        "Departments write after the people themselves.",
    )

    @api.depends("sheet_ids.state", "sheet_ids.is_current")
    def _compute_sheet_counts(self):
        counts = {}
        for found, state, count in self.env["volunteer.evaluation"]._read_group(
            [("round_id", "in", self.ids), ("is_current", "=", True)],
            ["round_id", "state"],
            ["__count"],
        ):
            counts.setdefault(found.id, {})[state] = count
        for evaluation_round in self:
            states = counts.get(evaluation_round.id, {})
            evaluation_round.unsent_count = states.get("draft", 0)
            evaluation_round.sheet_count = sum(states.values())
            evaluation_round.unconfirmed_count = (
                evaluation_round.sheet_count - states.get("confirmed", 0)
            )

    def _check_hr(self):
        """:raise AccessError: not of Human Resources, or another unit's"""
        if not self.env.su and not self.env.user.has_group("volunteer_hours.group_hr"):
            raise AccessError(self.env._("Only Human Resources does this."))
        self.check_access("write")

    def action_open(self):
        """Send the sheets to the people for their own remarks, and tell them.

        Whoever has no login, and no head of the department either, is looked at by the
        committee at once. Sheets that were made later go out with the next call.

        :raise AccessError: not of Human Resources
        :raise UserError: closed, or no sheets yet
        """
        self._check_hr()
        for evaluation_round in self:
            if evaluation_round.state == "closed":
                raise UserError(
                    self.env._("“%(name)s” is closed.", name=evaluation_round.name)
                )
            if not evaluation_round.sheet_count:
                raise UserError(
                    self.env._(
                        "“%(name)s” has no sheets yet: take the figures first.",
                        name=evaluation_round.name,
                    )
                )
        rounds = self.sudo()
        rounds.filtered(lambda one: one.state == "draft").write({"state": "open"})
        sheets = rounds.env["volunteer.evaluation"].search(
            [("round_id", "in", self.ids), ("state", "=", "draft")]
        )
        sheets._move_on_sudo("draft")
        sheets.filtered(lambda sheet: sheet.state == "self")._tell_people_sudo()
        rounds._ask_heads_sudo(sheets)
        return True

    def action_close(self):
        """Close evaluations of which every sheet is confirmed.

        :raise AccessError: not of Human Resources
        :raise UserError: not under way, or sheets are not confirmed yet
        """
        self._check_hr()
        for evaluation_round in self:
            if evaluation_round.state != "open":
                raise UserError(
                    self.env._(
                        "“%(name)s” is not under way.", name=evaluation_round.name
                    )
                )
            if evaluation_round.unconfirmed_count:
                raise UserError(
                    self.env._(
                        "“%(name)s”: %(count)s sheets are not confirmed yet.",
                        name=evaluation_round.name,
                        count=evaluation_round.unconfirmed_count,
                    )
                )
        rounds = self.sudo()
        rounds.write({"state": "closed"})
        rounds.activity_ids.filtered("automated").unlink()
        return True

    def action_open_sheets(self):
        """Open the sheets of these rounds."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_evaluation_action"
        )
        return {
            **action,
            "domain": [("round_id", "in", self.ids)],
            "context": {"search_default_current": 1},
        }

    def _ask_heads_sudo(self, sheets):
        """Give every head of a department with sheets one to-do a round."""
        for evaluation_round in self:
            heads = self.env["res.users"].browse()
            for sheet in sheets.filtered(
                lambda one, own=evaluation_round: one.round_id == own
            ):
                heads |= sheet._get_head_sudo()
            heads -= evaluation_round.activity_ids.user_id
            for user in heads:
                spoken = evaluation_round.with_context(
                    lang=user.lang or "en_US",
                    mail_activity_quick_update=True,
                    mail_notify_force_send=False,
                )
                spoken.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=evaluation_round.department_until
                    or evaluation_round.company_id._get_volunteer_today(),
                    summary=spoken.env._(
                        "Write your opinion on the evaluation sheets of your department"
                    ),
                    user_id=user.id,
                )

    @api.model
    def _cron_move_on(self):
        """Send on what is not written by its date, and what nobody can write."""
        Sheet = self.env["volunteer.evaluation"]
        cron = self.env["ir.cron"]
        due = self._find_overdue_sheets_sudo()
        cron._commit_progress(remaining=len(due))
        for start in range(0, len(due), BATCH):
            batch = Sheet.sudo().browse(due.ids[start : start + BATCH]).exists()
            batch._skip_sudo()
            if not cron._commit_progress(len(batch)):
                break

    @api.model
    def _find_overdue_sheets_sudo(self):
        """Return the sheets whose date is over, or whose head has gone."""
        rounds = self.sudo().search([("state", "=", "open")])
        Sheet = self.env["volunteer.evaluation"].sudo()
        due = Sheet.browse()
        for company, group in rounds.grouped("company_id").items():
            today = company._get_volunteer_today()
            for state, name in (
                ("self", "remark_until"),
                ("department", "department_until"),
            ):
                over = group.filtered(
                    lambda one, name=name, today=today: one[name] and one[name] < today
                )
                due |= Sheet.search(
                    [
                        ("round_id", "in", over.ids),
                        ("state", "=", state),
                        ("is_current", "=", True),
                        # What was sent back to be written anew waits for that.
                        ("return_reason", "in", (False, "")),
                    ]
                )
        waiting = Sheet.search(
            [
                ("round_id", "in", rounds.ids),
                ("state", "=", "department"),
                ("is_current", "=", True),
            ]
        )
        return due | waiting.filtered(lambda sheet: not sheet._get_head_sudo())


class VolunteerEvaluation(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.evaluation"  # pylint: disable=consider-merging-classes-inherited

    def _tell_people_sudo(self):
        """Tell whoever is to remark; one message a person and round."""
        for sheets in self.grouped("round_id").values():
            sheets._tell_people_of_round_sudo()

    def _tell_people_of_round_sudo(self):
        # What was made for a duplicate is told to whoever was kept.
        sheets = {
            (sheet.volunteer_id.merged_into_id or sheet.volunteer_id).id: sheet
            for sheet in self
            if sheet.volunteer_id
        }
        volunteers = self.env["volunteer.volunteer"].sudo().browse(sheets)

        def write(volunteer):
            sheet = sheets[volunteer.id]
            until = sheet.round_id.remark_until
            name = sheet.round_id.name
            if sheet.return_reason:
                body = volunteer.env._(
                    "Please write your remark anew: %(reason)s",
                    reason=sheet.return_reason,
                )
            elif until:
                body = volunteer.env._(
                    "Please look at your figures and write your remark until %(date)s.",
                    date=fields.Date.to_string(until),
                )
            else:
                body = volunteer.env._(
                    "Please look at your figures and write your remark."
                )
            return volunteer.env._("Your evaluation: %(name)s", name=name), body

        return volunteers._notify_sudo(
            "hours", write, url=lambda volunteer: f"{PAGE}/{sheets[volunteer.id].id}"
        )
