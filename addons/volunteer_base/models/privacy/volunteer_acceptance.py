from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

METHODS = [
    ("tap", "Accepted on the screen"),
    ("scan", "Signed paper, scanned"),
    ("list", "Signed list"),
    ("office", "Entered by the volunteer office"),
]

# Kinds that are agreed to freely and taken back as a whole, in every version.
CONSENTS = ("consent", "guardian", "publicity")


class VolunteerAcceptance(models.Model):
    """Who accepted which text, when and how: added to and withdrawn, never edited."""

    _name = "volunteer.acceptance"
    _description = "Acceptance of a Paper"
    _order = "date desc, id desc"
    _rec_name = "document_id"

    volunteer_id = fields.Many2one(
        "volunteer.volunteer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="volunteer_id.company_id", string="Home Unit")
    document_id = fields.Many2one(
        "volunteer.document",
        string="Paper",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    kind = fields.Selection(related="document_id.kind", store=True)
    date = fields.Date(string="Accepted on", required=True, readonly=True)
    method = fields.Selection(
        METHODS,
        string="Way of Accepting",
        required=True,
        readonly=True,
        default="tap",
    )
    accepted_by = fields.Char(
        readonly=True, help="The guardian, where the volunteer is a minor."
    )
    relation = fields.Char(readonly=True, help="What the guardian is to the volunteer.")
    user_id = fields.Many2one(
        "res.users", string="Entered by", readonly=True, ondelete="restrict"
    )
    lang = fields.Char(string="Language", readonly=True)
    digest = fields.Char(
        readonly=True,
        help="SHA-256 of the title and the text as they were shown.",
    )
    # A list names other people too, so the person does not open it.
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="Scan",
        readonly=True,
        ondelete="restrict",
        groups="volunteer_base.group_officer",
    )
    withdrawn_date = fields.Date(string="Withdrawn on", readonly=True)
    withdrawn_reason = fields.Char(string="Reason of Withdrawal", readonly=True)
    withdrawn_user_id = fields.Many2one(
        "res.users", string="Withdrawn by", readonly=True, ondelete="restrict"
    )

    _one_in_force = models.UniqueIndex(
        "(volunteer_id, document_id) WHERE withdrawn_date IS NULL",
        "This volunteer has accepted this paper already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_method_call()
        return super().create(vals_list)

    def write(self, vals):
        if vals:
            self._check_method_call()
        return super().write(vals)

    def _check_method_call(self):
        """:raise AccessError: what somebody accepted is written by methods only"""
        if not self.env.su:
            raise AccessError(
                self.env._(
                    "What was accepted stays on record; it is withdrawn instead."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("What was accepted stays on record; it is withdrawn instead.")
        )

    def action_withdraw(self, reason):
        """Withdraw acceptances: from now on they no longer hold.

        The person may do so at any time and as easily as accepting (PIPL 15), the
        volunteer office when somebody asks on paper.

        :param str reason: why, or on what request
        :raise AccessError: somebody else's acceptance
        :raise UserError: no reason, or withdrawn already
        """
        self.check_access("read")
        reason = self.env["volunteer.guard.mixin"]._clean_reason(reason)
        people = self.sudo().volunteer_id
        foreign = people.filtered(lambda person: person.user_id != self.env.user)
        if foreign:
            foreign.sudo(self.env.su)._check_officer()
        if any(acceptance.withdrawn_date for acceptance in self):
            raise UserError(self.env._("This acceptance was withdrawn already."))
        self.sudo()._withdraw_sudo(reason)
        return True

    def _withdraw_sudo(self, reason):
        """Withdraw these, and what stands of the same consents in other versions.

        Whoever takes back a consent takes back all of it, whatever version or unit's
        text it was given to; what is only required for service goes one by one. An
        old version withdrawn while a newer one stands leaves the newer one alone.
        """
        superseded = self.filtered(
            lambda one: any(
                one.document_id in newer.document_id._get_earlier_sudo()
                for newer in one.volunteer_id.acceptance_ids
                if newer not in self and not newer.withdrawn_date
            )
        )
        consents = (self - superseded).filtered(lambda one: one.kind in CONSENTS)
        standing = self.search(
            [
                ("volunteer_id", "in", consents.volunteer_id.ids),
                ("kind", "in", list(set(consents.mapped("kind")))),
                ("withdrawn_date", "=", False),
            ]
        ).filtered(
            lambda one: any(
                one.volunteer_id == other.volunteer_id and one.kind == other.kind
                for other in consents
            )
        )
        withdrawn = self | standing
        withdrawn.write(
            {
                "withdrawn_date": fields.Date.context_today(self),
                "withdrawn_reason": reason,
                "withdrawn_user_id": self.env.uid,
            }
        )
        withdrawn._date_consents_sudo()
        consents.filtered(
            lambda one: one.kind == "consent"
        ).volunteer_id._todo_for_office_sudo(
            "consent",
            lambda env: env._("Consent withdrawn"),
            note=lambda env: env._(
                "This person no longer agrees to the record. Ask whether to erase it: "
                "recorded hours stay under a neutral name, everything else goes."
            ),
        )

    def _date_consents_sudo(self):
        """Put the dates of standing consents on the identities, one write a date.

        The date is that of the newest acceptance which was not withdrawn; nothing is
        touched for people and kinds that these acceptances are not about.
        """
        Volunteer = self.env["volunteer.volunteer"]
        by_kind = self.grouped("kind")
        for kind, field_name in Volunteer._consent_fields.items():
            acceptances = by_kind.get(kind)
            if not acceptances:
                continue
            people = acceptances.volunteer_id
            dates = {
                volunteer: date
                for volunteer, date in self._read_group(
                    [
                        ("volunteer_id", "in", people.ids),
                        ("kind", "=", kind),
                        ("withdrawn_date", "=", False),
                    ],
                    ["volunteer_id"],
                    ["date:max"],
                )
            }
            missing = people.filtered(
                lambda person, dates=dates: person in dates and not person.identity_ids
            )
            if kind == "consent":
                people.filtered(
                    lambda person, dates=dates: person in dates
                )._end_office_todos_sudo("consent")
            identities = people.identity_ids | self.env["volunteer.identity"].create(
                [{"volunteer_id": person.id} for person in missing]
            )
            for date, dated in identities.grouped(
                lambda identity, dates=dates: dates.get(identity.volunteer_id, False)
            ).items():
                dated.write({field_name: date})
