from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.page_memo import once


class VolunteerVolunteer(models.Model):
    """Records of one person become one: the others point to it and stay as they were.

    What was recorded stays where it is; totals follow through ``merged_into_id``.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    merged_ids = fields.One2many(
        "volunteer.volunteer",
        "merged_into_id",
        string="Merged Records",
        context={"active_test": False},
        groups="volunteer_base.group_officer",
    )

    def _get_canonical_sudo(self):
        """Return the records that these were merged into, or they themselves."""
        volunteers = self.sudo()
        merged = volunteers.filtered("merged_into_id")
        return (volunteers - merged) | merged.merged_into_id

    def _with_merged_sudo(self):
        """Return these records and all that were merged into them."""
        volunteers = self.sudo().with_context(active_test=False)
        return volunteers | once(
            self.env,
            ("merged", self._ids),
            lambda: volunteers.search([("merged_into_id", "in", self.ids)]),
        )

    def _get_merge_moves(self):
        """Return what moves to the record that is kept, where that one lacks it.

        :return: ``{model: names of the fields that say what a row is about}``; a row
            stays with the duplicate where the kept record has one about the same
        """
        return {
            "volunteer.external.number": ("platform_id",),
            "volunteer.acceptance": ("document_id",),
            "volunteer.qualification": (
                "kind",
                "course_id",
                "licence_id",
                "date_to",
                "active",
            ),
            "volunteer.item.issue": ("id",),
            "volunteer.community.report": ("id",),
        }

    def _get_merge_links(self):
        """Return the other fields that follow to the record that is kept.

        :return: ``{model: names of many2one fields}``
        """
        return {"volunteer.affiliation": ("subject_id", "volunteer_id")}

    def _get_merge_stays(self):
        """Return what stays with a duplicate, or has a way of its own.

        :return: ``{model: names of many2one fields}``
        """
        return {
            # What was done and noted under a record stays as it was.
            "volunteer.disclosure": {"volunteer_id"},
            "volunteer.erasure": {"volunteer_id"},
            "volunteer.life.event": {"volunteer_id"},
            # One by one: see the methods below.
            "volunteer.distinct": {"first_id", "second_id"},
            "volunteer.identity": {"volunteer_id"},
            "volunteer.signup": {"volunteer_id"},
            "volunteer.team.member": {"volunteer_id"},
            "volunteer.volunteer": {"merged_into_id"},
            "hr.employee": {"volunteer_id"},
        }

    def _get_merge_roles(self):
        """Return which fields name who is in charge, with the domain of what is open.

        :return: ``{model: {field: domain}}``
        """
        return {
            "volunteer.team": {"leader_id": [], "deputy_ids": []},
            "volunteer.branch": {"secretary_id": [], "deputy_ids": []},
            "volunteer.meeting.decision": {"owner_id": [("date_done", "=", False)]},
            "volunteer.activity": {
                "leader_id": [("state", "in", ("draft", "published"))]
            },
        }

    def _check_mergeable_sudo(self, kept):
        """Check that these records can become one with ``kept``.

        Other addons add what they know.

        :raise UserError: they are not, or not yet, one person's
        """
        if kept in self or not self:
            raise UserError(self.env._("Choose at least two records."))
        gone = (self | kept).filtered("merged_into_id")
        if gone:
            raise UserError(
                self.env._(
                    "Merged already: %(volunteers)s.",
                    volunteers=gone.mapped("display_name"),
                )
            )
        erased = (self | kept).filtered("erased_on")
        if erased:
            raise UserError(
                self.env._(
                    "The data of %(names)s was erased; it stays so.",
                    names=erased.mapped("name"),
                )
            )
        cards = (self | kept).identity_ids.filtered(
            lambda identity: identity.id_type == "111" and identity.id_number_index
        )
        if len(cards) > 1:
            raise UserError(
                self.env._(
                    "Two of these records have a resident ID number, and the numbers "
                    "differ: they are different people, or one number is wrong. "
                    "Correct it first."
                )
            )

    def _merge_into_sudo(self, kept):
        """Archive these duplicates and let ``kept`` carry on for them.

        The caller has checked rights. Memberships, numbers, papers, qualifications and
        sign-ups to come move where the kept record lacks them; recorded lines stay.
        """
        duplicates = self.sudo().with_context(active_test=False)
        kept = kept.sudo().with_context(active_test=False)
        duplicates._check_mergeable_sudo(kept)
        duplicates._move_identities_sudo(kept)
        duplicates._move_rows_sudo(kept)
        duplicates._move_members_sudo(kept)
        duplicates._move_signups_sudo(kept)
        duplicates._move_roles_sudo(kept)
        duplicates._move_distinct_sudo(kept)
        duplicates._move_links_sudo(kept)
        # A chain would hide the first record's lines from the totals.
        earlier = duplicates.search([("merged_into_id", "in", duplicates.ids)])
        (duplicates | earlier).write({"merged_into_id": kept.id})
        duplicates.write({"active": False})
        self._note_merge_sudo(duplicates, kept)

    def _note_merge_sudo(self, duplicates, kept):
        kept.message_post(
            body=self.env._(
                "Merged with %(codes)s by %(user)s.",
                codes=", ".join(duplicates.mapped("code")),
                user=self.env.user.name,
            )
        )
        body = self.env._(
            "Merged into %(code)s by %(user)s.",
            code=kept.code,
            user=self.env.user.name,
        )
        duplicates._message_log_batch(
            bodies=dict.fromkeys(duplicates.ids, body),
        )
