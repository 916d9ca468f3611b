"""Lines that are there already, as in a hospital that has been at it for long."""

from datetime import date

FIRST_YEAR = 2000


def fill(env, hospital, counts):
    """Make a year of recorded lines for each count, as closing leaves them; commit.

    :return: ``{count: year}``
    """
    years = {count: FIRST_YEAR + place for place, count in enumerate(sorted(counts))}
    for count, year in years.items():
        record(env, hospital, count, date(year, 1, 1))
    env.cr.commit()
    env.cr.execute("ANALYZE volunteer_hour, volunteer_approval")
    env.cr.commit()
    return years


def record(env, hospital, count, first):
    """Make recorded lines with their two decisions; the ledger numbers go on.

    :param first: local date of the first; each person has one line a day
    """
    notice = env["volunteer.notice"].create({"name": "Bench"})
    number = take_numbers(env, count)
    insert(env, hospital, count, first, "recorded", notice=notice, number=number)
    env.cr.execute(
        """
        UPDATE volunteer_notice
           SET state = 'closed', digest = encode(sha256(id::text::bytea), 'hex'),
               last_ledger_no = %(last)s,
               previous_id = (SELECT max(id) FROM volunteer_notice
                               WHERE state = 'closed')
         WHERE id = %(notice)s
        """,
        {"last": number + count, "notice": notice.id},
    )
    env.invalidate_all()
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
         WHERE h.notice_id = %(notice)s
        """,
        {
            "leader": hospital.leader.id,
            "officer": hospital.officer.id,
            "office": env.ref("volunteer_base.group_officer").id,
            "notice": notice.id,
        },
    )


def take_numbers(env, count):
    """Take so many numbers of the ledger; return the one before the first."""
    env.cr.execute(
        "UPDATE res_company SET volunteer_ledger_no = volunteer_ledger_no + %s "
        "WHERE id = %s RETURNING volunteer_ledger_no",
        (count, env.company.id),
    )
    [last] = env.cr.fetchone()
    return last - count


def insert(
    env, hospital, count, first, state, *, notice=None, number=None, approver=None
):
    """Insert lines of two hours in one statement: a line a person and day.

    :param first: local date of the first
    :param number: the ledger number before the first one, of recorded lines
    :param approver: the user they wait for, if they do
    """
    env.cr.execute(
        """
        INSERT INTO volunteer_hour (
            volunteer_id, employee_id, team_id, company_id, project_id,
            notice_id, approver_id, date, start, stop, minutes, hours, points, source,
            proven, in_working_time, reversed, description, state, due_date, ledger_no,
            digest, digest_version, salt, create_uid, create_date, write_uid,
            write_date)
        SELECT v.id, e.id, m.team_id, v.company_id, %(project)s,
               %(notice)s, %(approver)s, day, day + time '09:00', day + time '11:00',
               120, 2.0, CASE WHEN %(number)s IS NULL THEN NULL ELSE 200 END,
               'import', false, false, false, 'Line ' || n, %(state)s, day + 14,
               %(number)s + n,
               CASE WHEN %(number)s IS NULL THEN NULL
                    ELSE encode(sha256(n::text::bytea), 'hex') END,
               CASE WHEN %(number)s IS NULL THEN NULL ELSE 1 END,
               CASE WHEN %(number)s IS NULL THEN NULL ELSE md5(n::text) END,
               1, now(), 1, now()
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
            "notice": notice and notice.id,
            "approver": approver and approver.id,
            "project": hospital.project.id,
            "number": number,
            "count": count,
            "state": state,
            "volunteers": hospital.volunteers.ids,
            "people": len(hospital.volunteers),
            "first": first,
        },
    )
