from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class VolunteerObjection(models.Model):
    """Answers: upheld or rejected, what follows for the line, and who is told."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.objection"  # pylint: disable=consider-merging-classes-inherited

    def action_uphold(self, answer):
        """Agree with objections: their hours do not count as they are.

        Hours that are not recorded go back to the volunteer with the answer, to be
        corrected and approved again; for recorded ones a reversal is submitted.

        :param str answer: read by the volunteer and by who objected
        :raise AccessError: neither of the volunteer office nor the executive in charge
        :raise UserError: no answer, answered before, about one's own hours, or the
            hours are being recorded at this moment
        """
        answer = self._clean_answer(answer)
        self._check_may_answer()
        objections = self.sudo()
        lines = objections.hour_id
        if any(line.state == "published" for line in lines) and any(
            line.state == "published" and line._is_being_recorded() for line in lines
        ):
            raise UserError(
                self.env._(
                    "These hours are being recorded at this moment. Please answer in "
                    "a few minutes."
                )
            )
        self._note_answer_sudo("upheld", answer)
        recorded = objections.filtered(lambda one: one.hour_id.state == "recorded")
        recorded._reverse_lines_sudo(answer)
        (lines - recorded.hour_id)._refuse_after_objection_sudo(answer)
        self._tell_sudo(answer, upheld=True)
        return True

    def action_reject(self, answer):
        """Disagree with objections: held hours join the next notice.

        :param str answer: read by who objected
        :raise AccessError: neither of the volunteer office nor the executive in charge
        :raise UserError: no answer, answered before, or about one's own hours
        """
        answer = self._clean_answer(answer)
        self._check_may_answer()
        self._note_answer_sudo("rejected", answer)
        self._tell_sudo(answer, upheld=False)
        return True

    def _clean_answer(self, answer):
        answer = answer.strip() if isinstance(answer, str) else ""
        if not answer:
            raise UserError(self.env._("Please write an answer."))
        return answer

    def _get_cannot_answer_reasons(self):
        """Return ``{objection id: why the current user cannot answer it}``."""
        user = self.env.user
        officer = user.has_group("volunteer_base.group_officer")
        reasons = {}
        for objection in self.sudo():
            executive = objection.company_id.volunteer_executive_id
            if not officer and user != executive:
                reasons[objection.id] = self.env._(
                    "Only the volunteer office answers objections."
                )
            elif objection.state != "open":
                reasons[objection.id] = self.env._(
                    "%(number)s has been answered.", number=objection.code
                )
            elif objection.user_id == user or objection.hour_id._is_own_of(user):
                reasons[objection.id] = self.env._(
                    "Nobody decides on their own hours or objections: somebody else of "
                    "the office answers %(number)s, or the executive in charge.",
                    number=objection.code,
                )
        return reasons

    def _check_may_answer(self):
        """:raise AccessError, UserError: why not"""
        self.check_access("read")
        user = self.env.user
        units = user.company_ids
        executives = self.sudo().company_id.volunteer_executive_id
        if (
            not user.has_group("volunteer_base.group_officer")
            and user not in executives
        ):
            raise AccessError(
                self.env._("Only the volunteer office answers objections.")
            )
        if self.sudo().company_id - units:
            raise AccessError(self.env._("This objection belongs to another unit."))
        reasons = self._get_cannot_answer_reasons()
        if reasons:
            raise UserError("\n".join(list(dict.fromkeys(reasons.values()))[:5]))

    def _note_answer_sudo(self, state, answer):
        objections = self.sudo()
        objections.write(
            {
                "state": state,
                "answer": answer,
                "answered_by": self.env.uid,
                "answered_on": fields.Datetime.now(),
            }
        )
        objections._end_office_todos_sudo("objection")

    def _reverse_lines_sudo(self, answer):
        """Link a reversal to each of these reports: a new one, or what exists."""
        lines = self.hour_id
        self.env.flush_all()
        existing = {
            reversal.reverses_id: reversal
            for reversal in lines.search(
                [
                    ("reverses_id", "in", lines.ids),
                    ("state", "not in", ("refused", "cancelled")),
                ]
            )
        }
        # A report on a reversal has no line to take back: a new claim mends it.
        new = lines.filtered(lambda line: line not in existing and not line.reverses_id)
        made = lines.browse(new._reverse_sudo(answer)) if new else lines.browse()
        existing.update({reversal.reverses_id: reversal for reversal in made})
        for reversal, objections in self.grouped(
            lambda one: existing.get(one.hour_id, lines.browse())
        ).items():
            if reversal:
                objections.write({"reversal_id": reversal.id})

    # ------------------------------------------------------------------
    # Who hears of it
    # ------------------------------------------------------------------

    def _ask_office_sudo(self):
        """Give the office a to-do for each; whose hours it is about gets none."""
        officers = self.company_id._get_volunteer_officers_sudo()
        group = self.env.ref("volunteer_base.group_officer").sudo().all_user_ids
        users = {}
        for objection in self:
            company = objection.company_id
            barred = objection.user_id | objection.hour_id._get_owners()
            if officers[company] not in barred:
                continue
            others = group.filtered(
                lambda user, company=company: (
                    user.active and company in user.company_ids
                )
            )
            executive = company.volunteer_executive_id
            users[objection] = (others - barred or executive or officers[company])[:1]
        self._todo_for_office_sudo(
            "objection",
            lambda env: env._("Answer an objection to service hours"),
            users=users,
        )

    def _tell_sudo(self, answer, upheld):
        """Tell who objected, and the volunteer whose hours change."""
        objections = self.sudo()
        reporters = (
            self.env["volunteer.volunteer"]
            .sudo()
            .search([("user_id", "in", objections.user_id.ids)])
        )
        reporters._notify_sudo(
            "hours",
            lambda person: (
                person.env._("An answer to what you told us about hours"),
                answer,
            ),
            url="/my/volunteer/objections",
        )
        if not upheld:
            return
        by_person = objections.hour_id.grouped("volunteer_id")
        people = objections.hour_id.volunteer_id - reporters
        people._notify_sudo(
            "hours",
            lambda person: (
                person.env._("Your service hours were looked at again"),
                person.env._(
                    "%(hours)s: somebody objected, and rightly so. %(answer)s",
                    hours=", ".join(
                        f"{line.date} {line.hours:g} h" for line in by_person[person]
                    ),
                    answer=answer,
                ),
            ),
            url="/my/volunteer/hours",
        )
