from odoo import api, fields, models
from odoo.fields import Domain

#: Hours before the start from which news of an activity is urgent.
URGENT_HOURS = 24
#: What the people who signed up rely on.
TOLD_FIELDS = ("start", "stop", "place", "venue", "online_url")
PENDING = "volunteer_base.changed_activities"


class VolunteerActivity(models.Model):
    """Those who signed up hear of changes, and of a cancellation with its reason."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    sent_message_ids = fields.One2many(
        "volunteer.message", "activity_id", string="Messages Sent", readonly=True
    )
    sent_message_count = fields.Integer(compute="_compute_sent_messages")
    read_message_count = fields.Integer(compute="_compute_sent_messages")

    def _compute_sent_messages(self):
        counts = {
            activity.id: (count, read)
            for activity, count, read in self.env["volunteer.message"]._read_group(
                [("activity_id", "in", self.ids)],
                ["activity_id"],
                ["__count", "date_read:count"],
            )
        }
        for activity in self:
            count, read = counts.get(activity._origin.id, (0, 0))
            activity.sent_message_count = count
            activity.read_message_count = read

    def action_open_messages(self):
        """Open what was sent about this activity, and who has read it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_message_action"
        )
        return {**action, "domain": [("activity_id", "=", self.id)], "context": {}}

    def write(self, vals):
        told = self.browse()
        if not set(TOLD_FIELDS).isdisjoint(vals):
            told = self.filtered(lambda activity: activity.state == "published")
        old = told._get_told_values()
        result = super().write(vals)
        told._notify_change_sudo(old)
        return result

    def _get_told_values(self):
        """Return ``{activity id: {field: value}}`` of what the signed-up rely on."""
        return {
            activity.id: {
                **{name: activity[name] for name in TOLD_FIELDS},
                # Nobody goes there when it is held elsewhere.
                "online_url": activity.venue == "online" and activity.online_url,
            }
            for activity in self.sudo()
        }

    def _notify_change_sudo(self, old_values):
        """Tell those who signed up what changed, once at the end of the transaction.

        Called by every ``write``; whoever changes many activities at once may call it
        for all of them: each person gets one message about everything.

        :param dict old_values: ``{activity id: {field: value before}}``, as from
            ``_get_told_values`` before the change
        """
        if not self:
            return
        hooks = self.env.cr.precommit
        pending = hooks.data.get(PENDING)
        if pending is None:
            pending = hooks.data[PENDING] = {}
            hooks.add(self.sudo()._tell_changes_sudo)
        for activity in self:
            pending.setdefault(activity.id, old_values[activity.id])

    def _tell_changes_sudo(self):
        pending = self.env.cr.precommit.data.pop(PENDING, {})
        changed = self.browse(pending).exists()
        changed = changed.filtered(
            lambda activity: (
                activity.state == "published"
                and activity._get_told_values()[activity.id] != pending[activity.id]
            )
        )
        signups = changed.signup_ids.filtered(
            lambda signup: signup.state in ("waiting", "confirmed")
        )

        def write(volunteer, activities):
            env = volunteer.env
            texts = [
                activity._describe_change(pending[activity.id])
                for activity in activities.with_env(env)
            ]
            if len(activities) == 1:
                title = env._("Changed: %(activity)s", activity=activities.name)
            else:
                title = env._(
                    "%(count)s of your services have changed", count=len(activities)
                )
            ask = env._("If you cannot come, please cancel your sign-up on the page.")
            return title, "\n\n".join([*texts, ask])

        changed._tell_signed_up_sudo("change", signups, write)

    def _describe_change(self, old):
        """Return what changed, in lines; the environment's language is the reader's."""
        self.ensure_one()
        lines = [self.name]
        if (old["start"], old["stop"]) != (self.start, self.stop):
            before, after = (
                self.company_id._format_volunteer_period(*times)
                for times in ((old["start"], old["stop"]), (self.start, self.stop))
            )
            lines.append(
                self.env._(
                    "Time: %(after)s (was %(before)s)", after=after, before=before
                )
            )
        else:
            lines.append(self._format_when()[self])
        if (old["place"] or "") != (self.place or "") or old["venue"] != self.venue:
            venues = dict(self._fields["venue"]._description_selection(self.env))
            lines.append(
                self.env._(
                    "Place: %(after)s (was %(before)s)",
                    after=self.place or venues[self.venue],
                    before=old["place"] or venues[old["venue"]],
                )
            )
        elif self.place:
            lines.append(self.env._("Place: %(place)s", place=self.place))
        if old["online_url"] and old["online_url"] != self.sudo().online_url:
            # The address itself is for those who have a seat, and for no group.
            lines.append(
                self.env._(
                    "The address for taking part online is another one; you find it "
                    "on the page."
                )
            )
        return "\n".join(lines)

    def action_cancel(self, reason):
        signups = self.sudo().signup_ids.filtered(
            lambda signup: signup.state in ("waiting", "confirmed")
        )
        result = super().action_cancel(reason)
        reason = self._clean_reason(reason)

        def write(volunteer, activities):
            env = volunteer.env
            activities = activities.with_env(env)
            when = activities._format_when()
            if len(activities) == 1:
                title = env._("Cancelled: %(activity)s", activity=activities.name)
            else:
                title = env._(
                    "%(count)s of your services are cancelled", count=len(activities)
                )
            lines = [
                env._(
                    "%(activity)s, %(when)s",
                    activity=activity.name,
                    when=when[activity],
                )
                for activity in activities
            ]
            return title, "\n".join(
                [*lines, env._("Reason: %(reason)s", reason=reason)]
            )

        self.sudo()._tell_signed_up_sudo("cancelled", signups, write)
        return result

    def _tell_signed_up_sudo(self, matter, signups, write):
        """Send each person one message about all of his or her activities.

        The message belongs to the first of them. People with the same activities are
        told in one go, so that a series takes as many steps as there are groups.

        :param str matter: a key of ``volunteer.message.matter``
        :param signups: whom to tell about what, as superuser
        :param write: function of a volunteer in the reader's language and of the
            activities; returns ``(title, body)``
        """
        groups = {}
        for volunteer, own in signups.grouped("volunteer_id").items():
            activities = own.activity_id.sorted(
                lambda activity: (activity.start, activity.id)
            )
            groups.setdefault(activities, self.env["volunteer.volunteer"].sudo())
            groups[activities] |= volunteer
        soon = fields.Datetime.add(fields.Datetime.now(), hours=URGENT_HOURS)
        posted = self.sudo().browse()
        # Those with most activities first: a group hears of each activity once.
        for activities, volunteers in sorted(
            groups.items(), key=lambda group: -len(group[0])
        ):
            first = activities[:1]
            news = matter != "signup" and bool(activities - posted)
            posted |= activities
            volunteers._notify_sudo(
                matter,
                lambda volunteer, activities=activities: write(volunteer, activities),
                activity=first,
                url=f"/my/volunteer/activities/{first.id}"
                if len(activities) == 1 and matter != "cancelled"
                else "/my/volunteer",
                urgent=first.start <= soon,
                news=news,
            )


class VolunteerSignup(models.Model):
    """Who is signed up or off by somebody else is told."""

    _inherit = "volunteer.signup"  # pylint: disable=consider-merging-classes-inherited

    def action_cancel(self):
        others = self.sudo() - self._get_own_sudo().sudo()
        result = super().action_cancel()

        def write(volunteer, activities):
            env = volunteer.env
            activities = activities.with_env(env)
            when = activities._format_when()
            lines = [
                env._(
                    "%(activity)s, %(when)s",
                    activity=activity.name,
                    when=when[activity],
                )
                for activity in activities
            ]
            return env._("Your sign-up was cancelled"), "\n".join(lines)

        others.activity_id._tell_signed_up_sudo("signup", others, write)
        return result


class VolunteerActivitySlot(models.Model):
    _inherit = "volunteer.activity.slot"  # pylint: disable=consider-merging-classes-inherited

    def action_sign_up_volunteers(self, volunteer_ids, waitlist=False):
        ids = super().action_sign_up_volunteers(volunteer_ids, waitlist)
        signups = self.env["volunteer.signup"].sudo().browse(ids)
        # What is over is noted afterwards: nobody is asked to cancel in time.
        now = fields.Datetime.now()
        signups = signups.filtered(
            lambda signup: signup.state == "confirmed" and signup.stop > now
        )
        others = signups - signups.sudo(False)._get_own_sudo().sudo()

        def write(volunteer, activities):
            env = volunteer.env
            activity = activities.with_env(env)
            lines = [
                activity._format_when()[activity],
                *([activity.place] if activity.place else []),
                env._("If you cannot come, please cancel your sign-up on the page."),
            ]
            return (
                env._("You are signed up: %(activity)s", activity=activity.name),
                "\n".join(lines),
            )

        others.activity_id._tell_signed_up_sudo("signup", others, write)
        return ids


class VolunteerMessage(models.Model):
    _inherit = "volunteer.message"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _domain_unread(self, volunteer):
        """Return the domain of what a volunteer has not read."""
        return Domain("volunteer_id", "=", volunteer.id) & Domain(
            "date_read", "=", False
        )
