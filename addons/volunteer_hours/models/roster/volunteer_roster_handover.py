from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...tools.roster_taps import group_taps, read_taps

#: Taps in one hand-over; a page with more sends them in parts.
MOST_TAPS = 200
#: A check-out tapped later than this after the end is typed in as a time instead: a
#: leader who taps in the evening does not mean that people served until then.
LATE_HOURS = 2


class VolunteerActivity(models.Model):
    """Handing taps over: each is noted once, applied in order, or kept as refused."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    roster_tap_ids = fields.One2many(
        "volunteer.roster.tap", "activity_id", string="Taps", readonly=True
    )
    refused_tap_count = fields.Integer(compute="_compute_refused_tap_count")

    @api.depends("roster_tap_ids.state")
    def _compute_refused_tap_count(self):
        counts = dict(
            self.env["volunteer.roster.tap"]
            .sudo()
            ._read_group(
                [("activity_id", "in", self.ids), ("state", "=", "refused")],
                ["activity_id"],
                ["__count"],
            )
        )
        for activity in self:
            activity.refused_tap_count = counts.get(activity.sudo(), 0)

    def action_get_roster(self):
        roster = super().action_get_roster()
        refused = self.sudo().roster_tap_ids.filtered(
            lambda tap: tap.state == "refused"
        )
        roster["refused"] = [
            {
                "uuid": tap.uuid,
                "text": tap.display_name,
                "message": tap.message,
                "at": fields.Datetime.to_string(tap.tapped_on),
            }
            for tap in refused
        ]
        return roster

    def action_open_refused_taps(self):
        """Open what leaders tapped and could not be applied."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_roster_tap_action"
        )
        return {**action, "domain": [("activity_id", "=", self.id)]}

    def action_hand_over_taps(self, taps, phone_clock):
        """Apply what a leader tapped on the roster, each tap once.

        Taps are applied in the order in which they were made. Handing the same ones
        over again changes nothing and gives the same answer.

        :param list taps: dicts as :func:`read_taps` takes them, 200 at most
        :param float phone_clock: milliseconds since 1970 by the phone's clock, now
        :return: ``{"results": {uuid: why it was not applied, or ""}, "roster": …}``
        :rtype: dict
        :raise AccessError: not in charge of the activity
        :raise UserError: not what the page sends
        """
        self.ensure_one()
        self._check_leading()
        now = fields.Datetime.now()
        try:
            read = read_taps(taps, phone_clock, now)
        except ValueError as error:
            raise UserError(
                self.env._("This is not what the roster page sends. Please reload it.")
            ) from error
        if len(read) > MOST_TAPS:
            raise UserError(
                self.env._("Hand over %(count)s taps at a time.", count=MOST_TAPS)
            )
        records = self._claim_taps_sudo(read, now)
        for group in group_taps([tap for tap in read if tap.uuid in records]):
            self._apply_taps(group, records)
        stored = (
            self.env["volunteer.roster.tap"]
            .sudo()
            .search_fetch(
                [
                    ("uuid", "in", [tap.uuid for tap in read]),
                    # Nothing is said of taps elsewhere.
                    ("activity_id", "=", self.id),
                ],
                ["uuid", "state", "message"],
            )
        )
        return {
            "results": {
                tap.uuid: "" if tap.state == "applied" else tap.message or ""
                for tap in stored
            },
            "roster": self.action_get_roster(),
        }

    def _claim_taps_sudo(self, taps, now):
        """Note taps that are new, in one statement.

        Two hand-overs of the same tap at once wait for each other; the second gets a
        serialization failure, is repeated by Odoo and then finds it noted.

        :return: ``{uuid: the new record, as superuser}``
        """
        Tap = self.env["volunteer.roster.tap"].sudo()
        own_ids = set(self.sudo().signup_ids.ids)
        rows = {
            tap.uuid: SQL(
                "(%s, %s, %s, %s, %s, %s, %s, %s, %s, 'applied', %s, %s, %s, %s)",
                tap.uuid,
                self.id,
                self.sudo().company_id.id,
                tap.signup_id if tap.signup_id in own_ids else None,
                self.env.uid,
                tap.kind,
                tap.when,
                now,
                _describe(tap),
                self.env.uid,
                self.env.uid,
                now,
                now,
            )
            for tap in taps
        }
        if not rows:
            return {}
        Tap.flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO volunteer_roster_tap
                       (uuid, activity_id, company_id, signup_id, user_id, kind,
                        tapped_on, received_on, details, state,
                        create_uid, write_uid, create_date, write_date)
                VALUES %s
                    ON CONFLICT (uuid) DO NOTHING
             RETURNING id
                """,
                SQL(", ").join(rows.values()),
            ),
            # Losing the race is expected and repeated by Odoo: no error in the log.
            log_exceptions=False,
        )
        new = Tap.browse([tap_id for (tap_id,) in self.env.cr.fetchall()])
        self.invalidate_recordset(["roster_tap_ids"])
        return {record.uuid: record for record in new}

    def _apply_taps(self, group, records):
        """Apply taps of one kind and moment together, or else one by one."""
        # Counted outside the savepoint, which takes back what fails.
        if group[0].kind == "add" and not self._may_try_number():
            problem = self.env._("Too many numbers were tried. Please wait an hour.")
        else:
            problem = self._try_taps(group)
        if not problem:
            return
        if len(group) > 1:
            for tap in group:
                self._apply_taps([tap], records)
            return
        records[group[0].uuid].write({"state": "refused", "message": problem})

    def _try_taps(self, group):
        """Apply taps of one kind and moment; return why not, or nothing."""
        try:
            # The savepoint flushes, so that a constraint of the database speaks here.
            with self.env.cr.savepoint():
                self._check_taps_in_time(group[0])
                self._do_taps(group)
        except (UserError, AccessError) as error:
            return str(error)
        except IntegrityError as error:
            return self._describe_roster_conflict(error)
        return None

    def _describe_roster_conflict(self, error):
        for name in ("volunteer.hour", "volunteer.signup", "volunteer.activity.slot"):
            model = self.env[name]
            if model._table == error.diag.table_name:
                return model._sql_error_to_message(error)
        return self.env["base"]._sql_error_to_message(error)

    def _check_taps_in_time(self, tap):
        """:raise UserError: made too long ago, or too long after the activity"""
        activity = self.sudo()
        now = fields.Datetime.now()
        days = activity.company_id.volunteer_tap_days
        if tap.when < now - timedelta(days=days):
            raise UserError(
                self.env._(
                    "This was tapped more than %(days)s days ago. Type the times in.",
                    days=days,
                )
            )
        if tap.kind == "in" and tap.when > activity.stop:
            raise UserError(
                self.env._("The activity was over by then. Type the times in.")
            )
        if tap.kind == "out" and tap.when > activity.stop + timedelta(hours=LATE_HOURS):
            raise UserError(
                self.env._("The activity was long over by then. Type the times in.")
            )

    def _do_taps(self, group):
        """Do what taps of one kind and moment say.

        :raise UserError: why it cannot be done
        """
        tap = group[0]
        if tap.kind == "add":
            signup = self._add_walk_in(tap.code, tap.slot_id, tap.instead_of)
            if self.sudo().counts_hours and self.sudo().stop > tap.when:
                signup.action_check_in("roster", tap.when)
            return
        wanted = [one.signup_id for one in group]
        signups = self.sudo().signup_ids.filtered(lambda one: one.id in wanted)
        if len(signups) != len(wanted):
            raise UserError(
                self.env._("This person is not signed up for the activity any more.")
            )
        if tap.kind in ("in", "present", "times"):
            signups._return_absent_sudo()
        forgotten = signups.filtered("end_open")
        signups = signups.sudo(self.env.su)
        if tap.kind == "in":
            signups.action_check_in("roster", tap.when)
            signups.sudo()._come_back_sudo(tap.when)
        elif tap.kind == "out":
            signups.action_check_out(tap.when)
        elif tap.kind == "present":
            if forgotten:
                forgotten.sudo(self.env.su).action_confirm_end()
            (signups - forgotten).action_confirm_presence()
        elif tap.kind == "absent":
            signups.action_mark_absent()
        elif tap.kind == "times":
            signups.action_type_times(tap.time_in, tap.time_out)
        elif tap.kind == "undo":
            signups.action_undo_presence()
        elif tap.kind == "rate":
            signups.action_rate(tap.quality, tap.note)


def _describe(tap):
    """Return what a tap says beside its kind, without words to be translated."""
    if tap.kind == "rate":
        return f"{tap.quality}"
    if tap.kind == "times":
        return f"{tap.time_in}–{tap.time_out}"
    return tap.code or None
