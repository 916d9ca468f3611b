import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...tools.upload import UploadError, shrink_photo

MAX_PHOTO = 10 * 1024 * 1024
PHOTO_SIDE = 1280
MAX_NOTE = 1000


class VolunteerWish(models.Model):
    """微心愿: a small wish on the board, which one volunteer takes and fulfils.

    Source: party members and other volunteers claim wishes (XL, CZ); the monthly report
    counts those claimed and those done.
    """

    _name = "volunteer.wish"
    _description = "Wish"
    _inherit = ["volunteer.guard.mixin", "volunteer.office.todo.mixin"]
    _order = "date_due, id"
    _check_company_auto = True

    _guarded_fields = (
        "state",
        "claimed_by_id",
        "date_claimed",
        "claim_until",
        "date_done",
        "proof",
        "proof_note",
        "as_party_member",
    )

    name = fields.Char(
        string="Wish",
        required=True,
        tracking=True,
        help="Everybody reads this on the board: no names, no addresses.",
    )
    description = fields.Text(
        help="Everybody reads this on the board: no names, no addresses."
    )
    for_whom = fields.Char(
        help="As the board says it, e.g. “a boy of eight in the children's ward”."
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    # Read by the office; the volunteer who took the wish reads the person itself.
    recipient_id = fields.Many2one(
        "volunteer.recipient",
        string="Person",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups="volunteer_base.group_officer",
    )
    project_id = fields.Many2one(
        "volunteer.project",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain=[("kind", "=", "wish")],
    )
    date_due = fields.Date(
        string="Wanted by", tracking=True, help="For example a birthday."
    )
    state = fields.Selection(
        [
            ("open", "On the Board"),
            ("claimed", "Claimed"),
            ("done", "Fulfilled"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="open",
        readonly=True,
        copy=False,
        index=True,
        group_expand=True,
        tracking=True,
    )
    claimed_by_id = fields.Many2one(
        "volunteer.volunteer",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    as_party_member = fields.Boolean(
        string="By a Party Member",
        readonly=True,
        copy=False,
        groups="volunteer_base.group_officer",
    )
    date_claimed = fields.Date(string="Claimed on", readonly=True, copy=False)
    claim_until = fields.Date(
        string="Kept until",
        readonly=True,
        copy=False,
        help="If it is not fulfilled by then, the wish goes back to the board.",
    )
    date_done = fields.Date(string="Fulfilled on", readonly=True, copy=False)
    proof = fields.Image(
        string="Photo", readonly=True, copy=False, max_width=1280, max_height=1280
    )
    proof_note = fields.Text(string="How It Went", readonly=True, copy=False)
    is_mine = fields.Boolean(compute="_compute_is_mine", compute_sudo=True)

    _claimed_by_somebody = models.Constraint(
        "CHECK (state != 'claimed' OR claimed_by_id IS NOT NULL)",
        "A claimed wish has somebody who fulfils it.",
    )
    _board = models.Index("(company_id, date_due) WHERE state = 'open'")

    @api.depends("claimed_by_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for wish in self:
            wish.is_mine = bool(
                wish.claimed_by_id and wish.claimed_by_id.user_id == self.env.user
            )

    # ------------------------------------------------------------------
    # Claiming
    # ------------------------------------------------------------------

    def action_claim(self):
        """Take one wish off the board, to fulfil it oneself.

        :raise AccessError: the user is no volunteer of this unit
        :raise UserError: somebody was faster, or enough wishes are being fulfilled
        """
        self.ensure_one()
        volunteer = self.env["res.users"]._get_current_volunteer_sudo()
        if not volunteer:
            raise AccessError(
                self.env._("Only volunteers claim wishes. Please register first.")
            )
        wish = self.sudo()
        if wish.company_id not in volunteer.company_ids:
            raise AccessError(
                self.env._(
                    "You do not serve in %(company)s.", company=wish.company_id.name
                )
            )
        wish._check_claimable_sudo(volunteer)
        wish._take_sudo(volunteer)
        return True

    def _check_claimable_sudo(self, volunteer):
        """:raise UserError: in one sentence why this person cannot claim the wish"""
        if volunteer.state not in ("trial", "registered"):
            raise UserError(
                self.env._(
                    "%(name)s is not a registered volunteer.", name=volunteer.name
                )
            )
        limit = self.company_id.volunteer_wish_limit
        kept = self.search_count(
            [("claimed_by_id", "=", volunteer.id), ("state", "=", "claimed")]
        )
        if limit and kept >= limit:
            raise UserError(
                self.env._(
                    "You keep %(count)s wishes already. Fulfil one first, then claim "
                    "another.",
                    count=kept,
                )
            )

    def _take_sudo(self, volunteer):
        """Give the wish to one person, in one statement, so that the first one wins.

        :raise UserError: somebody was faster
        """
        today = self.company_id._get_volunteer_today()
        days = self.company_id.volunteer_wish_days
        self.flush_recordset(["state", "claimed_by_id"])
        # Losing the race is expected and repeated by Odoo: no error in the log.
        self.env.cr.execute(
            SQL(
                "UPDATE volunteer_wish SET state = 'claimed', claimed_by_id = %s "
                "WHERE id = %s AND state = 'open' RETURNING id",
                volunteer.id,
                self.id,
            ),
            log_exceptions=False,
        )
        taken = self.env.cr.fetchall()
        self.invalidate_recordset(["state", "claimed_by_id"])
        if not taken:
            raise UserError(
                self.env._("Somebody else has taken this wish. Thank you all the same!")
            )
        self.write(
            {
                "date_claimed": today,
                "claim_until": days and fields.Date.add(today, days=days),
                "as_party_member": volunteer._is_party_member_sudo(),
            }
        )

    def action_done(self, note=None, photo=None):
        """Note that claimed wishes were fulfilled.

        :param str note: how it went
        :param photo: JPEG or PNG in base64, at most 10 MB; kept as a small JPEG
        :raise AccessError: neither who claimed the wish nor the volunteer office
        :raise UserError: not claimed, or the photo is none
        """
        self._check_claimer_or_office()
        self._check_state("claimed")
        vals = {"state": "done", "claim_until": False}
        if isinstance(note, str) and note.strip():
            vals["proof_note"] = note.strip()[:MAX_NOTE]
        if photo:
            vals["proof"] = self._shrink_photo(photo)
        for company, wishes in self.sudo().grouped("company_id").items():
            wishes.write({**vals, "date_done": company._get_volunteer_today()})
        self.sudo()._end_office_todos_sudo("wish")
        return True

    @api.model
    def _shrink_photo(self, photo):
        try:
            # Four characters hold three bytes: what is too long is not even decoded.
            if len(photo) > MAX_PHOTO * 4 // 3 + 4:
                raise UploadError("size")
            content = base64.b64decode(photo, validate=True)
            return base64.b64encode(shrink_photo(content, MAX_PHOTO, PHOTO_SIDE))
        except (UploadError, binascii.Error, TypeError, ValueError) as error:
            raise UserError(
                self.env._("The photo must be a JPEG or PNG of at most 10 MB.")
            ) from error

    def action_release(self):
        """Put claimed wishes back on the board.

        :raise AccessError: neither who claimed the wish nor the volunteer office
        :raise UserError: not claimed
        """
        self._check_claimer_or_office()
        self._check_state("claimed")
        self.sudo()._release_sudo()
        return True

    def _release_sudo(self):
        self.write(
            {
                "state": "open",
                "claimed_by_id": False,
                "date_claimed": False,
                "claim_until": False,
                "as_party_member": False,
            }
        )

    def action_cancel(self):
        """Take wishes off the board that can no longer be fulfilled.

        :raise UserError: somebody is fulfilling the wish, or has
        """
        self.check_access("write")
        self._check_state("open")
        self.sudo().write({"state": "cancelled"})
        return True

    def action_reopen(self):
        """Put cancelled wishes on the board again."""
        self.check_access("write")
        self._check_state("cancelled")
        self.sudo().write({"state": "open"})
        return True

    def _check_claimer_or_office(self):
        """:raise AccessError: the wishes are kept by somebody else"""
        self.check_access("read")
        if self.env.su or self.has_access("write"):
            return
        if not all(wish.is_mine for wish in self):
            raise AccessError(self.env._("Somebody else keeps this wish."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_claimed(self):
        if any(wish.state in ("claimed", "done") for wish in self):
            raise UserError(
                self.env._("Wishes that somebody claimed stay for the reports.")
            )
