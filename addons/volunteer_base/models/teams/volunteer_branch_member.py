from odoo import fields, models
from odoo.tools import SQL


class VolunteerBranchMember(models.Model):
    """What a branch secretary sees of the people of the branch, and no more.

    A rule on the volunteers themselves would show their whole records. Party members
    without a branch are listed for the volunteer office.
    """

    _name = "volunteer.branch.member"
    _description = "Member of a Branch"
    _auto = False
    _order = "code"
    _depends = {
        "volunteer.volunteer": [
            "active",
            "branch_id",
            "code",
            "company_id",
            "kind",
            "name",
            "state",
        ],
        "volunteer.branch": ["kind"],
        "volunteer.identity": [
            "volunteer_id",
            "political_status_id",
            "party_applicant",
        ],
        "volunteer.code": ["code"],
        "volunteer.community.report": ["volunteer_id", "community", "date"],
    }

    volunteer_id = fields.Many2one("volunteer.volunteer", readonly=True)
    code = fields.Char(string="Volunteer No.", readonly=True)
    name = fields.Char(string="Full Name", readonly=True)
    kind = fields.Selection(related="volunteer_id.kind")
    state = fields.Selection(related="volunteer_id.state")
    company_id = fields.Many2one("res.company", string="Home Unit", readonly=True)
    branch_id = fields.Many2one("volunteer.branch", readonly=True)
    party_member = fields.Boolean(
        readonly=True,
        help="Of the Communist Party of China, probationary members included. Where no "
        "political status is on file, whoever is in a party branch.",
    )
    party_applicant = fields.Boolean(
        string="Applicant for Party Membership", readonly=True
    )
    reported = fields.Boolean(string="Reported to a Community", readonly=True)
    community = fields.Char(readonly=True)
    date_reported = fields.Date(string="Reported on", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT v.id,
                   v.id AS volunteer_id,
                   v.code,
                   v.name,
                   v.company_id,
                   v.branch_id,
                   COALESCE(CASE WHEN s.code IS NULL
                                 THEN b.kind = 'party'
                                      AND i.party_applicant IS NOT TRUE
                                 ELSE s.code IN ('01', '02')
                            END, FALSE) AS party_member,
                   COALESCE(i.party_applicant, FALSE) AS party_applicant,
                   r.id IS NOT NULL AS reported,
                   r.community,
                   r.date AS date_reported
              FROM volunteer_volunteer v
              LEFT JOIN volunteer_branch b ON b.id = v.branch_id
              LEFT JOIN volunteer_identity i ON i.volunteer_id = v.id
              LEFT JOIN volunteer_code s ON s.id = i.political_status_id
                                        AND s.code_table = 'political_status'
              LEFT JOIN LATERAL (
                   SELECT c.id, c.community, c.date
                     FROM volunteer_community_report c
                    WHERE c.volunteer_id = v.id
                 ORDER BY c.date DESC, c.id DESC
                    LIMIT 1) r ON TRUE
             WHERE v.active
               AND v.state NOT IN ('left', 'rejected')
               AND (v.branch_id IS NOT NULL OR i.party_applicant
                    OR s.code IN ('01', '02'))
            """
        )

    def action_open_volunteer(self):
        """Open the record of this person; the record's own rights decide."""
        self.ensure_one()
        self.volunteer_id.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "volunteer.volunteer",
            "res_id": self.volunteer_id.id,
            "views": [(False, "form")],
        }
