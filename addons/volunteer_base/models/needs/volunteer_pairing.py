from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class VolunteerPairing(models.Model):
    """结对帮扶: two or more volunteers who visit somebody again and again.

    Source: agreement, visit plan and log, two per home visit, the address seen by the
    pair and the volunteer office only (CZ, HZ).
    """

    _name = "volunteer.pairing"
    _description = "Pairing"
    _inherit = ["volunteer.guard.mixin", "volunteer.agreement.mixin"]
    _order = "state, date_next, id"
    _rec_name = "recipient_id"
    _check_company_auto = True

    _guarded_fields = ("state", "end_reason", "date_ended", "warned_for")

    recipient_id = fields.Many2one(
        "volunteer.recipient",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    volunteer_ids = fields.Many2many(
        "volunteer.volunteer",
        string="Volunteers",
        help="Two or more: nobody visits a home alone.",
    )
    project_id = fields.Many2one(
        "volunteer.project",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    partner_unit_id = fields.Many2one(
        "volunteer.partner.unit",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="For example the community that named this person.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Looked after by",
        ondelete="restrict",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    interval_days = fields.Integer(
        string="Visit Every",
        default=30,
        help="Days from one visit to the next; 0 plans none by itself.",
    )
    content = fields.Text(string="What Was Agreed")
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("ended", "Ended")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date_ended = fields.Date(string="Ended on", readonly=True, copy=False)
    end_reason = fields.Char(string="Why It Ended", readonly=True, copy=False)
    visit_ids = fields.One2many("volunteer.pairing.visit", "pairing_id", copy=False)
    visit_count = fields.Integer(
        string="Visits", compute="_compute_visit_count", compute_sudo=True
    )
    date_next = fields.Date(
        string="Next Visit", compute="_compute_date_next", store=True, index=True
    )

    _dates_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from <= date_to)",
        "An agreement cannot end before the day it begins.",
    )
    _interval_range = models.Constraint(
        "CHECK (interval_days BETWEEN 0 AND 366)",
        "Visits take place at least once a year.",
    )

    @api.depends("visit_ids.date", "visit_ids.state")
    def _compute_date_next(self):
        for pairing in self:
            planned = pairing.visit_ids.filtered(lambda visit: visit.state == "planned")
            pairing.date_next = min(planned.mapped("date"), default=False)

    @api.depends("visit_ids.state")
    def _compute_visit_count(self):
        counts = dict(
            self.env["volunteer.pairing.visit"]._read_group(
                [("pairing_id", "in", self.ids), ("state", "=", "held")],
                ["pairing_id"],
                ["__count"],
            )
        )
        for pairing in self:
            pairing.visit_count = counts.get(pairing, 0)

    @api.model
    def _domain_agreements_going_on(self):
        return Domain("state", "=", "running")

    def write(self, vals):
        result = super().write(vals)
        if "volunteer_ids" in vals:
            self.sudo().filtered(
                lambda pairing: pairing.state == "running"
            )._check_pairs_sudo()
            self.sudo()._leave_coming_visits_sudo()
        return result

    def _check_pairs_sudo(self):
        """:raise UserError: a pairing has fewer than two who serve"""
        for pairing in self:
            if len(pairing.volunteer_ids._filter_serving()) < 2:
                raise UserError(
                    self.env._(
                        "“%(pairing)s” needs two volunteers or more: nobody visits a "
                        "home alone.",
                        pairing=pairing.display_name,
                    )
                )

    def _leave_coming_visits_sudo(self):
        """Take those out of coming visits who no longer belong to the pairing."""
        for visit in self.visit_ids.filtered(lambda visit: visit.state == "planned"):
            gone = visit.volunteer_ids - visit.pairing_id.volunteer_ids
            if gone:
                visit.volunteer_ids -= gone

    def action_start(self):
        """Start pairings, plan the first visit and tell the volunteers.

        :raise AccessError: not of the volunteer office
        :raise UserError: running already, or fewer than two volunteers who serve
        """
        self.check_access("write")
        if any(pairing.state == "running" for pairing in self):
            raise UserError(self.env._("This pairing is running already."))
        pairings = self.sudo()
        pairings._check_pairs_sudo()
        pairings.write({"state": "running", "end_reason": False, "date_ended": False})
        for pairing in pairings:
            if not pairing.date_next:
                pairing._plan_next_sudo(pairing.company_id._get_volunteer_today())
            pairing.volunteer_ids._notify_sudo(
                "office",
                lambda person: (
                    person.env._("You visit somebody together"),
                    person.env._(
                        "Who it is, where and when: on your page, for you alone."
                    ),
                ),
                url="/my/volunteer/pairings",
            )
        return True

    def action_end(self, reason):
        """End pairings; the volunteers no longer see the address.

        :param str reason: why
        :raise AccessError: not of the volunteer office
        :raise UserError: no reason, or not running
        """
        self.check_access("write")
        reason = self._clean_reason(reason)
        if any(pairing.state != "running" for pairing in self):
            raise UserError(self.env._("This pairing is not running."))
        for company, pairings in self.sudo().grouped("company_id").items():
            pairings.write(
                {
                    "state": "ended",
                    "end_reason": reason,
                    "date_ended": company._get_volunteer_today(),
                }
            )
        self.sudo().visit_ids.filtered(lambda visit: visit.state == "planned").write(
            {"state": "cancelled"}
        )
        self._end_office_todos_sudo("agreement")
        return True

    def action_plan_visit(self, date, home=True):
        """Plan a visit of one pairing; everybody of the pairing goes unless changed.

        :param date: a coming day, as a date or ``YYYY-MM-DD``
        :param bool home: at the person's home, not by telephone or elsewhere
        :return: the ``volunteer.pairing.visit``
        :raise AccessError: neither of the pair nor of the volunteer office
        :raise UserError: not running, or a day that has passed
        """
        self.ensure_one()
        self._check_pair_or_office()
        pairing = self.sudo()
        if pairing.state != "running":
            raise UserError(self.env._("This pairing is not running."))
        try:
            day = fields.Date.to_date(date)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("Enter the day as in 2026-03-05.")) from error
        if not day or day < pairing.company_id._get_volunteer_today():
            raise UserError(self.env._("Choose a day that is still to come."))
        planned = pairing.visit_ids.filtered(
            lambda visit: visit.state == "planned" and visit.date == day
        )
        if planned:
            return planned[0].with_env(self.env)
        return pairing._create_visit_sudo(day, home).with_env(self.env)

    def _create_visit_sudo(self, day, home=True):
        return self.env["volunteer.pairing.visit"].create(
            {
                "pairing_id": self.id,
                "date": day,
                "kind": "home" if home else "phone",
                "volunteer_ids": [
                    fields.Command.set(self.volunteer_ids._filter_serving().ids)
                ],
            }
        )

    def _plan_next_sudo(self, last):
        """Plan the visit that follows one on ``last``, as the agreement says."""
        tomorrow = self.company_id._get_volunteer_today() + timedelta(days=1)
        day = max(last + timedelta(days=self.interval_days), tomorrow)
        if self.interval_days and not (self.date_to and day > self.date_to):
            self._create_visit_sudo(day)

    def _check_pair_or_office(self):
        """:raise AccessError: the person visited is none of the user's business"""
        self.check_access("read")
        if self.env.su or self.has_access("write"):
            return
        own = self.sudo().filtered(
            lambda pairing: (
                self.env.user in pairing.volunteer_ids._filter_serving().user_id
            )
        )
        if self.sudo() - own:
            raise AccessError(
                self.env._("Only the pair itself and the volunteer office do this.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if any(pairing.state != "draft" for pairing in self):
            raise UserError(
                self.env._("End the pairing instead: what was done stays on record.")
            )
