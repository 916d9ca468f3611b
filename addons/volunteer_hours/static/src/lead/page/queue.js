/** @odoo-module ignore */
// Taps on their way: kept on the phone, sent in parts, dropped once the server has them.

(function () {
    "use strict";

    const LEAD = "/my/volunteer/lead";
    const PART = 100;
    const SESSION_EXPIRED = 100;
    const store = window.volunteerLeadStore;

    let handing = false;
    let again = false;
    let order = 0;

    function newUuid() {
        // crypto.randomUUID is there on https only; hospitals also use plain http.
        const bytes = crypto.getRandomValues(new Uint8Array(16));
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    }

    /** Keep what was tapped; resolves with the taps once they are safe. */
    async function keep(roster, kind, signupIds, more) {
        const at = Date.now();
        const made = signupIds.map((signupId) => ({
            uuid: newUuid(),
            activity: roster.id,
            user: roster.user,
            kind,
            at,
            order: ++order,
            signup_id: signupId,
            ...more,
        }));
        await store.keepTaps(made);
        return made;
    }

    /** Return what waits of one person at one activity, and go on counting after it. */
    async function getWaiting(user, activity) {
        const taps = await store.getTaps(user);
        order = Math.max(order, ...taps.map((item) => item.order));
        return taps.filter((item) => item.activity === activity);
    }

    /**
     * Send what waits, of every activity of one person.
     *
     * One that the server refuses as a whole, such as an activity that somebody else
     * leads by now, does not hold up the others.
     *
     * @param {Function} taken called with activity, uuids and roster for each part
     * @returns {Map|null} errors by activity; under "network" the one that stopped all.
     *     null: another hand-over is under way, and goes on with this
     */
    async function handOver(user, taken) {
        if (handing) {
            again = true;
            return null;
        }
        handing = true;
        let errors = new Map();
        try {
            do {
                again = false;
                errors = new Map();
                const waiting = await store.getTaps(user);
                for (const activity of new Set(waiting.map((item) => item.activity))) {
                    const own = waiting.filter((item) => item.activity === activity);
                    const error = await sendAll(activity, own, taken);
                    if (error && (!error.answered || error.expired)) {
                        return errors.set("network", error);
                    }
                    if (error) {
                        errors.set(activity, error);
                    }
                }
            } while (again);
        } finally {
            handing = false;
        }
        return errors;
    }

    /** Send the taps of one activity in order; return what went wrong, or null. */
    async function sendAll(activity, own, taken) {
        for (let first = 0; first < own.length; first += PART) {
            const part = own.slice(first, first + PART);
            let answer = null;
            try {
                answer = await call(activity, "taps", { taps: part, clock: Date.now() });
            } catch (error) {
                return error;
            }
            const uuids = part.map((item) => item.uuid).filter((uuid) => uuid in answer.results);
            await store.dropTaps(uuids);
            await store.keepRoster(answer.roster);
            taken(activity, uuids, answer.roster);
        }
        return null;
    }

    async function call(activity, what, params) {
        const response = await fetch(`${LEAD}/${activity}/${what}`, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ jsonrpc: "2.0", method: "call", params }),
        });
        if (response.status >= 500) {
            throw new Error("No answer");
        }
        const data = await response.json();
        if (data.error) {
            const error = new Error((data.error.data && data.error.data.message) || data.error.message);
            error.answered = true;
            error.expired = data.error.code === SESSION_EXPIRED;
            throw error;
        }
        return data.result;
    }

    window.volunteerLeadQueue = {
        keep,
        getWaiting,
        handOver,
        call,
        isHanding: () => handing,
    };
})();
