from odoo import api, models
from odoo.fields import Domain


class VolunteerHome(models.AbstractModel):
    """What waits for the current user, as tiles that open the list behind them."""

    _name = "volunteer.home"
    _description = "Volunteer Office Home"

    @api.model
    def get_tiles(self):
        """Return the tiles of the home screen for the current user.

        :return: ``[{"key": str, "title": str, "hint": str, "count": int or text,
            "urgent": bool, "action": dict}]``; tiles of models that the user may not
            read, or has no group for, are left out. ``urgent`` marks a count that
            somebody should bring to 0
        :rtype: list
        """
        tiles = []
        for tile in self._get_tile_definitions():
            model = self.env[tile["model"]]
            group = tile.get("group")
            if group and not self.env.user.has_group(group):
                continue
            if not model.has_access("read"):
                continue
            domain = Domain(tile["domain"])
            action = self.env["ir.actions.act_window"]._for_xml_id(tile["action"])
            tiles.append(
                {
                    "key": tile["key"],
                    "title": tile["title"],
                    "hint": tile["hint"],
                    # What is missing cannot be searched for.
                    "count": tile.get("count") or model.search_count(domain),
                    "urgent": tile.get("urgent", True),
                    "action": {
                        **action,
                        "name": tile["title"],
                        "domain": list(domain),
                        "context": tile.get("context", {}),
                    },
                }
            )
        return tiles

    @api.model
    def _get_tile_definitions(self):
        """Return what tiles there are; other matters add theirs.

        :return: dicts of ``key``, ``title``, ``hint`` (what to do), ``model``,
            ``domain``, ``action`` (XML id of a window action), and optionally
            ``group``, ``context``, ``urgent``, ``count`` (instead of the records)
        :rtype: list
        """
        return [
            {
                "key": "to_review",
                "title": self.env._("Applications to review"),
                "hint": self.env._("Accept, ask back or reject."),
                "model": "volunteer.volunteer",
                "domain": Domain("review", "in", ("new", "answered")),
                "action": "volunteer_base.volunteer_application_action",
                "group": "volunteer_base.group_officer",
            },
            {
                "key": "to_confirm",
                "title": self.env._("Staff waiting to confirm"),
                "hint": self.env._("Remind them, or collect signatures on a list."),
                "model": "volunteer.volunteer",
                "domain": Domain("state", "=", "applied")
                & Domain("confirmation", "=", "pending"),
                "action": "volunteer_base.volunteer_volunteer_action",
                "group": "volunteer_base.group_officer",
            },
            {
                "key": "unregistered",
                "title": self.env._("Staff not registered"),
                "hint": self.env._("The aim is 100 %; register them by department."),
                "model": "volunteer.staff.coverage",
                "domain": Domain("status", "=", "unregistered")
                & Domain("is_current", "=", True),
                "action": "volunteer_base.volunteer_staff_coverage_action",
                "group": "volunteer_base.group_officer",
            },
            {
                "key": "suspension_proposed",
                "title": self.env._("Suspensions proposed"),
                "hint": self.env._("After absences without excuse; you decide."),
                "model": "volunteer.volunteer",
                "domain": Domain("suspension_proposed", "=", True),
                "action": "volunteer_base.volunteer_volunteer_action",
                "group": "volunteer_base.group_officer",
            },
            {
                "key": "erasure_requested",
                "title": self.env._("Erasures asked for"),
                "hint": self.env._("Check who is asking, then erase the data."),
                "model": "volunteer.volunteer",
                "domain": Domain("erasure_requested", "!=", False),
                "action": "volunteer_base.volunteer_volunteer_action",
                "group": "volunteer_base.group_officer",
            },
        ]
