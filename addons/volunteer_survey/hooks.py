from odoo.addons.volunteer_base.hooks import drop_foreign_keys, drop_sequences


def post_init_hook(env):
    """Give the shipped course the shipped exam, unless the office has changed that."""
    course = env.ref(
        "volunteer_base.volunteer_course_infection_safety", raise_if_not_found=False
    )
    if course and not course.survey_id:
        course.survey_id = env.ref("volunteer_survey.survey_infection_safety")


def uninstall_hook(env):
    drop_sequences(env, "volunteer_survey")
    drop_foreign_keys(env, "volunteer_survey")
