from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.date_window import WINDOWS, window

#: More services than anybody has ahead; each is one condition of the search.
MOST_SERVICES = 60


class VolunteerActivity(models.Model):
    """Finding what one can sign up for among all that is open."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _clean_find_query(self, query):
        """Return what of a page's query can be searched for.

        :param dict query: anything a URL may hold, as text
        :return: ``when`` (of WINDOWS or ``soon``), ``venue``, ``place``, ``post`` and
            ``team`` (ids), ``fits`` and ``open``; keys without a meaning are left out
        """
        found = {}
        if query.get("when") in (*WINDOWS, "soon"):
            found["when"] = query["when"]
        if query.get("venue") in dict(self._fields["venue"].selection):
            found["venue"] = query["venue"]
        if query.get("place", "").strip():
            found["place"] = query["place"].strip()[:100]
        for key in ("post", "team"):
            # What the database can hold as an id.
            text = query.get(key, "")
            if text.isdecimal() and int(text) < 2**31:
                found[key] = int(text)
        for key in ("fits", "open"):
            if query.get(key):
                found[key] = "1"
        return found

    @api.model
    def _domain_found(self, volunteer, found):
        """Return the domain of the open activities that somebody looks for.

        :param volunteer: the person, as superuser
        :param dict found: what ``_clean_find_query`` returned; ``open`` is no matter of
            the database, see ``_filter_open_to``
        """
        domain = self._domain_open_for(volunteer)
        if found.get("when") == "soon":
            domain &= Domain(
                "start", "<", fields.Datetime.add(fields.Datetime.now(), days=1)
            )
        elif "when" in found:
            first, last = window(
                found["when"], volunteer.company_id._get_volunteer_today()
            )
            domain &= Domain("date", ">=", first) & Domain("date", "<=", last)
        if "venue" in found:
            domain &= Domain("venue", "=", found["venue"])
        if "place" in found:
            domain &= Domain("place", "=", found["place"])
        if "post" in found:
            domain &= Domain("slot_ids.post_id", "=", found["post"])
        if "team" in found:
            domain &= Domain("team_id", "=", found["team"])
        if "fits" in found:
            domain &= self._domain_fits(volunteer)
        return domain

    @api.model
    def _domain_fits(self, volunteer):
        """Return the domain of what does not overlap the services of a volunteer."""
        services = (
            self.env["volunteer.signup"]
            .sudo()
            .search_fetch(
                [
                    ("volunteer_id", "=", volunteer.id),
                    ("state", "in", ("confirmed", "attended")),
                    ("stop", ">", fields.Datetime.now()),
                ],
                ["start", "stop"],
                order="start, id",
                limit=MOST_SERVICES,
            )
        )
        return Domain.AND(
            Domain("stop", "<=", service.start) | Domain("start", ">=", service.stop)
            for service in services
        )

    def _filter_open_to(self, volunteer):
        """Return the activities with a need that this person can sign up for now.

        The number of queries does not depend on the number of activities.
        """
        obstacles = self.slot_ids._get_signup_obstacles_by_slot(volunteer)
        return self.filtered(
            lambda activity: any(
                slot.taken < slot.seats and volunteer not in obstacles[slot]
                for slot in activity.slot_ids
            )
        )

    @api.model
    def _get_find_options(self, volunteer):
        """Return what the open activities can be narrowed down by.

        :return: ``{"places": [text], "posts": [(id, name)], "teams": [(id, name)]}``,
            by name; names only, as volunteers from outside may not read teams
        :rtype: dict
        """
        domain = self._domain_open_for(volunteer)
        rows = self._read_group(domain, ["place", "team_id"])
        places = {place for place, _team in rows if place and place.strip()}
        teams = [(team,) for team in {team for _place, team in rows}]
        posts = self.env["volunteer.activity.slot"]._read_group(
            [("activity_id", "any", domain)], ["post_id"]
        )
        return {
            "places": sorted(places),
            "posts": self._name_options(posts),
            "teams": self._name_options(teams),
        }

    @api.model
    def _name_options(self, rows):
        records = [record.sudo() for (record,) in rows]
        return sorted(
            ((record.id, record.name) for record in records), key=lambda row: row[1]
        )
