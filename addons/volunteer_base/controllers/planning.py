from .portal import VolunteerPortal


class VolunteerPlanningPortal(VolunteerPortal):
    """What a card says of the time for signing up, and of services held online."""

    def _prepare_activity_cards(self, activities, volunteer):
        cards = super()._prepare_activity_cards(activities, volunteer)
        notes = activities._get_card_notes()
        for card in cards:
            activity, own = card["activity"], card["own"]
            card["notes"] = notes[activity]
            # Where it is held online is for those who take part.
            card["online_url"] = (
                own and own.state != "waiting" and activity.sudo().online_url
            )
        return cards
