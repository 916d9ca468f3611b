import {AIM, BEFORE, CLAIMED, PARTS, PROVEN, REST, hatch} from "./palette";
import {_t} from "@web/core/l10n/translation";
import {formatShare, monthNames} from "./format";

/** Parts of a ring that still can be told apart. */
export const MOST_PARTS = PARTS.length;

// As they are drawn: a bar, a dash, a point
const LEGEND = {position: "bottom", labels: {usePointStyle: true, pointStyleWidth: 16}};

/**
 * @param {Object} figures of the server
 * @returns {Object} settings of the picture of the months against the aim
 */
export function monthsPicture({months, month_aim: aim}) {
    const datasets = [
        {
            label: _t("Proven"),
            data: months.map((month) => month.proven),
            backgroundColor: PROVEN,
            pointStyle: "rect",
            stack: "year",
            order: 2,
        },
        {
            label: _t("Claimed"),
            data: months.map((month) => month.claimed),
            backgroundColor: hatch(CLAIMED, 1),
            pointStyle: "rect",
            stack: "year",
            order: 2,
        },
        {
            type: "line",
            label: _t("Last year"),
            data: months.map((month) => month.before),
            // Nothing is put on top of something else but claimed on proven hours.
            stack: "before",
            borderColor: BEFORE,
            backgroundColor: BEFORE,
            borderWidth: 2,
            pointStyle: "rectRot",
            pointRadius: 4,
            order: 1,
        },
    ];
    if (aim) {
        datasets.push({
            type: "line",
            label: _t("Aim of a month"),
            data: months.map(() => aim),
            stack: "aim",
            borderColor: AIM,
            backgroundColor: AIM,
            borderDash: [8, 5],
            borderWidth: 2,
            pointRadius: 0,
            pointStyle: "line",
            pointHitRadius: 0,
            order: 0,
        });
    }
    return {
        type: "bar",
        data: {labels: monthNames(), datasets},
        options: {
            scales: {
                x: {stacked: true, grid: {display: false}},
                y: {stacked: true, beginAtZero: true},
            },
            plugins: {legend: LEGEND},
        },
    };
}

/**
 * @param {Object} figures of the server
 * @returns {Object} settings of the picture of the share of proven hours
 */
export function sharePicture({months}) {
    const line = (label, name, colour, more) => ({
        label,
        data: months.map((month) => month[name]),
        borderColor: colour,
        backgroundColor: colour,
        pointRadius: 4,
        spanGaps: true,
        ...more,
    });
    return {
        type: "line",
        data: {
            labels: monthNames(),
            datasets: [
                line(_t("This year"), "share", PROVEN, {pointStyle: "circle"}),
                line(_t("Last year"), "before_share", BEFORE, {
                    borderDash: [6, 4],
                    pointStyle: "rectRot",
                }),
            ],
        },
        options: {
            scales: {y: {min: 0, max: 100, ticks: {callback: formatShare}}},
            plugins: {legend: LEGEND},
        },
    };
}

/**
 * @param {Object[]} parts with ``name`` and ``hours``, most first
 * @returns {Object} settings of a ring; what is left over is one part
 */
export function ringPicture(parts) {
    const shown = parts.slice(0, MOST_PARTS);
    const rest = parts.slice(MOST_PARTS);
    const left = rest.reduce((sum, part) => sum + part.hours, 0);
    const names = shown.map((part) => part.name);
    return {
        type: "doughnut",
        data: {
            labels: rest.length ? [...names, _t("Others")] : names,
            datasets: [
                {
                    data: [...shown, ...(rest.length ? [{hours: left}] : [])].map(
                        (part) => Math.max(0, part.hours)
                    ),
                    backgroundColor: [
                        ...shown.map((_part, place) => hatch(PARTS[place], place)),
                        REST,
                    ],
                    borderColor: "#ffffff",
                    borderWidth: 2,
                },
            ],
        },
        options: {cutout: "55%", plugins: {legend: {display: false}}},
    };
}
