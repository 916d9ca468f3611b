import {user} from "@web/core/user";

/**
 * @param {Number} value
 * @param {Number} [digits] decimals at most
 * @returns {String} as the user's language writes it
 */
export function formatNumber(value, digits = 1) {
    return new Intl.NumberFormat(user.lang, {maximumFractionDigits: digits}).format(
        value
    );
}

/**
 * @param {Number|null} value in per cent; null of nothing
 * @returns {String}
 */
export function formatShare(value) {
    return value === null ? "–" : `${formatNumber(value)} %`;
}

/**
 * @param {Date} day
 * @param {Object} options of Intl.DateTimeFormat
 * @returns {String}
 */
function formatDay(day, options) {
    return new Intl.DateTimeFormat(user.lang, {timeZone: "UTC", ...options}).format(day);
}

/** @returns {String[]} short names of the twelve months */
export function monthNames() {
    return [...Array(12).keys()].map((month) =>
        formatDay(new Date(Date.UTC(2024, month, 1)), {month: "short"})
    );
}

/**
 * @param {String} weekday "short" or "long"
 * @returns {String[]} names of the days of a week, from Monday
 */
export function dayNames(weekday) {
    return [...Array(7).keys()].map((day) =>
        formatDay(new Date(Date.UTC(2024, 0, 1 + day)), {weekday})
    );
}

/**
 * @param {String} text an ISO date
 * @returns {String}
 */
export function formatDate(text) {
    return formatDay(new Date(text), {dateStyle: "long"});
}
