from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

MAX_LOG = 2000


class VolunteerPairingVisit(models.Model):
    """A visit that is planned or was held, and what was done."""

    _name = "volunteer.pairing.visit"
    _description = "Visit of a Pairing"
    _inherit = ["volunteer.guard.mixin"]
    _order = "date desc, id desc"
    _rec_name = "pairing_id"

    _guarded_fields = ("state", "log", "logged_by_id")

    pairing_id = fields.Many2one(
        "volunteer.pairing", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="pairing_id.company_id", store=True, index=True, string="Unit"
    )
    date = fields.Date(required=True, index=True)
    kind = fields.Selection(
        [
            ("home", "At home"),
            ("phone", "By telephone"),
            ("outside", "Elsewhere"),
        ],
        required=True,
        default="home",
    )
    volunteer_ids = fields.Many2many("volunteer.volunteer", string="Volunteers")
    state = fields.Selection(
        [("planned", "Planned"), ("held", "Visited"), ("cancelled", "Cancelled")],
        required=True,
        default="planned",
        readonly=True,
        copy=False,
        index=True,
    )
    log = fields.Text(string="What Was Done", readonly=True, copy=False)
    logged_by_id = fields.Many2one(
        "res.users", string="Noted by", readonly=True, copy=False, ondelete="restrict"
    )
    overdue = fields.Boolean(compute="_compute_overdue", search="_search_overdue")

    @api.depends("date", "state", "company_id")
    def _compute_overdue(self):
        for visit in self:
            visit.overdue = bool(
                visit.state == "planned"
                and visit.date
                and visit.date < visit.company_id.sudo()._get_volunteer_today()
            )

    @api.model
    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("state", "=", "planned") & Domain("date", "<", "today")
        return Domain.OR(domain if wanted else ~domain for wanted in value)

    @api.constrains("volunteer_ids", "pairing_id", "kind", "state")
    def _check_two_of_the_pair(self):
        for visit in self.sudo():
            foreign = visit.volunteer_ids - visit.pairing_id.volunteer_ids
            if foreign and visit.state == "planned":
                raise ValidationError(
                    self.env._(
                        "Only those of the pairing visit; not of it: %(names)s.",
                        names=foreign.mapped("name"),
                    )
                )
            if visit.state == "held":
                visit._check_not_alone(visit.volunteer_ids)

    def _check_not_alone(self, went):
        """:raise ValidationError: fewer than two went to somebody's home"""
        if self.kind == "home" and len(went) < 2:
            raise ValidationError(
                self.env._(
                    "Two volunteers or more go on a visit at home. Say who went."
                )
            )

    def action_hold(self, log, volunteer_ids=None, date=None):
        """Note that one visit was held, and plan the next one.

        :param str log: what was done, how the person is
        :param list volunteer_ids: ids of those who went, two or more at home; those
            who were to go if left out
        :param date: the day it was held on if not the planned one, not in the future
        :raise AccessError: neither of the pair nor of the volunteer office
        :raise UserError: not planned, no log, a day to come, or somebody went alone
        """
        self.ensure_one()
        self.pairing_id._check_pair_or_office()
        visit = self.sudo()
        if visit.state != "planned":
            raise UserError(self.env._("This visit was noted already."))
        log = log.strip()[:MAX_LOG] if isinstance(log, str) else ""
        if not log:
            raise UserError(self.env._("Write down what was done."))
        try:
            day = fields.Date.to_date(date) or visit.date
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("Enter the day as in 2026-03-05.")) from error
        if day > visit.company_id._get_volunteer_today():
            raise UserError(self.env._("This day is still to come."))
        went = visit.volunteer_ids
        if volunteer_ids is not None:
            went = visit.pairing_id.volunteer_ids.filtered(
                lambda person: person.id in volunteer_ids
            )
        visit._check_not_alone(went)
        visit.write(
            {
                "state": "held",
                "log": log,
                "date": day,
                "logged_by_id": self.env.uid,
                "volunteer_ids": [fields.Command.set(went.ids)],
            }
        )
        pairing = visit.pairing_id
        if pairing.state == "running" and not pairing.date_next:
            pairing._plan_next_sudo(day)
        return True

    def action_cancel(self):
        """Cancel planned visits.

        :raise AccessError: neither of the pair nor of the volunteer office
        :raise UserError: held already
        """
        self.check_access("read")
        self.pairing_id._check_pair_or_office()
        if any(visit.state != "planned" for visit in self.sudo()):
            raise UserError(self.env._("This visit was noted already."))
        self.sudo().write({"state": "cancelled"})
        return True

    @api.model
    def _cron_remind(self):
        """Tell the volunteers of a pairing the day before a visit, once."""
        units = self.env["res.company"].sudo().search([("active", "=", True)])
        for company in units:
            tomorrow = fields.Date.add(company._get_volunteer_today(), days=1)
            for visit in self.sudo().search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "planned"),
                    ("date", "=", tomorrow),
                    ("pairing_id.state", "=", "running"),
                ]
            ):
                visit.volunteer_ids._notify_sudo(
                    "reminder",
                    # No name and no address in a message: it may pass other eyes.
                    lambda person: (
                        person.env._("You visit tomorrow"),
                        person.env._("Whom and where: on your page, for you alone."),
                    ),
                    url="/my/volunteer/pairings",
                    key=f"visit-{visit.id}-{visit.date}",
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        if any(visit.state == "held" for visit in self):
            raise UserError(self.env._("Visits that were held stay on record."))
