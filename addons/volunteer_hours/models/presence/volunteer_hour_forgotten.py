import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)
#: Stays closed in one go by the cron.
BATCH = 200


class VolunteerHour(models.Model):
    """Forgotten check-outs: the planned end stands in, until who leads confirms it."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    auto_closed = fields.Boolean(
        string="Check-out Forgotten",
        readonly=True,
        copy=False,
        help="Nobody checked this person out; the planned end stands in.",
    )
    end_confirmed_by = fields.Many2one(
        "res.users",
        string="End Confirmed by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Who says when this person left.",
    )

    _end_unconfirmed = models.Index(
        "(activity_id) WHERE auto_closed AND end_confirmed_by IS NULL"
    )

    @api.model
    def _cron_close_forgotten(self):
        """Close stays that nobody has ended, some time after the planned end."""
        now = fields.Datetime.now()
        due = (
            self.sudo()
            .search([("state", "=", "open")])
            .filtered(
                lambda line: (
                    fields.Datetime.add(
                        line.signup_id.stop,
                        minutes=line.company_id.volunteer_close_after,
                    )
                    <= now
                )
            )
        )
        for position in range(0, len(due), BATCH):
            batch = due[position : position + BATCH]
            batch._close_forgotten_sudo()
            self.env["ir.cron"]._commit_progress(
                len(batch), remaining=len(due) - position - len(batch)
            )

    def _close_forgotten_sudo(self):
        """End these open stays at the planned end, marked for who leads to confirm."""
        if not self:
            return
        self.volunteer_id._hold_presence_sudo()
        now = fields.Datetime.now()
        ends = {}
        for line in self:
            # Who came after the end has not stayed at all.
            end = min(max(line.signup_id.stop, line.check_in), now)
            ends.setdefault(end, self.browse())
            ends[end] |= line
        for end, lines in sorted(ends.items(), key=lambda pair: pair[0]):
            lines._close_presence_sudo(end, capped=True)
        # Of these stays only: whole teams check in at one moment, and who came back has
        # another stay that began with theirs.
        stays = {(line.signup_id, line.check_in) for line in self}
        lines = self.signup_id.hour_ids.filtered(
            lambda line: (
                (line.signup_id, line.check_in) in stays
                and line.state in ("draft", "cancelled")
            )
        )
        lines.write({"auto_closed": True, "check_out": False})

    def action_confirm_end(self, when=None):
        """Say when people left whose check-out was forgotten.

        :param datetime when: naive UTC; empty: at the planned end, as the line says
        :return: True
        :raise AccessError: not in charge of the activity, or no hours of a presence
        :raise UserError: nothing to confirm, or no possible time
        """
        when = fields.Datetime.to_datetime(when)
        lines = self.sudo()
        if not all(line.signup_id for line in lines):
            # Nobody leads these; what follows would name whose they are.
            raise AccessError(self.env._("Only a presence has an end to be confirmed."))
        lines.signup_id.sudo(self.env.su)._check_in_charge()
        for line in lines:
            if not line._is_end_open():
                raise UserError(
                    self.env._(
                        "%(line)s does not wait for its end to be confirmed.",
                        line=line.display_name,
                    )
                )
            if when and not line.check_in < when <= fields.Datetime.now():
                raise UserError(
                    self.env._(
                        "%(name)s cannot leave before arriving, nor in the future.",
                        name=line.volunteer_id.name,
                    )
                )
        if when:
            lines.volunteer_id._hold_presence_sudo()
            lines._reopen_sudo()._close_presence_sudo(when)
        lines.write({"end_confirmed_by": self.env.uid})
        return True

    def _is_end_open(self):
        """Return whether who leads still has to say when this person left."""
        self.ensure_one()
        return (
            self.auto_closed
            and not self.end_confirmed_by
            and self.state in ("draft", "refused")
        )

    def _reopen_sudo(self):
        """Take back what was granted by rule; a part after midnight goes altogether."""
        later = self.browse()
        for stay in self.grouped(lambda line: (line.signup_id, line.check_in)).values():
            later |= stay.sorted("date")[1:]
        later.write({"state": "cancelled", "minutes": 0})
        lines = self - later
        lines.write({"state": "open", "start": False, "stop": False, "minutes": 0})
        lines.flush_recordset()
        return lines

    def action_submit(self):
        """Submit; where a check-out was forgotten, who leads confirms the end first."""
        # First: what waits is said by name.
        self._check_may_submit()
        self._check_ends_confirmed()
        return super().action_submit()

    def _check_ends_confirmed(self):
        """:raise UserError: whose check-out was forgotten, and nobody said when"""
        waiting = self.sudo().filtered(lambda line: line._is_end_open())
        if waiting:
            raise UserError(
                self.env._(
                    "Nobody checked these people out. Confirm first when they left: "
                    "%(names)s.",
                    names=waiting.volunteer_id.mapped("name"),
                )
            )


class VolunteerSignup(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.signup"  # pylint: disable=consider-merging-classes-inherited

    end_open = fields.Boolean(
        string="End to Confirm",
        compute="_compute_end_open",
        compute_sudo=True,
        help="The check-out was forgotten: say when this person left.",
    )

    @api.depends("hour_ids.auto_closed", "hour_ids.end_confirmed_by", "hour_ids.state")
    def _compute_end_open(self):
        for signup in self:
            signup.end_open = any(line._is_end_open() for line in signup.hour_ids)

    def action_confirm_end(self, when=None):
        """Say when people left whose check-out was forgotten.

        :param datetime when: naive UTC; empty: at the planned end
        :return: True
        :raise AccessError: not in charge of the activity
        :raise UserError: nothing to confirm, or no possible time
        """
        self._check_in_charge()
        lines = self.sudo().hour_ids.filtered(lambda line: line._is_end_open())
        if not lines:
            raise UserError(self.env._("Nobody here waits for this."))
        return lines.sudo(self.env.su).action_confirm_end(when)

    def _end_other_stays_sudo(self, when):
        """End what was forgotten elsewhere before these people check in.

        :raise UserError: somebody is still at an activity that is not over
        """
        others = self.env["volunteer.hour"].search(
            [("volunteer_id", "in", self.volunteer_id.ids), ("state", "=", "open")]
        )
        staying = others.filtered(lambda line: line.signup_id.stop > when)
        if staying:
            raise UserError(
                self.env._(
                    "%(name)s is still checked in at “%(activity)s”. Check out there "
                    "first.",
                    name=staying[0].volunteer_id.name,
                    activity=staying[0].activity_id.display_name,
                )
            )
        others._close_forgotten_sudo()


class VolunteerVolunteer(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _hold_presence_sudo(self):
        """Let two deeds that touch the hours of one person at once see each other.

        The row of the volunteer is written, in order: the second transaction fails,
        is repeated by Odoo and then sees what the first one did.
        """
        ids = sorted(self.ids)
        if ids:
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE volunteer_volunteer SET write_date = volunteer.write_date
                      FROM (SELECT id, write_date FROM volunteer_volunteer
                             WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE) volunteer
                     WHERE volunteer_volunteer.id = volunteer.id
                    """,
                    ids,
                ),
                # Losing the race is expected and repeated by Odoo: no error in the log.
                log_exceptions=False,
            )
