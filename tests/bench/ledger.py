"""Past years in the ledger: the database of a hospital that has been at it for long."""

from datetime import date

FIRST_YEAR = 2000


def fill(env, hospital, counts):
    """Make a year of recorded lines for each count, as closing leaves them; commit.

    :return: ``{count: year}``
    """
    years = {count: FIRST_YEAR + place for place, count in enumerate(sorted(counts))}
    notice = env["volunteer.notice"].create({"name": "Bench"})
    number = 0
    for count, year in years.items():
        env.cr.execute(
            """
            INSERT INTO volunteer_hour (
                volunteer_id, employee_id, team_id, company_id, project_id,
                notice_id, date, start, stop, minutes, hours, points, source, proven,
                in_working_time, reversed, description, state, ledger_no, digest,
                digest_version, salt, create_uid, create_date, write_uid, write_date)
            SELECT v.id, e.id, m.team_id, v.company_id, %(project)s,
                   %(notice)s, day, day + time '09:00', day + time '11:00',
                   120, 2.0, 200,
                   'import', false, false, false, 'Line ' || n, 'recorded',
                   %(number)s + n, encode(sha256(n::text::bytea), 'hex'),
                   1, md5(n::text), 1, now(), 1, now()
              FROM generate_series(1, %(count)s) AS n
              JOIN unnest(%(volunteers)s) WITH ORDINALITY AS v_of(id, place)
                ON v_of.place = n %% %(people)s + 1
              JOIN volunteer_volunteer v ON v.id = v_of.id
              JOIN volunteer_team_member m ON m.volunteer_id = v.id
         LEFT JOIN hr_employee e ON e.volunteer_id = v.id
        CROSS JOIN LATERAL (
                   SELECT %(first)s + (n / %(people)s)::int AS day) AS days
            """,
            {
                "notice": notice.id,
                "project": hospital.project.id,
                "number": number,
                "count": count,
                "volunteers": hospital.volunteers.ids,
                "people": len(hospital.volunteers),
                "first": date(year, 1, 1),
            },
        )
        number += count
    env.cr.execute(
        """
        INSERT INTO volunteer_approval (
            hour_id, sequence, approver_id, group_id, state, decided_by, decided_on)
        SELECT h.id, step.sequence, step.approver_id, step.group_id, 'approved',
               step.decided_by, h.date
          FROM volunteer_hour h,
               (VALUES (1, %(leader)s, NULL, %(leader)s),
                       (2, NULL::int, %(office)s, %(officer)s)
               ) AS step(sequence, approver_id, group_id, decided_by)
        """,
        {
            "leader": hospital.leader.id,
            "officer": hospital.officer.id,
            "office": env.ref("volunteer_base.group_officer").id,
        },
    )
    env.cr.commit()
    env.cr.execute("ANALYZE volunteer_hour, volunteer_approval")
    env.cr.commit()
    return years
