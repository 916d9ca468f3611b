from odoo import models


class VolunteerBranch(models.Model):
    """What the members of branches did in a period, for 民主评议 and 述职.

    Source: each person's period goes into the assessment of party members and the
    reports of their duties (XL), and into that of league members (HZ).
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.branch"  # pylint: disable=consider-merging-classes-inherited
