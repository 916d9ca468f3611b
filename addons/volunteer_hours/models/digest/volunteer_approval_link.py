import hashlib
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.urls import urljoin

from odoo.addons.volunteer_base.tools.token import is_token, new_token

#: Minutes after its use in which what a link approved is taken back by one tap.
UNDO_MINUTES = 60
#: Days after which a link that is over is forgotten.
_KEPT_DAYS = 60


class VolunteerApprovalLink(models.Model):
    """A link that lets one user approve some lines once, without a login.

    The token stands in the e-mail only; here is its hash. The lines are those of the
    moment it was written, and the link does nothing its user could not do after a
    login: every approval goes through ``action_approve`` as that user.
    """

    _name = "volunteer.approval.link"
    _description = "Approval by E-mail"
    _order = "id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="cascade"
    )
    token_hash = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    expires_on = fields.Datetime(readonly=True)
    used_on = fields.Datetime(readonly=True)
    undone_on = fields.Datetime(readonly=True)
    hour_ids = fields.Many2many(
        "volunteer.hour",
        "volunteer_approval_link_hour_rel",
        "link_id",
        "hour_id",
        string="Hours",
        readonly=True,
    )
    approved_ids = fields.Many2many(
        "volunteer.hour",
        "volunteer_approval_link_approved_rel",
        "link_id",
        "hour_id",
        string="Approved Hours",
        readonly=True,
    )

    _token_unique = models.UniqueIndex("(token_hash) WHERE token_hash IS NOT NULL")

    # ------------------------------------------------------------------
    # Making and finding
    # ------------------------------------------------------------------

    @api.model
    def _prepare_link_sudo(self, user, line_ids, days):
        """Return the values of a link, and its token; without days there is no token.

        A link is made for every e-mail, so that the next one knows what is new.
        """
        vals = {"user_id": user.id, "hour_ids": [fields.Command.set(line_ids)]}
        if not days:
            return vals, None
        token = new_token()
        vals["token_hash"] = self._hash_token(token)
        vals["expires_on"] = fields.Datetime.now() + timedelta(days=days)
        return vals, token

    @api.model
    def _hash_token(self, token):
        # The token has 144 bits of chance: nobody tries them out against the hash.
        return hashlib.sha256(token.encode()).hexdigest()

    @api.model
    def _get_url(self, token):
        return urljoin(self.get_base_url(), f"/volunteer/approve/{token}")

    @api.model
    def _find_sudo(self, token):
        """Return a token's link as superuser, or none; anything comes in a URL."""
        if not is_token(token):
            return self.sudo().browse()
        return self.sudo().search([("token_hash", "=", self._hash_token(token))])

    def _is_open(self):
        """Return whether the link still approves something."""
        self.ensure_one()
        return self._is_user_able() and not self.used_on and not self._is_expired()

    def _is_expired(self):
        self.ensure_one()
        return not self.expires_on or self.expires_on <= fields.Datetime.now()

    def _is_user_able(self):
        """Return whether the user still decides anything: active and internal."""
        self.ensure_one()
        return self.user_id.active and not self.user_id.share

    def _can_undo(self):
        self.ensure_one()
        now = fields.Datetime.now()
        return bool(
            self._is_user_able()
            and self.approved_ids
            and not self.undone_on
            and self.used_on
            and now < self.used_on + timedelta(minutes=UNDO_MINUTES)
        )

    # ------------------------------------------------------------------
    # Deeds
    # ------------------------------------------------------------------

    def _as_user(self, lines):
        """Return lines as the link's user sees them, in all of the user's units."""
        user = self.user_id
        return lines.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids, lang=user.lang
        )

    def _get_obstacles_sudo(self):
        """Return ``{line: sentence}`` of the lines this link does not approve.

        Whose turn has passed, and what needs a look at more than a line in a list.
        """
        self.ensure_one()
        lines = self._as_user(self.hour_ids)
        reasons = lines._get_cannot_decide_reasons()
        obstacles = {}
        for line in self.hour_ids:
            if line.id in reasons:
                obstacles[line] = self.env._("Decided already, or no longer your turn.")
            elif reason := lines.browse(line.id)._get_look_first_reason():
                obstacles[line] = reason
        return obstacles

    def _approve_sudo(self, line_ids):
        """Approve some of the lines as the user, and use the link up.

        :param line_ids: ids; those that are not the link's or not open are left out
        :raise UserError: the link is over, or nothing is left to approve
        """
        self.ensure_one()
        if not self._is_open():
            raise UserError(self.env._("This link has been used, or is too old."))
        obstacles = self._get_obstacles_sudo()
        lines = self.hour_ids.filtered(
            lambda line: line.id in line_ids and line not in obstacles
        )
        if not lines:
            raise UserError(self.env._("Choose at least one line."))
        # First: of two clicks at once, the second one fails here, is repeated by Odoo
        # and then finds the link used.
        self.write({"used_on": fields.Datetime.now()})
        self.flush_recordset()
        mine = self._as_user(lines)
        mine.action_approve(mine.env._("By the link in the e-mail."))
        self.write({"approved_ids": [fields.Command.set(lines.ids)]})

    def _undo_sudo(self):
        """Take back what this link approved, as its user, where that can be done.

        :return: number of lines taken back
        :raise UserError: too late, done already, or others have decided since
        """
        self.ensure_one()
        if not self._can_undo():
            raise UserError(self.env._("This can no longer be taken back here."))
        lines = self._as_user(self.approved_ids)
        undoable = lines._get_undoable_steps_sudo()
        lines = lines.filtered(lambda line: line.sudo() in undoable)
        if not lines:
            raise UserError(
                self.env._("Others have decided on these hours in the meantime.")
            )
        self.write({"undone_on": fields.Datetime.now()})
        lines.action_undo_decision()
        return len(lines)

    @api.autovacuum
    def _gc_links(self):
        """Forget links long after they are over; the decisions stand elsewhere."""
        limit = fields.Datetime.now() - timedelta(days=_KEPT_DAYS)
        self.search([("create_date", "<", limit)]).unlink()


class VolunteerHour(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def _get_look_first_reason(self):
        """Return why this line is decided in the backend only, or nothing."""
        self.ensure_one()
        line = self.sudo()
        if line._lacks_off_duty():
            return self.env._("In working time: say in Odoo whether it was time off.")
        if line.reverses_id:
            return self.env._("Takes recorded hours back: please decide in Odoo.")
        return None
