from odoo import Command

from odoo.addons.volunteer_base.tests.test_training import TrainingCommon


class ExamCommon(TrainingCommon):
    """The required course has an exam: two of four questions, both must be right."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls._new_survey()
        cls.course.survey_id = cls.survey
        # Somebody whom the office knows on paper only.
        cls.guest = cls._new_volunteer("Guest without login")

    @classmethod
    def _new_survey(cls, **vals):
        survey = cls.env["survey.survey"].create(
            {
                "title": "Hygiene exam",
                "access_mode": "token",
                "certification": True,
                "scoring_type": "scoring_without_answers",
                "scoring_success_min": 100,
                "questions_layout": "one_page",
                "questions_selection": "random",
                "is_attempts_limited": True,
                "attempts_limit": 2,
                "question_and_page_ids": [
                    Command.create(
                        {
                            "title": "All",
                            "is_page": True,
                            "question_type": False,
                            "random_questions_count": 2,
                            "sequence": 1,
                        }
                    ),
                    *(
                        Command.create(
                            {
                                "title": f"Question {number}",
                                "question_type": "simple_choice",
                                "sequence": number + 1,
                                "suggested_answer_ids": [
                                    Command.create(
                                        {
                                            "value": "Right",
                                            "is_correct": True,
                                            "answer_score": 1,
                                        }
                                    ),
                                    Command.create({"value": "Wrong"}),
                                ],
                            }
                        )
                        for number in range(1, 5)
                    ),
                ],
                **vals,
            }
        )
        return survey

    def _sit(self, volunteer, right=True, course=None):
        """Begin the exam, answer every question drawn, hand in; returns the sheet."""
        sheet = (course or self.course)._begin_exam_sudo(volunteer)
        return self._fill_in(sheet, right)

    def _fill_in(self, sheet, right=True):
        sheet._mark_in_progress()
        for question in sheet.predefined_question_ids:
            answer = question.suggested_answer_ids.filtered(
                lambda answer: answer.is_correct == right
            )
            sheet._save_lines(question, str(answer.id))
        sheet._mark_done()
        return sheet
