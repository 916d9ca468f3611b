from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL


class VolunteerActivitySlot(models.Model):
    """Seats that become free: offered to who has waited longest and may come."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity.slot"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        result = super().write(vals)
        if "seats" in vals:
            self.sudo()._offer_free_seats_sudo()
        return result

    def _offer_free_seats_sudo(self):
        """Give each free seat of these needs to the first on the waitlist.

        People who may not come at present, say because they serve elsewhere at that
        time, are passed over and keep their place. Offers whose time is over end first.
        """
        if self._keeps_seat():
            return
        now = fields.Datetime.now()
        for slot in self.sudo():
            activity = slot.activity_id
            if activity.state != "published":
                continue
            if activity.start <= now:
                slot._end_waiting_sudo(now)
                continue
            slot._end_offers_sudo(now)
            free = slot.seats - slot.taken
            if not slot.waiting or free <= 0:
                continue
            queue = slot._get_queue_sudo()
            kept = slot._with_kept_seat()
            barred = kept._get_signup_obstacles(queue.volunteer_id)
            able = queue.filtered(
                lambda one, barred=barred: one.volunteer_id not in barred
            )
            if slot.company_id.volunteer_waitlist_auto:
                kept._give_seats_sudo(able, free)
            elif able:
                slot._offer_seats_sudo(able[:free], now)

    def _offer_seats_sudo(self, signups, now):
        """Keep a seat for each of these people, and ask them."""
        self.ensure_one()
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE volunteer_activity_slot "
                "SET taken = taken + %(count)s, waiting = waiting - %(count)s "
                "WHERE id = %(id)s AND taken + %(count)s <= seats RETURNING taken",
                count=len(signups),
                id=self.id,
            ),
            log_exceptions=False,
        )
        if not self.env.cr.fetchall():
            # Fewer seats than were read: the next run looks again.
            self.invalidate_recordset(flush=False)
            return
        self.invalidate_recordset(["taken", "waiting", "seats_left"], flush=False)
        minutes = self.company_id.volunteer_offer_minutes
        until = min(now + timedelta(minutes=minutes), self.activity_id.start)
        signups.write({"offered_until": until})
        signups._tell_sudo(
            lambda env: env._("A seat is free for you: please answer"),
            lambda env: env._(
                "%(activity)s, %(when)s, %(post)s. The seat is kept for you until "
                "%(until)s; after that, the next one is asked.",
                activity=self.activity_id.name,
                when=self.activity_id.with_env(env)._format_when_text(),
                post=self.post_id.name,
                until=self.activity_id.with_env(env)._format_moment(until),
            ),
            urgent=True,
        )

    def _give_seats_sudo(self, signups, free):
        """Give seats without asking; who is refused at last keeps waiting."""
        self.ensure_one()
        given = signups.browse()
        for signup in signups:
            if len(given) == free:
                break
            try:
                with self.env.cr.savepoint():
                    given |= self._sign_up_sudo(signup.volunteer_id)
            except UserError:
                continue
        given._tell_sudo(
            lambda env: env._("You have moved up from the waitlist"),
            lambda env: env._(
                "A seat has become free, and it is yours: %(activity)s, %(when)s, "
                "%(post)s. Please cancel in time if you cannot come.",
                activity=self.activity_id.name,
                when=self.activity_id.with_env(env)._format_when_text(),
                post=self.post_id.name,
            ),
            urgent=True,
        )

    def _end_offers_sudo(self, now):
        """Take back the seats that nobody answered for in time, and tell the people."""
        late = self._get_queue_sudo(offered=True).filtered(
            lambda signup: signup.offered_until <= now or signup.start <= now
        )
        if not late:
            return
        late._give_up_place_sudo()
        late.write({"state": "cancelled"})
        late._tell_sudo(
            lambda env: env._("The time to answer is over"),
            lambda env: env._(
                "The seat for “%(activity)s” was offered to the next one. You can go "
                "on the waitlist again.",
                activity=late.activity_id.name,
            ),
        )

    def _end_waiting_sudo(self, now):
        """Tell those who still wait when an activity begins that no seat came free."""
        begun = self.sudo().filtered(lambda slot: slot.activity_id.start <= now)
        for slot in begun:
            slot._end_offers_sudo(now)
            queue = slot._get_queue_sudo()
            queue._give_up_place_sudo()
            queue.write({"state": "cancelled"})
            queue._tell_sudo(
                lambda env: env._("No seat has become free"),
                lambda env, slot=slot: env._(
                    "“%(activity)s” has begun without a seat for you. Thank you for "
                    "offering your time.",
                    activity=slot.activity_id.name,
                ),
            )


class VolunteerActivity(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    def _format_when_text(self):
        """Return when this activity takes place, as text for a message."""
        self.ensure_one()
        return self._format_when()[self]

    def _format_moment(self, moment):
        """Return a moment in the unit's time zone, as short as it can be said."""
        self.ensure_one()
        company = self.sudo().company_id
        local = company._get_volunteer_time(moment)
        today = company._get_volunteer_today()
        shape = "%H:%M" if local.date() == today else "%m-%d %H:%M"
        return local.strftime(shape)


class VolunteerSignup(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.signup"  # pylint: disable=consider-merging-classes-inherited

    offered_until_text = fields.Char(
        compute="_compute_offered_until_text", compute_sudo=True
    )

    @api.depends("offered_until")
    def _compute_offered_until_text(self):
        for signup in self:
            signup.offered_until_text = (
                signup.offered_until
                and signup.activity_id._format_moment(signup.offered_until)
            )

    def action_confirm_offer(self):
        """Take the seats that are kept, as the volunteer or as who is in charge.

        Idempotent: who has the seat already keeps it.

        :raise AccessError: somebody else's sign-up
        :raise UserError: no seat is kept any more, or why the person may not come now
        """
        (self - self._get_own_sudo())._check_in_charge()
        now = fields.Datetime.now()
        for signup in self.sudo():
            if signup.state == "confirmed":
                continue
            if (
                signup.state != "waiting"
                or not signup.offered_until
                or signup.offered_until <= now
                # Moved to an earlier time after the seat was offered.
                or signup.start <= now
            ):
                raise UserError(
                    self.env._(
                        "The time to answer is over, and the next one is asked. You "
                        "can go on the waitlist again."
                    )
                )
            signup.slot_id._with_kept_seat()._sign_up_sudo(signup.volunteer_id)
        return True

    def action_decline_offer(self):
        """Let the next ones have the seats that are kept.

        :raise AccessError: somebody else's sign-up
        :raise UserError: no seat is kept for this person
        """
        (self - self._get_own_sudo())._check_in_charge()
        if any(not signup.offered_until for signup in self.sudo()):
            raise UserError(self.env._("No seat is kept here."))
        return self.action_cancel()

    def _give_up_place_sudo(self):
        """Count that these people hold no seat and wait no longer; states stay."""
        for slot, signups in self.grouped("slot_id").items():
            holding = signups.filtered(lambda signup: signup._holds_seat())
            queueing = signups.filtered(lambda signup: signup.state == "waiting")
            queueing -= holding
            if queueing:
                slot._leave_queue_sudo(len(queueing))
            if holding:
                slot._release_seats_sudo(len(holding))

    def _tell_sudo(self, title, body, *, matter="waitlist", urgent=False):
        """Send the volunteers of one activity a message that leads to their page.

        :param title: function of an environment in the reader's language
        :param body: likewise
        """
        if not self:
            return
        self.volunteer_id._notify_sudo(
            matter,
            lambda volunteer: (title(volunteer.env), body(volunteer.env)),
            activity=self.activity_id,
            url="/my/volunteer",
            urgent=urgent,
        )

    @api.model
    def _cron_waitlist(self):
        """End offers and waitlists whose time is over, and offer what is free.

        Runs every few minutes; sign-ups and cancellations do the same for their own
        need at once.
        """
        now = fields.Datetime.now()
        late = self.search(
            [
                ("state", "=", "waiting"),
                "|",
                ("offered_until", "<=", now),
                ("start", "<=", now),
            ]
        )
        Slot = self.env["volunteer.activity.slot"]
        slots = late.slot_id | Slot.search(
            [
                ("waiting", ">", 0),
                ("activity_id.state", "=", "published"),
                ("activity_id.start", ">", now),
            ]
        ).filtered(lambda slot: slot.taken < slot.seats)
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(slots))
        for slot in slots:
            try:
                with self.env.cr.savepoint():
                    slot._end_waiting_sudo(now)
                    slot._offer_free_seats_sudo()
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                # Somebody signs up at this moment; the next run sees what is left.
                self.env.invalidate_all(flush=False)
            if not commit(1):
                break
