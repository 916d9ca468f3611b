from odoo.tests import tagged

from odoo.addons.volunteer_base.tests.common import AccessMatrixMixin

from .common import HoursCase

GROUPS = {
    "portal": "base.group_portal",
    "user": "base.group_user",
    "leader": "volunteer_base.group_leader",
    "officer": "volunteer_base.group_officer",
    "manager": "volunteer_base.group_manager",
    "hr": "volunteer_hours.group_hr",
}
MATRIX = {
    #                        portal  user  leader  officer  manager  hr
    "volunteer.hour": ("r", "r", "r", "crud", "crud", "r"),
    "volunteer.approval.link": ("", "", "", "", "", ""),
    "volunteer.hour.event": ("", "", "", "r", "r", ""),
    "volunteer.claim.wizard": ("", "crud", "crud", "crud", "crud", "crud"),
    "volunteer.evidence.wizard": ("", "crud", "crud", "crud", "crud", "crud"),
    "volunteer.roster.claim.wizard": ("", "", "crud", "crud", "crud", ""),
    "volunteer.roster.claim.wizard.line": ("", "", "crud", "crud", "crud", ""),
    "volunteer.hour.evidence": ("r", "r", "r", "r", "r", "r"),
    "volunteer.approval": ("r", "r", "r", "r", "r", "r"),
    "volunteer.approval.route": ("", "", "", "crud", "crud", ""),
    "volunteer.approval.step": ("", "", "", "crud", "crud", ""),
    "volunteer.delegation": ("", "crud", "crud", "crud", "crud", "crud"),
    "volunteer.notice": ("", "", "r", "crud", "crud", "r"),
    "volunteer.objection": ("r", "r", "r", "cru", "cru", "r"),
    "volunteer.award": ("r", "r", "r", "crud", "crud", "r"),
    "volunteer.award.notice": ("", "", "", "ru", "ru", "r"),
    "volunteer.point.account": ("r", "r", "r", "r", "r", "r"),
    "volunteer.point.move": ("r", "r", "r", "r", "r", "r"),
    "volunteer.star": ("", "", "", "r", "crud", "r"),
    "volunteer.point.entry": ("r", "r", "r", "r", "r", "r"),
    "volunteer.point.rule": ("", "", "", "r", "crud", ""),
    "volunteer.point.wizard": ("", "", "", "crud", "crud", ""),
    "volunteer.evaluation.round": ("r", "r", "r", "r", "r", "crud"),
    "volunteer.evaluation.scheme": ("", "r", "r", "r", "crud", "crud"),
    "volunteer.evaluation.scheme.line": ("", "r", "r", "r", "crud", "crud"),
    "volunteer.evaluation.grade": ("", "r", "r", "r", "crud", "crud"),
    "volunteer.evaluation.preview": ("", "", "", "", "crud", "crud"),
    "volunteer.roster.tap": ("", "", "r", "r", "r", ""),
    "volunteer.device": ("", "", "", "cru", "crud", ""),
    "volunteer.device.refusal": ("", "", "", "r", "r", ""),
    "volunteer.device.link": ("", "", "", "crud", "crud", ""),
    "volunteer.rating.wizard": ("", "", "crud", "crud", "crud", ""),
    "volunteer.sign.sheet": ("", "", "r", "r", "r", ""),
    "volunteer.sheet.wizard": ("", "", "crud", "crud", "crud", ""),
    "volunteer.sheet.wizard.line": ("", "", "crud", "crud", "crud", ""),
    "volunteer.shift": ("", "r", "r", "crud", "crud", "crud"),
    "volunteer.shift.import": ("", "crud", "crud", "crud", "crud", "crud"),
    "volunteer.off.duty.wizard": ("", "crud", "crud", "crud", "crud", "crud"),
    "volunteer.route.preview": ("", "", "", "crud", "crud", ""),
    "volunteer.hour.forward.wizard": ("", "crud", "crud", "crud", "crud", "crud"),
    "volunteer.inspection": ("", "r", "r", "crud", "crud", "r"),
    "volunteer.inspection.line": ("", "ru", "ru", "ru", "ru", "ru"),
    "volunteer.inspection.subject": ("", "ru", "ru", "crud", "crud", "ru"),
    "volunteer.inspection.score": ("", "ru", "ru", "ru", "ru", "ru"),
    "volunteer.inspection.item": ("", "", "", "r", "crud", ""),
    "volunteer.rectification": ("", "r", "r", "crud", "crud", "r"),
    "volunteer.claim.bar": ("", "", "", "cru", "cru", ""),
    "volunteer.uphold.wizard": ("", "", "", "crud", "crud", ""),
    "volunteer.hour.import": ("", "", "", "crud", "crud", ""),
    "volunteer.hour.import.column": ("", "", "", "ru", "ru", ""),
    "volunteer.hour.entry": ("", "", "", "r", "r", ""),
    "volunteer.hour.handover": ("", "", "", "crud", "crud", ""),
    "volunteer.handover.mark": ("", "", "", "r", "r", ""),
    "volunteer.handover.answer.wizard": ("", "", "", "crud", "crud", ""),
    "volunteer.handover.mark.wizard": ("", "", "", "crud", "crud", ""),
    "volunteer.hour.import.problem": ("", "", "", "r", "r", ""),
    "volunteer.target": ("r", "r", "r", "crud", "crud", "crud"),
    "volunteer.target.exemption": ("", "", "", "crud", "crud", "crud"),
    "volunteer.team.assessment": ("", "r", "r", "crud", "crud", "crud"),
    "volunteer.team.assessment.line": ("", "r", "r", "ru", "ru", "ru"),
    "volunteer.target.wizard": ("", "", "", "crud", "crud", "crud"),
    "volunteer.reward": ("r", "r", "r", "crud", "crud", "r"),
    "volunteer.reward.order": ("r", "r", "r", "r", "r", "r"),
    "volunteer.gift": ("r", "r", "r", "r", "r", "r"),
    "volunteer.stock.wizard": ("", "", "", "crud", "crud", ""),
    "volunteer.reward.order.wizard": ("", "", "", "crud", "crud", ""),
    "volunteer.commendation": ("r", "r", "r", "crud", "crud", "r"),
    "volunteer.commendation.nominee": ("r", "r", "r", "crud", "crud", "r"),
    "volunteer.contest": ("r", "r", "r", "crud", "crud", "r"),
    "volunteer.contest.entry": ("r", "r", "r", "crud", "crud", "r"),
    "volunteer.jury.criterion": ("", "r", "r", "crud", "crud", "r"),
    "volunteer.jury.score": ("", "ru", "ru", "ru", "ru", "ru"),
    "volunteer.wall": ("", "", "", "cru", "crud", ""),
    "volunteer.year.end": ("", "", "", "crud", "crud", "crud"),
    "volunteer.year.end.event": ("", "", "", "r", "r", "r"),
    "volunteer.hour.decision.wizard": ("", "crud", "crud", "crud", "crud", "crud"),
    "volunteer.evaluation": ("r", "r", "r", "r", "r", "r"),
    "volunteer.branch.sheet": ("", "crud", "crud", "crud", "crud", "crud"),
    "volunteer.branch.sheet.line": ("", "r", "r", "r", "r", "r"),
    "volunteer.branch.sheet.sum": ("", "r", "r", "r", "r", "r"),
    "volunteer.evaluation.import": ("", "", "", "", "", "crud"),
    "volunteer.evaluation.wizard": ("", "crud", "crud", "crud", "crud", "crud"),
}


@tagged("post_install", "-at_install")
class TestHoursAccessMatrix(AccessMatrixMixin, HoursCase):
    def test_matrix(self):
        self.assert_matrix(
            MATRIX,
            [self.make_user(f"matrix_{name}", group) for name, group in GROUPS.items()],
        )

    def test_every_model_is_listed(self):
        self.assert_every_model_listed(MATRIX, "volunteer_hours")

    def test_public_reads_nothing(self):
        self.assert_public_reads_nothing(MATRIX)
