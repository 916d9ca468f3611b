from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..tools.branch_sheet import SUMMED, add_up, hours_a_head, sum_branches


def row(branch_id, reported=False, **figures):
    return {
        "branch_id": branch_id,
        "reported": reported,
        **dict.fromkeys(SUMMED, 0),
        **figures,
    }


@tagged("post_install", "-at_install")
class TestToolsBranchSheet(BaseCase):
    def test_half_a_cent_goes_up(self):
        # 605 minutes by two are 5.04166…; 63 minutes by four 0.2625.
        self.assertEqual(hours_a_head(605, 2), Decimal("5.04"))
        self.assertEqual(hours_a_head(63, 2), Decimal("0.53"))
        self.assertEqual(hours_a_head(60, 0), Decimal("0.00"))

    def test_branches_below_count_and_everybody_counts_once(self):
        rows = [
            row(2, True, minutes_proven=60, wishes_done=1),
            row(3, minutes_claimed=30),
            row(1, minutes_proven=-30),
        ]
        sums = sum_branches(rows, {1: [1], 2: [1, 2], 3: [1, 3], 4: [1, 4]})
        self.assertEqual(
            {key: one["members"] for key, one in sums.items()}, {1: 3, 2: 1, 3: 1}
        )
        self.assertEqual(sums[1]["hours_a_head"], Decimal("0.33"))
        self.assertEqual(sums[1]["minutes_proven"], 30)
        self.assertEqual(sums[1]["reported"], 1)
        self.assertEqual(sums[2]["wishes_done"], 1)
        self.assertEqual(add_up(rows), sums[1])
        self.assertEqual(add_up([])["members"], 0)
