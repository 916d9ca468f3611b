KEY_GROUPS = (
    "volunteer_tag_population_child_inpatients",
    "volunteer_tag_population_terminal_patients",
    "volunteer_tag_population_disabled",
    "volunteer_tag_population_elderly",
    "volunteer_tag_population_bedridden",
    "volunteer_tag_population_left_behind_children",
)


def migrate(cr, _version):
    """Mark the key groups: shipped tags are there already, and are not updated."""
    cr.execute(
        """
        UPDATE volunteer_tag
           SET is_key_group = TRUE
         WHERE id IN (SELECT res_id FROM ir_model_data
                       WHERE module = 'volunteer_base' AND model = 'volunteer.tag'
                         AND name IN %s)
        """,
        [KEY_GROUPS],
    )
