from odoo import models
from odoo.exceptions import UserError

from ...tools.ranking import within_quota


class VolunteerCommendation(models.Model):
    """From the places to the honours: choose, show to the public, grant."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.commendation"  # pylint: disable=consider-merging-classes-inherited

    def action_choose_first(self):
        """Choose the first by place, as many as there are honours.

        Equals at the border who do not all fit are left for the office to decide.

        :raise AccessError: not of the volunteer office
        :raise UserError: not under review, or nobody has a place yet
        """
        self._check_officer()
        self._check_jury_state("review")
        for one in self.sudo():
            one._rank_sudo()
            places = {
                nominee: nominee.place
                for nominee in one._get_jury_subjects_sudo()
                if nominee.place
            }
            if not places:
                raise UserError(
                    self.env._(
                        "“%(name)s”: nobody has a place yet; the jury has not given "
                        "all its points to anybody.",
                        name=one.name,
                    )
                )
            chosen = within_quota(places, one.quota)
            for nominee in one._get_jury_subjects_sudo():
                nominee.state = "chosen" if nominee in chosen else "nominated"
        return True

    def action_publish(self):
        """Make honours of those chosen and show them to the public for objections.

        :raise AccessError: not of the volunteer office, or one is chosen oneself
        :raise UserError: nobody or too many are chosen
        """
        self._check_officer()
        self._check_jury_state("review")
        Award = self.env["volunteer.award"]
        for one in self.sudo():
            chosen = one.nominee_ids.filtered(lambda nominee: nominee.state == "chosen")
            if not 0 < len(chosen) <= one.quota:
                raise UserError(
                    self.env._(
                        "“%(name)s” goes to 1 to %(quota)s; %(count)s are chosen.",
                        name=one.name,
                        quota=one.quota,
                        count=len(chosen),
                    )
                )
            chosen._check_no_part(self.env.user)
            awards = Award.sudo().create(
                [nominee._prepare_award_vals() for nominee in chosen]
            )
            for nominee, award in zip(chosen, awards, strict=True):
                nominee.award_id = award
            one.activity_ids.filtered("automated").unlink()
            one.state = "published"
            own = awards.with_env(self.env)
            own.action_review()
            own.action_publish()
        return True

    def action_grant(self):
        """Grant the honours after the days on public show.

        :raise AccessError: not of the volunteer office
        :raise UserError: still on show
        """
        self._check_officer()
        self._check_jury_state("published")
        awards = self.sudo().nominee_ids.award_id.with_env(self.env)
        awards.filtered(lambda award: award.state == "published").action_grant()
        self.sudo().write({"state": "granted"})
        return True

    def action_open_awards(self):
        """Open the honours that came of it.

        :raise AccessError: the commendation is none of one's business
        """
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_award_action"
        )
        awards = self.sudo().nominee_ids.award_id
        return {**action, "domain": [("id", "in", awards.ids)], "context": {}}
