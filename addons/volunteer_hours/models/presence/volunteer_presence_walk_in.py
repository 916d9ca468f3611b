from odoo import fields, models
from odoo.exceptions import UserError

from .volunteer_presence import ASK, RED


class VolunteerPresence(models.AbstractModel):
    """Who comes without a sign-up, while seats are left."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.presence"  # pylint: disable=consider-merging-classes-inherited

    def _join(self, volunteer, method, now, activity, device, deed, slot):
        """Sign somebody up on the spot, once they have chosen, and check them in."""
        slots = self._get_walk_in_slots(now, activity, device)
        title = self.env._("Not checked in")
        if not slots:
            text = (
                self.env._("You are not signed up for “%(name)s”.", name=activity.name)
                if activity
                else self.env._("You are not signed up for a service here now.")
            )
            return self._answer(RED, title, f"{text} {self._whom_to_ask(activity)}")
        # Who stands here signs up now, whenever sign-up by oneself was open.
        slots = slots._with_open_window()
        obstacles = slots._get_signup_obstacles_by_slot(volunteer)
        free = slots.filtered(lambda slot: volunteer not in obstacles[slot])
        if not free:
            reasons = list(dict.fromkeys(obstacles[slot][volunteer] for slot in slots))
            return self._answer(RED, title, "\n".join(reasons[:3]))
        chosen = free.filtered(lambda one: slot and one.id == slot)
        if deed != "join" or not chosen:
            return self._answer(
                ASK,
                self.env._("Join without sign-up?"),
                self.env._("You are not signed up. Seats are left here:"),
                [
                    {
                        "deed": "join",
                        "slot": slot.id,
                        "label": f"{slot.activity_id.name} · {slot.post_id.name}",
                    }
                    for slot in free
                ],
            )
        signup = chosen._sign_up_sudo(volunteer)
        if signup.state != "confirmed":
            raise UserError(self.env._("The last seat was just taken."))
        return self._check_in(signup, method, now, device, deed)

    def _get_walk_in_slots(self, now, activity, device):
        """Return the needs with seats left that take people without sign-up now."""
        company = (activity or device).company_id
        if not company.volunteer_walk_ins or (device and not device.walk_ins):
            return self.env["volunteer.activity.slot"]
        if activity:
            runs = fields.Datetime.subtract(activity.start, minutes=120) <= now
            activities = activity if runs and now < activity.stop else activity.browse()
        else:
            activities = activity = self.env["volunteer.activity"].search(
                device._domain_activities(now), order="start, id", limit=10
            )
        return activities.slot_ids.filtered(lambda slot: slot.seats_left > 0)
