import base64
from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_list
from odoo.tools.image import image_data_uri, image_process

from odoo.addons.volunteer_base.tools.spreadsheet import Column

#: Activities in memory at a time.
PAGE = 500
#: Photos printed of one activity and in all, and their longer side in pixels.
PHOTOS_EACH, PHOTOS, PHOTO_SIZE = 3, 60, 700


class VolunteerActivityRegister(models.TransientModel):
    """活动台账: what was done, with what came of it. Columns: screens of the scheme XL.

    Hours and people are those in the ledger. Where an activity counts no hours (blood
    donated, goods given), its people are those who were there.
    """

    _name = "volunteer.activity.register"
    _inherit = "volunteer.register.wizard.mixin"
    _description = "Activity Register"

    team_id = fields.Many2one(
        "volunteer.team",
        domain="[('company_id', 'in', (company_id, False))]",
        help="With the teams below it.",
    )
    project_id = fields.Many2one(
        "volunteer.project", domain="[('company_id', '=', company_id)]"
    )
    venue = fields.Selection(
        selection=lambda self: (
            self.env["volunteer.activity"]
            ._fields["venue"]
            ._description_selection(self.env)
        )
    )
    with_photos = fields.Boolean(
        string="Photos on Paper",
        help="Up to three photos of each activity are printed after the table.",
    )

    @api.depends("team_id", "project_id", "venue")
    def _compute_line_count(self):
        return super()._compute_line_count()

    def _get_domain(self):
        self.ensure_one()
        domain = (
            Domain("company_id", "=", self.company_id.id)
            & Domain("state", "=", "done")
            & Domain("date", ">=", self.date_from)
            & Domain("date", "<=", self.date_to)
        )
        user = self.env.user
        if not user.has_groups("volunteer_base.group_officer,volunteer_hours.group_hr"):
            # Leaders hand in what is theirs.
            domain &= Domain("leader_id.user_id", "=", user.id) | Domain(
                "team_id.manager_user_ids", "in", user.id
            )
        if self.team_id:
            domain &= Domain("team_id", "child_of", self.team_id.id)
        if self.project_id:
            domain &= Domain("project_id", "=", self.project_id.id)
        if self.venue:
            domain &= Domain("venue", "=", self.venue)
        return domain

    def _get_register_totals(self):
        activities = self.env["volunteer.activity"]._search(self._get_domain())
        [(minutes,)] = (
            self.env["volunteer.hour"]
            .sudo()
            ._read_group(
                [("activity_id", "in", activities), ("state", "=", "recorded")],
                [],
                ["minutes:sum"],
            )
        )
        return self.env["volunteer.activity"].search_count(self._get_domain()), minutes

    def _get_register_title(self):
        return self.env._("Activity Register")

    def _get_register_columns(self):
        return [
            Column(self.env._("No."), 6, "integer"),
            Column(self.env._("Date"), 11, "date"),
            Column(self.env._("Activity Name"), 20),
            Column(self.env._("Belongs to Project"), 16),
            Column(self.env._("Place of Activity"), 12),
            Column(self.env._("Organised by"), 20),
            Column(self.env._("Led by"), 12),
            Column(self.env._("Whom It Serves"), 12),
            Column(self.env._("Content of Service"), 16),
            Column(self.env._("Volunteers (person-times)"), 11, "integer", True),
            Column(self.env._("Of These Party Members"), 10, "integer", True),
            Column(self.env._("Hours (person-times × hours)"), 12, "hours"),
            Column(self.env._("People Served"), 10, "integer", True),
            Column(self.env._("Effect"), 30),
            Column(self.env._("Experience"), 26),
            Column(self.env._("Evidence"), 14),
        ]

    def _get_register_notes(self):
        """Say what is missing in the sums, rather than leave it out unsaid."""
        activities = self.env["volunteer.activity"]._search(self._get_domain())
        [(count, minutes)] = (
            self.env["volunteer.hour"]
            .sudo()
            ._read_group(
                [
                    ("activity_id", "in", activities),
                    ("state", "in", ("draft", "submitted", "approved", "published")),
                ],
                [],
                ["__count", "minutes:sum"],
            )
        )
        if not count:
            return ()
        return (
            self.env._(
                "Not counted, because they are not recorded yet: %(count)s services, "
                "%(hours).2f hours.",
                count=count,
                hours=(minutes or 0) / 60,
            ),
        )

    def _iter_register_rows(self):
        Activity = self.env["volunteer.activity"]
        ids = Activity.search(self._get_domain(), order="date, start, id").ids
        for start in range(0, len(ids), PAGE):
            # Chosen by the rules above; people of theirs may be of another unit.
            page = Activity.sudo().browse(ids[start : start + PAGE])
            figures = self._get_figures_sudo(page)
            for number, activity in enumerate(page, start + 1):
                yield self._prepare_row(number, activity, figures[activity.id])
            # What was read is not needed any more, and would add up.
            self.env.invalidate_all()

    def _prepare_row(self, number, activity, figures):
        project = activity.project_id
        people = [*project.population_ids.mapped("name")] or [project.population]
        posts = activity.slot_ids.post_id.mapped("name")
        return (
            number,
            activity.date,
            activity.name or "",
            project.name or "",
            activity.place or "",
            activity.team_id.name or activity.company_id.name,
            activity.leader_id.name or "",
            format_list(self.env, [name for name in people if name]),
            activity.description or format_list(self.env, posts),
            figures["times"],
            figures["party"],
            figures["minutes"],
            activity.people_served or None,
            activity.effect or "",
            activity.experience or "",
            "\n".join(self._list_evidence(figures)),
        )

    def _list_evidence(self, figures):
        """Yield what proves it, in words."""
        if figures["photos"]:
            yield self.env._("%(count)s photos", count=figures["photos"])
        if figures["publicity"]:
            yield self.env._("%(count)s publications", count=figures["publicity"])
        if figures["proven"]:
            yield self.env._("%(count)s check-ins", count=figures["proven"])

    @api.model
    def _get_figures_sudo(self, activities):
        """Return ``{activity id: figures}``, in a number of queries that is fixed.

        Times, party members, minutes, photos, publicity, proven services. A service
        that was taken back, and what took it back, are none.
        """
        figures = defaultdict(lambda: defaultdict(int))
        Hour = self.env["volunteer.hour"].sudo()
        recorded = Domain("activity_id", "in", activities.ids) & Domain(
            "state", "=", "recorded"
        )
        for activity, minutes in Hour._read_group(
            recorded, ["activity_id"], ["minutes:sum"]
        ):
            figures[activity.id]["minutes"] = minutes
        standing = Domain("reverses_id", "=", False) & Domain("reversed", "=", False)
        groups = [
            (activity, volunteer, count, proven)
            for activity, volunteer, proven, count in Hour._read_group(
                recorded & standing,
                ["activity_id", "volunteer_id", "proven"],
                ["__count"],
            )
        ]
        uncounted = activities.filtered(lambda activity: not activity.counts_hours)
        groups += [
            (activity, volunteer, count, True)
            for activity, volunteer, count in self.env["volunteer.signup"]
            .sudo()
            ._read_group(
                [("activity_id", "in", uncounted.ids), ("state", "=", "attended")],
                ["activity_id", "volunteer_id"],
                ["__count"],
            )
        ]
        people = self.env["volunteer.volunteer"].sudo()
        people = people.concat(*(group[1] for group in groups))
        members = set(
            self.env["volunteer.branch.member"]
            .sudo()
            .search(
                [
                    ("volunteer_id", "in", people._get_canonical_sudo().ids),
                    ("party_member", "=", True),
                ]
            )
            .volunteer_id.ids
        )
        present = defaultdict(set)
        for activity, volunteer, count, proven in groups:
            kept = volunteer.merged_into_id or volunteer
            present[activity.id].add(kept.id)
            figures[activity.id]["proven"] += count if proven else 0
        for activity_id, ids in present.items():
            # Somebody who came twice, or under two numbers, was there once.
            figures[activity_id]["times"] = len(ids)
            figures[activity_id]["party"] = len(ids & members)
        for name, model in (
            ("photos", "volunteer.activity.photo"),
            ("publicity", "volunteer.publicity"),
        ):
            for activity, count in (
                self.env[model]
                .sudo()
                ._read_group(
                    [("activity_id", "in", activities.ids)],
                    ["activity_id"],
                    ["__count"],
                )
            ):
                figures[activity.id][name] = count
        return figures

    def _get_register_photos(self):
        if not self.with_photos:
            return []
        activities = self.env["volunteer.activity"].search(
            self._get_domain(), order="date, start, id"
        )
        photos = (
            self.env["volunteer.activity.photo"]
            .sudo()
            .search([("activity_id", "in", activities.ids)], order="sequence, id")
        )
        by_activity = photos.grouped("activity_id")
        found = []
        for activity in activities:
            of_it = by_activity.get(activity.sudo(), photos.browse())
            for photo in of_it[:PHOTOS_EACH]:
                if len(found) == PHOTOS:
                    return found
                image = image_process(
                    base64.b64decode(photo.image), (PHOTO_SIZE, PHOTO_SIZE)
                )
                words = (str(activity.date), activity.name, photo.caption)
                source = image_data_uri(base64.b64encode(image))
                found.append((" ".join(filter(None, words)), source))
        return found
