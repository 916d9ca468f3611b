from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL


class VolunteerProject(models.Model):
    """Community projects are claimed by members; who is first has the place."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.project"  # pylint: disable=consider-merging-classes-inherited

    claim_ids = fields.One2many(
        "volunteer.project.claim", "project_id", string="Claims", copy=False
    )
    claim_seats = fields.Integer(
        string="Can Be Claimed by",
        default=1,
        help="How many volunteers can claim this community project; 0: nobody.",
    )
    # A counter, changed by one conditional UPDATE only (see _take_claim_sudo).
    claims_taken = fields.Integer(
        string="Claimed by", readonly=True, default=0, copy=False
    )
    claim_for = fields.Selection(
        [("party", "Party members"), ("all", "All volunteers")],
        string="Open to",
        required=True,
        default="party",
    )

    _claims_range = models.Constraint(
        "CHECK (claims_taken >= 0 AND claim_seats >= claims_taken)",
        "The project cannot be open to fewer volunteers than have claimed it.",
    )

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "claims_taken")

    @api.model
    def _domain_claimable_for(self, volunteer):
        """Return the domain of what a volunteer can claim.

        :param volunteer: the person, as superuser
        """
        domain = self._domain_unclaimed_by(volunteer)
        if not volunteer._is_party_member_sudo():
            domain &= Domain("claim_for", "=", "all")
        return domain

    @api.model
    def _domain_unclaimed_by(self, volunteer):
        return (
            Domain("kind", "=", "community")
            & Domain("state", "=", "running")
            & Domain("company_id", "in", volunteer.company_ids.ids)
            & Domain(
                "claim_ids",
                "not any!",
                [
                    ("volunteer_id", "=", volunteer.id),
                    ("state", "in", ("claimed", "done")),
                ],
            )
        )

    @api.model
    def _count_claimable_for(self, volunteer):
        """Return how many projects a volunteer can claim.

        Whether somebody is a member of the Party is asked only where it matters.
        """
        counts = dict(
            self._read_group(
                self._domain_unclaimed_by(volunteer), ["claim_for"], ["__count"]
            )
        )
        count = counts.pop("all", 0)
        if counts and volunteer._is_party_member_sudo():
            count += sum(counts.values())
        return count

    def action_claim(self):
        """Take on one community project oneself.

        :return: id of the claim
        :rtype: int
        :raise AccessError: the user is no volunteer of this unit
        :raise UserError: says in one sentence why not: others were faster, not
            running, for party members only
        """
        self.ensure_one()
        volunteer = self.env["res.users"]._get_current_volunteer_sudo()
        if not volunteer:
            raise AccessError(
                self.env._("Only volunteers claim projects. Please register first.")
            )
        self.check_access("read")
        project = self.sudo()
        project._check_claimable_sudo(volunteer)
        project._take_claim_sudo()
        claim = self.env["volunteer.project.claim"].sudo()
        return claim.create(
            {
                "project_id": project.id,
                "company_id": project.company_id.id,
                "volunteer_id": volunteer.id,
                "as_party_member": volunteer._is_party_member_sudo(),
                "date_claimed": project.company_id._get_volunteer_today(),
            }
        ).id

    def _check_claimable_sudo(self, volunteer):
        """:raise UserError: in one sentence why this person cannot claim the project"""
        if volunteer.state not in ("trial", "registered"):
            raise UserError(
                self.env._(
                    "%(name)s is not a registered volunteer.", name=volunteer.name
                )
            )
        if self.company_id not in volunteer.company_ids:
            raise UserError(
                self.env._(
                    "You do not serve in %(company)s.", company=self.company_id.name
                )
            )
        if self.kind != "community" or self.state != "running":
            raise UserError(self.env._("This project cannot be claimed right now."))
        if self.claim_for == "party" and not volunteer._is_party_member_sudo():
            raise UserError(
                self.env._("This project is open to party members at first.")
            )
        if self.claim_ids.filtered(
            lambda claim: claim.volunteer_id == volunteer and claim.state != "released"
        ):
            raise UserError(self.env._("You have claimed this project already."))

    def _take_claim_sudo(self):
        """Take one place in one statement, so that the last one is given once only.

        :raise UserError: others were faster
        """
        self.flush_recordset(["claim_seats", "claims_taken"])
        # Losing the race is expected and repeated by Odoo: no error in the log.
        self.env.cr.execute(
            SQL(
                "UPDATE volunteer_project SET claims_taken = claims_taken + 1 "
                "WHERE id = %s AND claims_taken < claim_seats RETURNING claims_taken",
                self.id,
            ),
            log_exceptions=False,
        )
        taken = self.env.cr.fetchall()
        self.invalidate_recordset(["claims_taken"])
        if not taken:
            raise UserError(
                self.env._(
                    "Others have claimed “%(project)s” already. Please choose another "
                    "one.",
                    project=self.name,
                )
            )

    def _release_claims_sudo(self, count):
        """Give places back in one statement."""
        self.ensure_one()
        self.env.execute_query(
            SQL(
                "UPDATE volunteer_project SET claims_taken = claims_taken - %s "
                "WHERE id = %s RETURNING 1",
                count,
                self.id,
            )
        )
        self.invalidate_recordset(["claims_taken"])
