const DAY = 24 * 3600 * 1000;

/** Parse `YYYY-MM-DD` as a day without a time zone. */
function dayNumber(iso) {
    return Date.parse(`${iso}T00:00:00Z`) / DAY;
}

/**
 * Lay a month out as a strip of days.
 *
 * @param {Object} month `{first, last, days: [{date, hours, proven}]}`, dates as
 *  `YYYY-MM-DD`
 * @param {String} current the date that is being looked at
 * @returns {Object[]} a `{iso, day, weekend, proven, claimed, total, share, current}`
 *  for each day, hours as numbers, `share` (0 to 1) of the fullest day
 */
export function monthStrip(month, current) {
    const first = dayNumber(month.first);
    const strip = [];
    for (let number = first; number <= dayNumber(month.last); number++) {
        const date = new Date(number * DAY);
        strip.push({
            iso: date.toISOString().slice(0, 10),
            day: date.getUTCDate(),
            weekend: [0, 6].includes(date.getUTCDay()),
            proven: 0,
            claimed: 0,
            total: 0,
            share: 0,
            current: date.toISOString().slice(0, 10) === current,
        });
    }
    for (const {date, hours, proven} of month.days) {
        const cell = strip[dayNumber(date) - first];
        if (cell) {
            cell[proven ? "proven" : "claimed"] += hours;
            cell.total += hours;
        }
    }
    const fullest = Math.max(0, ...strip.map((cell) => cell.total));
    for (const cell of strip) {
        cell.share = fullest ? Math.max(0, cell.total) / fullest : 0;
    }
    return strip;
}
