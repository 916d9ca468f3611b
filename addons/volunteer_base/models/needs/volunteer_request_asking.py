from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools.weekdays import WEEKDAYS

#: As the constraint on the number says.
MAX_HEADS = 500


class VolunteerRequest(models.Model):
    """What a department does with its requests: ask, withdraw, rate."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.request"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        if not self.env.su:
            requests._check_asked_only()
        requests._todo_for_office_sudo(
            "request",
            lambda env: env._("Assess a department's request"),
            users={request: request.social_worker_id for request in requests.sudo()},
        )
        return requests

    def write(self, vals):
        if not self.env.su:
            self._check_writable(vals)
        result = super().write(vals)
        if vals.get("social_worker_id"):
            open_requests = self.filtered(lambda request: request.state == "open")
            open_requests._end_office_todos_sudo("request")
            open_requests._todo_for_office_sudo(
                "request",
                lambda env: env._("Assess a department's request"),
                users={request: request.social_worker_id for request in self.sudo()},
            )
        return result

    def _check_writable(self, vals):
        """Check that a department changes its own open requests only.

        :raise AccessError: the department would do the office's part, or move the
            request to a department that is not its own
        :raise UserError: the office has answered already
        """
        if self.env.user.has_group("volunteer_base.group_officer"):
            return
        changed = set(vals)
        if changed <= self._office_fields and self._is_assessor():
            return
        self._check_office_fields(changed)
        if changed & {"company_id", "department_id"}:
            departments = self._get_own_departments_sudo()
            if vals.get("department_id") not in departments.ids or (
                "company_id" in changed
            ):
                raise AccessError(
                    self.env._("You can ask for your own department only.")
                )
        answered = self.filtered(lambda request: request.state != "open")
        if answered and changed & set(self._get_asked_fields()):
            raise UserError(
                self.env._(
                    "The volunteer office has taken this up already; write to it "
                    "below: %(requests)s.",
                    requests=answered.mapped("name"),
                )
            )

    @api.model
    def _get_asked_fields(self):
        """Return the names of the fields in which a department says what it needs."""
        return (
            "name department_id company_id post_id heads date_from date_to time_from "
            "time_to place population reason"
        ).split() + list(WEEKDAYS)

    def _check_asked_only(self):
        """:raise AccessError: a new request comes with the office's part filled in

        The values count, and not what was sent: a context gives values, too. Whoever
        could name a social worker could name themselves, and then answer the request.
        """
        if self.env.user.has_group("volunteer_base.group_officer"):
            return
        for request in self.sudo():
            if (
                request.social_worker_id
                or request.assessment
                or request.priority not in (False, "0")
            ):
                raise AccessError(
                    self.env._("The assessment is written by the volunteer office.")
                )

    def _check_office_fields(self, changed):
        if changed & self._office_fields and not self._is_assessor():
            raise AccessError(
                self.env._("The assessment is written by the volunteer office.")
            )

    def _is_assessor(self):
        return self.env.user.has_group("volunteer_base.group_officer") or all(
            request.social_worker_id == self.env.user for request in self.sudo()
        )

    @api.constrains("department_id", "company_id")
    def _check_department_unit(self):
        for request in self.sudo():
            unit = request.department_id.company_id
            if unit and unit != request.company_id:
                raise ValidationError(
                    self.env._(
                        "“%(department)s” belongs to another unit.",
                        department=request.department_id.name,
                    )
                )

    @api.model
    def _ask(self, department, vals):
        """Create the request of a department from what a page read.

        :param department: one of the user's own
        :param dict vals: as ``tools.request_form.read_request_form`` returns them
        :raise UserError: names what is missing or makes no sense
        """
        # A mistake is said here, before the database would.
        needed = ("name", "reason", "date_from", "time_from", "time_to", "heads")
        missing = [name for name in needed if not vals.get(name)]
        # Midnight is a time.
        missing = [name for name in missing if vals.get(name) != 0.0 or name == "heads"]
        if missing:
            labels = self.fields_get(missing, ["string"])
            raise UserError(
                self.env._(
                    "Please fill in: %(fields)s.",
                    fields=[labels[name]["string"] for name in missing],
                )
            )
        if vals["time_from"] >= vals["time_to"]:
            raise UserError(
                self.env._("The service must end later on the same day than it starts.")
            )
        if vals["date_to"] and vals["date_to"] < vals["date_from"]:
            raise UserError(self.env._("The last day cannot lie before the first."))
        if vals["heads"] > MAX_HEADS:
            raise UserError(
                self.env._("Ask for at most %(count)s people.", count=MAX_HEADS)
            )
        company = department.sudo().company_id or self.env.company
        post = self.env["volunteer.post"].browse(vals.get("post_id") or []).exists()
        return self.create(
            {
                **vals,
                "post_id": post.id,
                "department_id": department.id,
                "company_id": company.id,
            }
        )

    def action_withdraw(self):
        """Withdraw requests that are not planned yet.

        :raise AccessError: neither of the department nor of the office
        :raise UserError: planned, refused or withdrawn already
        """
        self._check_department()
        self._check_state("open", "assessed")
        self._answer_sudo("withdrawn", {})
        return True

    def action_rate(self, rating, comment=None):
        """Rate what came of planned requests, for the department that asked.

        :param int rating: 1 (very poor) to 5 (very good)
        :param str comment: what was good, what should change
        :raise AccessError: not of the department
        :raise UserError: not planned, or no rating from 1 to 5
        """
        self._check_department(office=False)
        self._check_state("planned", "rated")
        if not isinstance(rating, int) or not 1 <= rating <= 5:
            raise UserError(self.env._("Choose 1 to 5 stars."))
        comment = comment.strip()[:1000] if isinstance(comment, str) else ""
        self._answer_sudo(
            "rated",
            {
                "rating": rating,
                "rating_comment": comment,
                "rated_by_id": self.env.uid,
                "rated_on": (
                    self.sudo().company_id[:1] or self.env.company
                )._get_volunteer_today(),
            },
        )
        return True

    def _check_department(self, office=True):
        """:raise AccessError: the user does not speak for these departments"""
        self.check_access("read")
        if office and self.env.user.has_group("volunteer_base.group_officer"):
            return
        foreign = self.sudo().department_id - self._get_own_departments_sudo()
        if foreign and not self.env.su:
            raise AccessError(
                self.env._(
                    "Only the department itself may do this: %(departments)s.",
                    departments=foreign.mapped("name"),
                )
            )

    def _answer_sudo(self, state, vals):
        """Set a new state after the caller has checked rights and state."""
        self.sudo().write({**vals, "state": state})
        if state != "assessed":
            self._end_office_todos_sudo("request")
