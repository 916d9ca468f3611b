/** @odoo-module ignore */
// The leader's roster: every tap is kept on the phone first, shown at once, and handed
// over as soon as there is network. The server takes each tap once.

(function () {
    "use strict";

    const RETRY = 20000;
    const store = window.volunteerLeadStore;
    const queue = window.volunteerLeadQueue;
    const offline = window.volunteerLeadOffline;
    const rowOf = window.volunteerLeadRow;
    const { one, word, show } = window.volunteerLeadDom;

    let page = null;
    let roster = null;
    let taps = [];
    let online = true;
    const rows = new Map();

    async function tap(kind, signupIds, more) {
        taps.push(...(await queue.keep(roster, kind, signupIds, more)));
        draw();
        handOver();
    }

    /** Send what waits, of every activity of this person. */
    async function handOver() {
        const errors = await queue.handOver(roster.user, (activity, uuids, answered) => {
            online = true;
            if (activity === roster.id) {
                taps = taps.filter((item) => !uuids.includes(item.uuid));
                roster = answered;
            }
            draw();
        });
        if (errors) {
            tellError(errors.get("network") || errors.get(roster.id));
        }
    }

    /** Look whether anything changed elsewhere: another phone, a QR code, the office. */
    async function refresh() {
        if (document.hidden || queue.isHanding()) {
            return;
        }
        if (taps.length) {
            await handOver();
            return;
        }
        try {
            const params = { taps: [], clock: Date.now() };
            const answer = await queue.call(roster.id, "taps", params);
            if (!taps.length) {
                roster = answer.roster;
                await store.keepRoster(roster);
            }
            tellError(null);
        } catch (error) {
            tellError(error);
        }
    }

    function tellError(error) {
        online = !error || Boolean(error.answered);
        const told = Boolean(error) && online && !error.expired;
        show(one("#lead_login"), Boolean(error) && Boolean(error.expired));
        show(one("#lead_error"), told);
        one("#lead_error").textContent = told ? error.message : "";
        draw();
    }

    const foreseen = () => roster.rows.map((row) => rowOf.foresee(row, taps, roster));

    function draw() {
        const over = Date.now() >= roster.stop;
        const open = roster.state === "published";
        const people = foreseen();
        const list = one("#lead_rows");
        for (const row of people) {
            if (!rows.has(row.id)) {
                rows.set(row.id, rowOf.make(row, roster, tap));
            }
            const element = rows.get(row.id);
            if (element.parentNode !== list) {
                list.append(element);
            }
            rowOf.draw(element, row, roster, open, over);
        }
        for (const [id, element] of rows) {
            if (!people.some((row) => row.id === id)) {
                element.remove();
                rows.delete(id);
            }
        }
        show(one("#lead_empty"), !people.length);
        drawHead(people, open, over);
        drawCloud();
        drawAdded();
        drawRefused();
        drawReplaced(people);
    }

    function drawHead(people, open, over) {
        one("#lead_taken").textContent = `${roster.taken}/${roster.seats}`;
        const here = people.filter((row) => row.presence === "here").length;
        const came = here + people.filter((row) => row.presence === "left").length;
        one("#lead_here").textContent = `${came}/${people.length}`;
        const counting = open && roster.counts_hours;
        const expected = people.some((row) => row.presence === "none");
        show(one("#lead_all_in"), counting && !over && expected);
        show(one("#lead_all_out"), counting && !over && here > 0);
        const forgotten = people.some((row) => row.forgotten);
        show(one("#lead_all_present"), counting && over && (expected || here > 0 || forgotten));
        const qr = one("#lead_qr");
        if (qr) {
            show(qr, !over);
        }
        show(one("#lead_add_box"), open);
        show(one("#lead_close_box"), open && Date.now() >= roster.start);
    }

    function drawCloud() {
        const cloud = one("#lead_cloud");
        const count = taps.length;
        cloud.dataset.waiting = count;
        one("i", cloud).className =
            "fa fa-fw " + (count || !online ? "fa-cloud-upload text-warning" : "fa-cloud text-success");
        one("span", cloud).textContent = count
            ? word("waiting").replace("{}", count)
            : online
              ? word("all")
              : word("offline");
        show(one("#lead_retry"), count > 0);
    }

    function drawAdded() {
        const list = one("#lead_added");
        const added = taps.filter((item) => item.kind === "add");
        list.replaceChildren(
            ...added.map((item) => {
                const line = document.createElement("li");
                line.textContent = word("added").replace("{}", item.code);
                return line;
            })
        );
    }

    function drawRefused() {
        const refused = roster.refused || [];
        show(one("#lead_refused"), refused.length > 0);
        const list = one("#lead_refused_rows");
        if (list.dataset.shown === refused.map((item) => item.uuid).join()) {
            return;
        }
        list.dataset.shown = refused.map((item) => item.uuid).join();
        list.replaceChildren(
            ...refused.map((item) => {
                const line = one("#lead_refused_row").content.cloneNode(true).firstElementChild;
                one(".o_lead_what", line).textContent = item.text;
                one(".o_lead_why", line).textContent = item.message;
                one("button", line).addEventListener("click", () => seen(item.uuid));
                return line;
            })
        );
    }

    async function seen(uuid) {
        try {
            roster = await queue.call(roster.id, "seen", { uuid });
            await store.keepRoster(roster);
            tellError(null);
        } catch (error) {
            tellError(error);
        }
    }

    function drawReplaced(people) {
        const select = one("#lead_instead");
        const expected = people.filter((row) => row.presence === "none");
        const shown = expected.map((row) => row.id).join();
        if (select.dataset.shown === shown) {
            return;
        }
        select.dataset.shown = shown;
        while (select.options.length > 1) {
            select.remove(1);
        }
        for (const row of expected) {
            select.add(new Option(row.name, row.id));
        }
    }

    function bulk(kind, states) {
        const ids = foreseen()
            .filter(
                (row) =>
                    states.includes(row.presence) || (kind === "present" && row.forgotten)
            )
            .map((row) => row.id);
        if (ids.length) {
            tap(kind, ids);
        }
    }

    function add(event) {
        event.preventDefault();
        const field = one("#lead_code");
        const code = field.value.trim();
        if (!code) {
            return;
        }
        tap("add", [0], {
            code,
            slot_id: Number(one("#lead_slot").value) || 0,
            instead_of: Number(one("#lead_instead").value) || 0,
        });
        field.value = "";
        one("#lead_instead").value = "";
    }

    async function start() {
        page = document.getElementById("lead_page");
        if (!page) {
            return;
        }
        roster = JSON.parse(document.getElementById("lead_roster").textContent);
        await offline.mindPerson(roster.user);
        const kept = await store.getRoster(roster.id);
        if (kept && kept.user === roster.user && kept.as_of > roster.as_of) {
            roster = kept;
        }
        taps = await queue.getWaiting(roster.user, roster.id);
        one("#lead_all_in").addEventListener("click", () => bulk("in", ["none"]));
        one("#lead_all_out").addEventListener("click", () => bulk("out", ["here"]));
        one("#lead_all_present").addEventListener("click", () => bulk("present", ["none", "here"]));
        one("#lead_retry").addEventListener("click", () => handOver());
        one("#lead_add").addEventListener("submit", add);
        draw();
        page.dataset.ready = "1";
        handOver();
        window.addEventListener("online", () => handOver());
        document.addEventListener("visibilitychange", refresh);
        setInterval(refresh, RETRY);
        const ready = () => offline.prepare(page).catch(() => {});
        if (document.readyState === "complete") {
            ready();
        } else {
            window.addEventListener("load", ready);
        }
    }

    if (document.readyState === "loading") {
        document.addEventListener("DOMContentLoaded", start);
    } else {
        start();
    }
})();
