from odoo import fields, models
from odoo.exceptions import AccessError, UserError

MAX_NOTE = 1000


class VolunteerProjectClaim(models.Model):
    """党员认领: somebody who took on a community project.

    Source: party members claim community projects (XL, CZ); the monthly report counts
    those claimed and those done.
    """

    _name = "volunteer.project.claim"
    _description = "Claim of a Community Project"
    _inherit = ["volunteer.guard.mixin"]
    _order = "date_claimed desc, id desc"
    _rec_name = "project_id"

    _guarded_fields = (
        "state",
        "volunteer_id",
        "project_id",
        "date_claimed",
        "date_done",
        "note",
        "as_party_member",
    )

    project_id = fields.Many2one(
        "volunteer.project", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", string="Unit", required=True, index=True, ondelete="restrict"
    )
    volunteer_id = fields.Many2one(
        "volunteer.volunteer", required=True, index=True, ondelete="restrict"
    )
    as_party_member = fields.Boolean(
        string="As a Party Member",
        readonly=True,
        groups="volunteer_base.group_officer",
        help="As on file on the day of the claim.",
    )
    state = fields.Selection(
        [("claimed", "Claimed"), ("done", "Done"), ("released", "Given back")],
        required=True,
        default="claimed",
        readonly=True,
        index=True,
    )
    date_claimed = fields.Date(string="Claimed on", readonly=True)
    date_done = fields.Date(string="Done on", readonly=True)
    note = fields.Text(string="What Was Done", readonly=True)

    _once = models.UniqueIndex(
        "(project_id, volunteer_id) WHERE state IN ('claimed', 'done')",
        "This volunteer has claimed the project already.",
    )

    def action_done(self, note=None):
        """Note that what was claimed is done.

        :param str note: what was done
        :raise AccessError: neither who claimed it nor the volunteer office
        :raise UserError: done or given back already, or nothing was said
        """
        self._check_own_or_office()
        self._check_claimed()
        note = note.strip()[:MAX_NOTE] if isinstance(note, str) else ""
        if not note:
            raise UserError(self.env._("Write down what was done."))
        for company, claims in self.sudo().grouped("company_id").items():
            claims.write(
                {
                    "state": "done",
                    "note": note,
                    "date_done": company._get_volunteer_today(),
                }
            )
        return True

    def action_release(self):
        """Give claimed projects back; others can claim them then.

        :raise AccessError: neither who claimed it nor the volunteer office
        :raise UserError: done or given back already
        """
        self._check_own_or_office()
        self._check_claimed()
        self.sudo()._release_sudo()
        return True

    def _release_sudo(self):
        self.write({"state": "released"})
        # Before the same person claims it again: one open claim each.
        self.flush_recordset(["state"])
        for project, claims in self.grouped("project_id").items():
            project._release_claims_sudo(len(claims))

    def _check_own_or_office(self):
        """:raise AccessError: somebody else's claim"""
        self.check_access("read")
        if self.env.su or self.env.user.has_group("volunteer_base.group_officer"):
            return
        if any(claim.volunteer_id.user_id != self.env.user for claim in self.sudo()):
            raise AccessError(self.env._("Somebody else has claimed this project."))

    def _check_claimed(self):
        if any(claim.state != "claimed" for claim in self):
            raise UserError(self.env._("This claim is done or given back already."))


class VolunteerVolunteer(models.Model):
    """The community projects that a volunteer claimed."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    project_claim_ids = fields.One2many(
        "volunteer.project.claim", "volunteer_id", string="Claimed Projects"
    )

    def _get_own_service_sudo(self):
        return [
            *super()._get_own_service_sudo(),
            self._own_section_sudo(
                "project_claims",
                self.env._("Claimed Projects"),
                self._with_merged_sudo().project_claim_ids,
                ("project_id", "date_claimed", "state", "date_done", "note"),
            ),
        ]

    def _get_merge_stays(self):
        # What was claimed counts in the month it was claimed, for whom it was noted.
        return {
            **super()._get_merge_stays(),
            "volunteer.project.claim": {"volunteer_id"},
        }

    def _after_state_change_sudo(self, state):
        result = super()._after_state_change_sudo(state)
        if state not in ("trial", "registered"):
            self.sudo().project_claim_ids.filtered(
                lambda claim: claim.state == "claimed"
            )._release_sudo()
        return result

    def _erase_details_sudo(self):
        self.project_claim_ids.write({"note": False})
        return super()._erase_details_sudo()
