from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.presence import Meaning, read_scan

GREEN, AMBER, RED, ASK = "green", "amber", "red", "ask"


class VolunteerPresence(models.AbstractModel):
    """What a scan, a badge or a PIN does, and the one answer that a screen shows.

    Pages only say who is there and where; everything else is decided here. An answer
    is a dict: ``status`` (green, amber, red or ask), ``title``, ``text``, and for ask
    ``choices``, a list of ``{"deed", "slot", "label"}``.
    """

    _name = "volunteer.presence"
    _description = "Check-in Desk"

    @api.model
    def _scan_sudo(
        self, volunteer, method, *, activity=None, device=None, deed=None, slot=None
    ):
        """Check a person in or out, as this scan means; callers know who it is.

        Idempotent: whoever scans twice, or at two devices, is told what is noted.

        :param volunteer: one ``volunteer.volunteer``, as superuser
        :param str method: a key of ``volunteer.hour.method``
        :param activity: the activity whose code was scanned, if it was one
        :param device: the ``volunteer.device``, if it was one
        :param str deed: what the person chose: leave, return, move or join
        :param slot: the need chosen to join, if any
        :return: the answer
        :rtype: dict
        """
        desk = self.sudo()
        now = fields.Datetime.now()
        try:
            with self.env.cr.savepoint():
                return desk._decide(
                    volunteer.sudo(), method, now, activity, device, deed, slot
                )
        except UserError as error:
            return desk._answer(RED, desk.env._("Not checked in"), str(error))
        except IntegrityError as error:
            # A constraint of the database spoke, such as: other hours at this time.
            model = next(
                (
                    desk.env[name]
                    for name in ("volunteer.hour", "volunteer.signup")
                    if desk.env[name]._table == error.diag.table_name
                ),
                desk.env["base"],
            )
            text = model._sql_error_to_message(error)
            return desk._answer(RED, desk.env._("Not checked in"), text)

    def _decide(self, volunteer, method, now, activity, device, deed, slot):
        if volunteer.state not in ("trial", "registered"):
            return self._answer(
                RED,
                self.env._("Not checked in"),
                self.env._(
                    "You do not serve as a volunteer at the moment. Please ask the "
                    "volunteer office."
                ),
            )
        if activity:
            refusal = self._refuse_activity(activity)
            if refusal:
                return refusal
        company = (activity or device).company_id
        if company not in volunteer.company_ids:
            return self._answer(
                RED,
                self.env._("Not checked in"),
                self.env._(
                    "This is the code of %(unit)s, where you do not serve. Please ask "
                    "its volunteer office.",
                    unit=company.name,
                ),
            )
        signup = self._find_signup(volunteer, now, activity, device)
        if not signup or signup.state in ("cancelled", "waiting"):
            return self._join(volunteer, method, now, activity, device, deed, slot)
        if signup.state == "absent":
            absent = self.env._("You were noted as absent.")
            whom = self._whom_to_ask(signup.activity_id)
            return self._answer(RED, self.env._("Not checked in"), f"{absent} {whom}")
        meaning = read_scan(
            now,
            signup.start,
            signup.stop,
            self._get_stays(signup),
            gap=company.volunteer_scan_gap,
            tolerance=company.volunteer_tolerance,
        )
        return self._act(meaning, signup, method, now, device, deed)

    def _refuse_activity(self, activity):
        """Return the answer where nobody can check in at an activity, or None."""
        if activity.state == "published" and activity.counts_hours:
            return None
        if activity.state == "published":
            return self._answer(
                AMBER,
                self.env._("No check-in needed"),
                self.env._("“%(name)s” does not count hours.", name=activity.name),
            )
        sentences = {
            "draft": self.env._("This activity is not open yet."),
            "done": self.env._("This activity is closed."),
            "cancelled": self.env._("This activity was cancelled."),
        }
        return self._answer(
            RED,
            self.env._("Not checked in"),
            f"{sentences[activity.state]} {self._whom_to_ask(activity)}",
        )

    def _find_signup(self, volunteer, now, activity, device):
        """Return the sign-up that is meant: where one is, else what comes next."""
        Signup = self.env["volunteer.signup"]
        people = volunteer | volunteer._with_merged_sudo()
        if activity:
            found = Signup.search(
                [
                    ("activity_id", "=", activity.id),
                    ("volunteer_id", "in", people.ids),
                ]
            )
            # Somebody merged may have two; the cancelled one is not meant.
            return found.sorted(
                lambda signup: signup.state in ("cancelled", "waiting")
            )[:1]
        found = Signup.search(
            [
                ("volunteer_id", "in", people.ids),
                ("state", "in", ("confirmed", "attended", "absent")),
                ("company_id", "=", device.company_id.id),
                ("start", "<", fields.Datetime.add(now, hours=24)),
                ("stop", ">", fields.Datetime.subtract(now, hours=24)),
                ("activity_id.state", "=", "published"),
                ("activity_id.counts_hours", "=", True),
                ("activity_id.venue", "!=", "online"),
            ],
            order="start, id",
        )
        if device.project_ids:
            found = found.filtered(
                lambda signup: signup.activity_id.project_id in device.project_ids
            )
        here = found.filtered(lambda signup: signup.presence == "here")
        if here:
            return here[0]
        coming = found.filtered(lambda signup: signup.stop > now)
        return (
            coming.filtered(lambda signup: signup.presence == "none") or coming or found
        )[:1]

    def _get_stays(self, signup):
        lines = signup._get_live_lines().sorted("check_in")
        stays = {}
        for line in lines:
            # A stay over midnight is two lines; one that nobody ended has no stamp.
            left = None if line.state == "open" else line.check_out or line.stop
            stays[line.check_in] = left
        return sorted(stays.items(), key=lambda stay: stay[0])

    # ------------------------------------------------------------------
    # Deeds
    # ------------------------------------------------------------------

    def _act(self, meaning, signup, method, now, device, deed):
        """Do what a scan means, and say what was done."""
        if meaning == Meaning.CHECK_IN or (
            meaning == Meaning.ASK_RETURN and deed == "return"
        ):
            return self._check_in(signup, method, now, device, deed)
        if meaning == Meaning.CHECK_OUT or (
            meaning == Meaning.ASK_LEAVE and deed == "leave"
        ):
            return self._check_out(signup, now)
        return self._tell(meaning, signup)

    def _check_in(self, signup, method, now, device, deed):
        elsewhere = self.env["volunteer.hour"].search(
            [
                ("volunteer_id", "=", signup.volunteer_id.id),
                ("state", "=", "open"),
                ("signup_id.stop", ">", now),
            ]
        )
        if elsewhere and deed != "move":
            return self._answer(
                ASK,
                self.env._("Leave the other service?"),
                self.env._(
                    "You are still checked in at “%(activity)s” since %(time)s.",
                    activity=elsewhere.activity_id.name,
                    time=self._clock(elsewhere, elsewhere.check_in),
                ),
                [{"deed": "move", "label": self.env._("Leave there, check in here")}],
            )
        elsewhere.signup_id._check_out_sudo(now, capped=True)
        signup._check_in_sudo(method, now, device=device, again=True)
        return self._answer(
            GREEN,
            self.env._("Checked in %(time)s", time=self._clock(signup, now)),
            self._describe(signup),
        )

    def _check_out(self, signup, now):
        lines = signup._check_out_sudo(now, capped=True)
        minutes = sum(lines.mapped("minutes"))
        if minutes:
            text = self.env._("%(hours)g h", hours=minutes / 60)
        else:
            text = self.env._("Too short to count as service.")
        return self._answer(
            GREEN,
            self.env._("Checked out %(time)s", time=self._clock(signup, now)),
            f"{text}\n{self._describe(signup)}",
        )

    def _tell(self, meaning, signup):
        """Say why nothing happens, or ask what is meant."""
        stays = self._get_stays(signup)
        came, left = stays[-1] if stays else (None, None)
        came, left = (moment and self._clock(signup, moment) for moment in (came, left))
        start, stop = (
            self._clock(signup, moment) for moment in (signup.start, signup.stop)
        )
        if meaning == Meaning.ALREADY_IN:
            return self._answer(
                AMBER,
                self.env._("Already checked in"),
                self.env._("Since %(time)s; no need to repeat it.", time=came),
            )
        if meaning == Meaning.ALREADY_OUT:
            return self._answer(
                AMBER,
                self.env._("Already checked out"),
                self.env._("At %(time)s; no need to repeat it.", time=left),
            )
        if meaning == Meaning.ASK_LEAVE:
            return self._answer(
                ASK,
                self.env._("Leave now?"),
                self.env._(
                    "You are checked in since %(time)s; the service ends at %(stop)s.",
                    time=came,
                    stop=stop,
                ),
                [{"deed": "leave", "label": self.env._("Check out now")}],
            )
        if meaning == Meaning.ASK_RETURN:
            return self._answer(
                ASK,
                self.env._("Back again?"),
                self.env._("You checked out at %(time)s.", time=left),
                [{"deed": "return", "label": self.env._("Check in again")}],
            )
        if meaning == Meaning.TOO_EARLY:
            text = self.env._(
                "The service begins at %(start)s; one can check in from two hours "
                "before.",
                start=start,
            )
        else:
            text = self.env._("The service ended at %(stop)s.", stop=stop)
        activity = signup.activity_id
        return self._answer(
            RED,
            self.env._("Not checked in"),
            f"{text} {self._whom_to_ask(activity)}",
        )

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    def _answer(self, status, title, text, choices=()):
        return {
            "status": status,
            "title": title,
            "text": text,
            "choices": list(choices),
        }

    def _describe(self, signup):
        words = (signup.post_id.name, signup.activity_id.place)
        return " · ".join(word for word in words if word)

    def _whom_to_ask(self, activity):
        leader = activity and activity.leader_id.name
        if leader:
            return self.env._("Please ask %(leader)s, who leads.", leader=leader)
        return self.env._("Please ask the volunteer office.")

    def _clock(self, record, moment):
        return record.company_id._format_volunteer_clock(moment)
