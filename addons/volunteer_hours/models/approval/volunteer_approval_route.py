from odoo import api, fields, models


class VolunteerApprovalRoute(models.Model):
    """Who must agree to which hours; the first route that matches a line is taken."""

    _name = "volunteer.approval.route"
    _description = "Approval Route"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, ondelete="cascade", help="Empty: for every unit."
    )
    source = fields.Selection(
        [("checkin", "Presence"), ("claim", "Claim"), ("import", "Import")],
        help="Empty: hours from any source.",
    )
    kind = fields.Selection(
        selection=lambda self: (
            self.env["volunteer.volunteer"]
            ._fields["kind"]
            ._description_selection(self.env)
        ),
        string="Kind of Volunteer",
        help="Empty: any kind.",
    )
    team_id = fields.Many2one(
        "volunteer.team",
        ondelete="cascade",
        index=True,
        help="This team and those below.",
    )
    category_id = fields.Many2one(
        "volunteer.category", string="Field of Service", ondelete="cascade", index=True
    )
    party_member = fields.Boolean(
        string="Party Members Only",
        help="Members of the Communist Party of China, probationary ones included.",
    )
    organiser = fields.Selection(
        [("own", "This unit"), ("other", "Another body")],
        string="Organised by",
        help="Empty: whoever organised the service.",
    )
    in_working_time = fields.Boolean(
        string="In Working Time Only",
        help="For hours of staff that lie in their working time. Their department "
        "manager is asked in any case.",
    )
    hours_from = fields.Float(string="From (hours)", help="0: no lower limit.")
    hours_to = fields.Float(string="Up to (hours)", help="0: no upper limit.")
    auto_approve = fields.Boolean(
        string="Approve Proven Hours",
        help="Hours proven by presence are approved at once, but not what a leader "
        "confirmed for himself. Claims and reversals never are.",
    )
    step_ids = fields.One2many(
        "volunteer.approval.step", "route_id", string="Steps", copy=True
    )

    _hours_order = models.Constraint(
        "CHECK (hours_from >= 0 AND (hours_to = 0 OR hours_to >= hours_from))",
        "The upper limit lies above the lower one.",
    )

    @api.model
    def _get_all_sudo(self):
        """Return the active routes in order; submitters may not read them."""
        return self.sudo().search([("active", "=", True)])

    def _get_first_match(self, line, finder):
        """Return the first of these routes that is for a line, or none.

        :param line: ``volunteer.hour`` as superuser
        :param finder: a ``TurnFinder`` for this line
        """
        return next(
            (route for route in self if route._match(line, finder)), self.browse()
        )

    def _match(self, line, finder):
        """Return whether this route is for a line."""
        self.ensure_one()
        hours = abs(line.hours)
        return (
            (not self.company_id or self.company_id == line.company_id)
            and (not self.source or self.source == line.source)
            and (not self.kind or self.kind == line.volunteer_id.kind)
            and (
                not self.category_id or self.category_id == line.project_id.category_id
            )
            and (not self.team_id or self._covers(line.team_id))
            and hours >= self.hours_from
            and (not self.hours_to or hours <= self.hours_to)
            and (not self.organiser or self.organiser == line._get_organiser_kind())
            and (not self.in_working_time or line.in_working_time)
            and (not self.party_member or finder.is_party_member(line))
        )

    def _covers(self, team):
        return bool(team) and team.parent_path.startswith(self.team_id.parent_path)
