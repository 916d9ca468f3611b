from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, clean_context

#: Context key and its only value: a seat is given to somebody who signed up in time, or
#: whose turn it is. An object, so that no caller over RPC can say so.
KEPT_SEAT = "volunteer_kept_seat"
KEPT = object()


class VolunteerActivitySlot(models.Model):
    """The waitlist of a need: who joins it, in which order, and who leaves it."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity.slot"  # pylint: disable=consider-merging-classes-inherited

    # Drawn by one UPDATE, never given twice: who waits with a lower rank is first.
    last_rank = fields.Integer(readonly=True, default=0, copy=False)

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "last_rank")

    def _with_kept_seat(self):
        """Return these needs, for giving a seat to whose turn it is."""
        return self.with_context(**{KEPT_SEAT: KEPT})

    def _keeps_seat(self):
        """Return whether the seat in question is kept for whom it is given to.

        Gates that close with time (windows, cut-off hours) let such a person pass.
        """
        return self.env.context.get(KEPT_SEAT) is KEPT

    def _takes_waiting_sudo(self):
        """Return whether somebody who finds this need full may wait."""
        self.ensure_one()
        slot = self.sudo()
        return (
            slot.company_id.volunteer_waitlist
            and slot.activity_id.state == "published"
            and slot.activity_id.start > fields.Datetime.now()
        )

    def _sign_up_or_wait_sudo(self, volunteers):
        """Sign people up while there are seats; the others wait, in this order.

        The caller has checked who may do so.

        :param volunteers: ``volunteer.volunteer`` as superuser
        :return: the sign-ups, ``confirmed`` or ``waiting``, as superuser
        :raise UserError: why somebody cannot sign up, by name
        """
        self.ensure_one()
        slot = self.sudo()
        if not slot._takes_waiting_sudo():
            return self._sign_up_sudo(volunteers)
        slot._offer_free_seats_sudo()
        offered = slot._get_queue_sudo(offered=True).volunteer_id & volunteers
        others = volunteers - offered
        free = slot.seats - slot.taken
        seated, late = offered | others[:free], others[free:]
        signups = self.env["volunteer.signup"].sudo()
        if seated:
            signups |= self._sign_up_sudo(seated)
        if late:
            signups |= self._join_waitlist_sudo(late)
        return signups

    def _join_waitlist_sudo(self, volunteers):
        """Put people on the waitlist; who waits here already keeps the place.

        :return: their sign-ups, as superuser
        :raise UserError: why somebody could not take a seat either, by name
        """
        self.ensure_one()
        slot = self.sudo()
        reasons = slot._get_signup_obstacles(volunteers)
        if reasons:
            raise UserError("\n".join(reasons.values()))
        Signup = self.env["volunteer.signup"].sudo()
        Signup = Signup.with_context(clean_context(self.env.context))
        earlier = Signup.search(
            [
                ("activity_id", "=", slot.activity_id.id),
                ("volunteer_id", "in", volunteers.ids),
            ]
        )
        staying = earlier.filtered(
            lambda signup: signup.slot_id == slot and signup.state == "waiting"
        )
        joining = volunteers - staying.volunteer_id
        if not joining:
            return staying
        ranks = dict(zip(joining, slot._draw_ranks_sudo(len(joining)), strict=True))
        moving = earlier - staying
        left = moving.slot_id - slot
        moving._give_up_place_sudo()
        for signup in moving:
            signup.write(
                {
                    "slot_id": slot.id,
                    "state": "waiting",
                    "waiting_rank": ranks[signup.volunteer_id],
                    # What was offered elsewhere is not offered here.
                    "offered_until": False,
                }
            )
        left._offer_free_seats_sudo()
        return earlier | Signup.create(
            [
                {
                    "slot_id": slot.id,
                    "volunteer_id": volunteer.id,
                    "state": "waiting",
                    "waiting_rank": ranks[volunteer],
                }
                for volunteer in joining - moving.volunteer_id
            ]
        )

    def _draw_ranks_sudo(self, count):
        """Return the next ranks of this waitlist, and count the people who join it.

        One statement on the row that seats are counted on: a seat that is given back at
        the same moment is seen, or this transaction is repeated.
        """
        self.ensure_one()
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE volunteer_activity_slot "
                "SET waiting = waiting + %(count)s, last_rank = last_rank + %(count)s "
                "WHERE id = %(id)s RETURNING last_rank",
                count=count,
                id=self.id,
            ),
            log_exceptions=False,
        )
        ((last,),) = self.env.cr.fetchall()
        self.invalidate_recordset(["waiting", "last_rank"], flush=False)
        return range(last - count + 1, last + 1)

    def _leave_queue_sudo(self, count):
        """Count that people wait no longer."""
        self.ensure_one()
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE volunteer_activity_slot SET waiting = waiting - %s "
                "WHERE id = %s",
                count,
                self.id,
            ),
            log_exceptions=False,
        )
        self.invalidate_recordset(["waiting"], flush=False)

    def _get_queue_sudo(self, offered=False):
        """Return who waits for these needs in order, or whom a seat is kept for."""
        return (
            self.env["volunteer.signup"]
            .sudo()
            .search(
                [
                    ("slot_id", "in", self.ids),
                    ("state", "=", "waiting"),
                    ("offered_until", "!=" if offered else "=", False),
                ],
                order="waiting_rank, id",
            )
        )


class VolunteerSignup(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.signup"  # pylint: disable=consider-merging-classes-inherited

    waiting_rank = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        help="Order on the waitlist of the post: who has the lowest number is next.",
    )
    offered_until = fields.Datetime(
        string="Seat Offered until",
        readonly=True,
        copy=False,
        help="A seat is kept until then; the volunteer confirms or declines.",
    )
    waiting_place = fields.Integer(
        string="Place on the Waitlist",
        compute="_compute_waiting_place",
        compute_sudo=True,
        help="1 is asked next.",
    )

    _queue = models.Index("(slot_id, waiting_rank) WHERE state = 'waiting'")
    _offers = models.Index("(offered_until) WHERE offered_until IS NOT NULL")
    _offer_while_waiting = models.Constraint(
        "CHECK (offered_until IS NULL OR state = 'waiting')",
        "A seat is offered to those who wait only.",
    )

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "waiting_rank", "offered_until")

    @api.depends("state", "offered_until", "waiting_rank", "slot_id.waiting")
    def _compute_waiting_place(self):
        places = {}
        waiting = self.filtered(lambda signup: signup.state == "waiting")
        for queue in waiting.slot_id._get_queue_sudo().grouped("slot_id").values():
            places.update(
                {signup.id: place for place, signup in enumerate(queue, start=1)}
            )
        for signup in self:
            signup.waiting_place = places.get(signup._origin.id, 0)

    def write(self, vals):
        # Whatever ends the waiting ends the offer.
        if vals.get("state", "waiting") != "waiting":
            vals = {**vals, "offered_until": False, "waiting_rank": 0}
        return super().write(vals)

    def _holds_seat(self):
        """Return whether a seat is counted for this sign-up."""
        self.ensure_one()
        return self.state in ("confirmed", "attended", "absent") or (
            self.state == "waiting" and bool(self.offered_until)
        )
