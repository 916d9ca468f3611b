from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, clean_context


class VolunteerActivitySlot(models.Model):
    _name = "volunteer.activity.slot"
    _description = "Volunteer Need"
    _inherit = ["volunteer.guard.mixin"]
    _order = "activity_id, id"
    _check_company_auto = True

    _guarded_fields = ("taken", "waiting")

    activity_id = fields.Many2one(
        "volunteer.activity", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="activity_id.company_id", store=True, index=True
    )
    post_id = fields.Many2one(
        "volunteer.post",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    seats = fields.Integer(required=True, default=1)
    # Counters, changed by one conditional UPDATE only (see _take_seats_sudo).
    taken = fields.Integer(readonly=True, default=0, copy=False)
    waiting = fields.Integer(readonly=True, default=0, copy=False)
    seats_left = fields.Integer(compute="_compute_seats_left")

    _seats_range = models.Constraint(
        "CHECK (taken >= 0 AND waiting >= 0 AND seats >= taken)",
        "There cannot be fewer seats than people who have signed up.",
    )
    _post_unique = models.UniqueIndex(
        "(activity_id, post_id)",
        "This post is listed already; change its seats instead.",
    )

    @api.depends("seats", "taken")
    def _compute_seats_left(self):
        for slot in self:
            slot.seats_left = slot.seats - slot.taken

    @api.depends("post_id", "activity_id")
    def _compute_display_name(self):
        for slot in self:
            slot.display_name = f"{slot.activity_id.display_name} · {slot.post_id.name}"

    def write(self, vals):
        # Sign-ups and hours keep the activity they were made for.
        if (
            "activity_id" in vals
            and not self.env.su
            and any(slot.activity_id.id != vals["activity_id"] for slot in self)
        ):
            raise UserError(
                self.env._("A need stays with its activity; add a new one instead.")
            )
        return super().write(vals)

    def action_sign_up(self):
        """Sign the current user up for this need, or put them on its waitlist.

        :return: the sign-up's id; ``waiting`` where the need was full
        :rtype: int
        :raise AccessError: the user is no volunteer of this unit
        :raise UserError: says in one sentence why not: full, closed, overlapping,
            not registered
        """
        self.ensure_one()
        volunteer = self.env["res.users"]._get_current_volunteer_sudo()
        if not volunteer:
            raise AccessError(
                self.env._("Only volunteers sign up. Please register first.")
            )
        self.check_access("read")
        if self.activity_id.sudo().start <= fields.Datetime.now():
            raise UserError(
                self.env._("This activity has begun; ask its leader to add you.")
            )
        return self._sign_up_or_wait_sudo(volunteer).id

    def action_sign_up_volunteers(self, volunteer_ids, waitlist=False):
        """Sign volunteers up on their behalf, as their leader or the volunteer office.

        :param list volunteer_ids: ids of ``volunteer.volunteer``
        :param bool waitlist: whoever finds no seat waits, in this order; otherwise
            nobody is signed up where not everybody has a seat
        :return: ids of the sign-ups
        :rtype: list
        :raise AccessError: neither in charge of the activity nor of the office
        :raise UserError: why somebody cannot sign up, by name
        """
        self.ensure_one()
        self.activity_id.check_access("write")
        volunteers = self.env["volunteer.volunteer"].browse(volunteer_ids)
        volunteers.check_access("read")
        if waitlist:
            return self._sign_up_or_wait_sudo(volunteers.sudo()).ids
        return self._sign_up_sudo(volunteers.sudo()).ids

    def _sign_up_sudo(self, volunteers):
        """Create confirmed sign-ups; the caller has checked who may do so.

        :param volunteers: ``volunteer.volunteer`` as superuser
        :return: the sign-ups, as superuser
        """
        self.ensure_one()
        slot = self.sudo()
        # Nobody overtakes those who wait.
        slot._offer_free_seats_sudo()
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
        # Who was absent, or was offered a seat, holds one.
        holding = earlier.filtered(lambda signup: signup._holds_seat())
        staying = holding.filtered(lambda signup: signup.slot_id == slot)
        slot._take_seats_sudo(len(volunteers - staying.volunteer_id))
        left = (earlier - staying).slot_id - slot
        (earlier - staying)._give_up_place_sudo()
        earlier.write({"slot_id": slot.id, "state": "confirmed"})
        left._offer_free_seats_sudo()
        return earlier | Signup.create(
            [
                {"slot_id": slot.id, "volunteer_id": volunteer.id, "state": "confirmed"}
                for volunteer in volunteers - earlier.volunteer_id
            ]
        )

    def _get_signup_obstacles(self, volunteers):
        """Return ``{volunteer: one sentence why this person cannot sign up}``."""
        self.ensure_one()
        return self._get_signup_obstacles_by_slot(volunteers)[self]

    def _get_signup_obstacles_by_slot(self, volunteers):
        """Return ``{slot: {volunteer: one sentence why this person cannot sign up}}``.

        Later requirements (courses, licences, age) join here, so that the phone and the
        office read the same sentence. One query however many slots.
        """
        busy = self._get_busy_signups_sudo(volunteers)
        unmet = self._get_unmet_requirements_sudo(volunteers)
        obstacles = {}
        for slot in self:
            obstacles[slot] = {}
            for volunteer in volunteers:
                sentence = slot._get_signup_obstacle(
                    volunteer, busy.get(volunteer, ())
                ) or slot._describe_unmet(volunteer, unmet[slot, volunteer])
                if sentence:
                    obstacles[slot][volunteer] = sentence
        return obstacles

    def _get_unmet_requirements_sudo(self, volunteers):
        """Return ``{(slot, volunteer): [what is missing, each as a noun]}``.

        Each matter that asks for something (papers, courses, insurance) adds what is
        missing to what it gets from ``super()``, in a fixed number of queries.

        :rtype: collections.defaultdict
        """
        return defaultdict(list)

    def _describe_unmet(self, volunteer, missing):
        if not missing:
            return None
        return self.env._(
            "%(name)s first needs: %(missing)s.",
            name=volunteer.name,
            missing=missing,
        )

    def _get_busy_signups_sudo(self, volunteers):
        """Return ``{volunteer: sign-ups that may collide}`` in one query."""
        activities = self.activity_id
        if not activities or not volunteers:
            return {}
        return (
            self.env["volunteer.signup"]
            .sudo()
            .search(
                [
                    ("volunteer_id", "in", volunteers.ids),
                    ("state", "in", ("confirmed", "attended")),
                    ("start", "<", max(activities.mapped("stop"))),
                    ("stop", ">", min(activities.mapped("start"))),
                ]
            )
            .grouped("volunteer_id")
        )

    def _get_signup_obstacle(self, volunteer, busy_signups):
        """Return one sentence why ``volunteer`` cannot sign up, or None."""
        activity = self.activity_id
        if activity.state != "published":
            return self.env._("This activity is not open for sign-up.")
        if volunteer.state not in ("trial", "registered"):
            return self.env._(
                "%(name)s is not a registered volunteer.", name=volunteer.name
            )
        if activity.company_id not in volunteer.company_ids:
            return self.env._(
                "%(name)s does not serve in %(company)s.",
                name=volunteer.name,
                company=activity.sudo().company_id.name,
            )
        for signup in busy_signups:
            if signup.activity_id == activity:
                return self.env._(
                    "%(name)s has signed up for this activity already.",
                    name=volunteer.name,
                )
            if signup.start < activity.stop and signup.stop > activity.start:
                return self.env._(
                    "%(name)s has signed up for “%(activity)s” at the same time.",
                    name=volunteer.name,
                    activity=signup.activity_id.display_name,
                )
        return None

    def _take_seats_sudo(self, count):
        """Take seats in one statement, so that the last one is given once only.

        A count after a lock would still see the old snapshot under REPEATABLE READ; the
        loser of this UPDATE is retried by Odoo and then sees the new value.

        :raise UserError: not that many seats are left
        """
        self.ensure_one()
        self.flush_recordset(["seats", "taken"])
        # Losing the race is expected and repeated by Odoo: no error in the log.
        self.env.cr.execute(
            SQL(
                "UPDATE volunteer_activity_slot SET taken = taken + %(count)s "
                "WHERE id = %(id)s AND taken + %(count)s <= seats RETURNING taken",
                count=count,
                id=self.id,
            ),
            log_exceptions=False,
        )
        taken = self.env.cr.fetchall()
        if not taken:
            raise UserError(
                self.env._(
                    "“%(post)s” is full. Please choose another post or activity.",
                    post=self.post_id.name,
                )
            )
        self.invalidate_recordset(["taken", "seats_left"], flush=False)

    def _release_seats_sudo(self, count):
        """Give seats back in one statement."""
        self.ensure_one()
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE volunteer_activity_slot SET taken = taken - %s WHERE id = %s",
                count,
                self.id,
            ),
            log_exceptions=False,
        )
        self.invalidate_recordset(["taken", "seats_left"], flush=False)
