/** @odoo-module ignore */
// The leader's roster: every tap is kept on the phone first, shown at once, and handed
// over as soon as there is network. The server takes each tap once.

(function () {
    "use strict";

    const LEAD = "/my/volunteer/lead";
    const FILES = "volunteer-lead-files";
    const PART = 100;
    const RETRY = 20000;
    const SESSION_EXPIRED = 100;
    const BEST = 5;
    const store = window.volunteerLeadStore;

    let page = null;
    let roster = null;
    let taps = [];
    let handing = false;
    let again = false;
    let online = true;
    let order = 0;
    const rows = new Map();

    const one = (selector, inside) => (inside || page).querySelector(selector);
    const word = (name) => page.dataset[name] || "";

    function show(element, visible) {
        element.classList.toggle("d-none", !visible);
    }

    // ------------------------------------------------------------------
    // Taps
    // ------------------------------------------------------------------

    function newUuid() {
        // crypto.randomUUID is there on https only; hospitals also use plain http.
        const bytes = crypto.getRandomValues(new Uint8Array(16));
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    }

    async function tap(kind, signupIds, more) {
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
        taps.push(...made);
        draw();
        handOver();
    }

    /** Send what waits, of every activity of this person. */
    async function handOver() {
        if (handing) {
            again = true;
            return;
        }
        handing = true;
        try {
            do {
                again = false;
                const waiting = await store.getTaps(roster.user);
                const activities = new Set(waiting.map((item) => item.activity));
                for (const activity of activities) {
                    const own = waiting.filter((item) => item.activity === activity);
                    for (let first = 0; first < own.length; first += PART) {
                        if (!(await send(activity, own.slice(first, first + PART)))) {
                            return;
                        }
                    }
                }
            } while (again);
        } finally {
            handing = false;
            draw();
        }
    }

    /** Hand over some taps; return whether the server has them now. */
    async function send(activity, part) {
        let answer = null;
        try {
            answer = await call(activity, "taps", { taps: part, clock: Date.now() });
        } catch (error) {
            online = Boolean(error.answered);
            complain(error.answered ? error : null);
            return false;
        }
        online = true;
        complain(null);
        const taken = part.map((item) => item.uuid).filter((uuid) => uuid in answer.results);
        await store.dropTaps(taken);
        await store.keepRoster(answer.roster);
        if (activity === roster.id) {
            taps = taps.filter((item) => !taken.includes(item.uuid));
            roster = answer.roster;
        }
        draw();
        return taken.length === part.length;
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
            error.code = data.error.code;
            throw error;
        }
        return data.result;
    }

    /** Look whether anything changed elsewhere: another phone, a QR code, the office. */
    async function refresh() {
        if (document.hidden || handing) {
            return;
        }
        if (taps.length) {
            await handOver();
            return;
        }
        try {
            const answer = await call(roster.id, "taps", { taps: [], clock: Date.now() });
            online = true;
            complain(null);
            if (!taps.length) {
                roster = answer.roster;
                await store.keepRoster(roster);
            }
        } catch (error) {
            online = Boolean(error.answered);
            complain(error.answered ? error : null);
        }
        draw();
    }

    function complain(error) {
        const expired = Boolean(error) && error.code === SESSION_EXPIRED;
        show(one("#lead_login"), expired);
        const box = one("#lead_error");
        show(box, Boolean(error) && !expired);
        box.textContent = error && !expired ? error.message : "";
    }

    // ------------------------------------------------------------------
    // The page
    // ------------------------------------------------------------------

    function clock(moment) {
        return new Intl.DateTimeFormat("en-GB", {
            hour: "2-digit",
            minute: "2-digit",
            hourCycle: "h23",
            timeZone: roster.tz,
        }).format(new Date(moment));
    }

    /** Return a row as it will be once the taps that wait are handed over. */
    function foresee(row) {
        const seen = { ...row, waits: false };
        for (const item of taps) {
            if (item.signup_id !== row.id || item.activity !== roster.id) {
                continue;
            }
            seen.waits = true;
            if (item.kind === "in" && seen.presence !== "here") {
                const since = seen.presence === "left" ? seen.in : clock(item.at);
                Object.assign(seen, { presence: "here", in: since, out: "" });
            } else if (item.kind === "out" && seen.presence === "here") {
                Object.assign(seen, { presence: "left", out: clock(item.at) });
            } else if (item.kind === "present" && (seen.forgotten || seen.presence !== "left")) {
                seen.forgotten = false;
                seen.in = seen.in || clock(roster.start);
                Object.assign(seen, { presence: "left", out: clock(roster.stop) });
            } else if (item.kind === "absent" && seen.presence === "none") {
                seen.presence = "absent";
            } else if (item.kind === "times") {
                seen.forgotten = false;
                seen.in = item.time_in || seen.in;
                seen.out = item.time_out || seen.out;
                seen.presence = item.time_out ? "left" : "here";
            } else if (item.kind === "undo") {
                if (seen.presence === "left") {
                    Object.assign(seen, { presence: "here", out: "", hours: "", reason: "" });
                } else {
                    Object.assign(seen, { presence: "none", in: "", out: "" });
                }
            } else if (item.kind === "rate") {
                Object.assign(seen, { quality: item.quality, note: item.note });
            }
        }
        return seen;
    }

    function draw() {
        const over = Date.now() >= roster.stop;
        const open = roster.state === "published";
        const foreseen = roster.rows.map(foresee);
        const list = one("#lead_rows");
        for (const row of foreseen) {
            if (!rows.has(row.id)) {
                rows.set(row.id, makeRow(row));
            }
            const element = rows.get(row.id);
            if (element.parentNode !== list) {
                list.append(element);
            }
            drawRow(element, row, open, over);
        }
        for (const [id, element] of rows) {
            if (!foreseen.some((row) => row.id === id)) {
                element.remove();
                rows.delete(id);
            }
        }
        show(one("#lead_empty"), !foreseen.length);
        drawHead(foreseen, open, over);
        drawCloud();
        drawAdded();
        drawRefused();
        drawReplaced(foreseen);
    }

    function drawHead(foreseen, open, over) {
        one("#lead_taken").textContent = `${roster.taken}/${roster.seats}`;
        const here = foreseen.filter((row) => row.presence === "here").length;
        const came = here + foreseen.filter((row) => row.presence === "left").length;
        one("#lead_here").textContent = `${came}/${foreseen.length}`;
        const counting = open && roster.counts_hours;
        const expected = foreseen.some((row) => row.presence === "none");
        show(one("#lead_all_in"), counting && !over && expected);
        show(one("#lead_all_out"), counting && !over && here > 0);
        const forgotten = foreseen.some((row) => row.forgotten);
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
            roster = await call(roster.id, "seen", { uuid });
            await store.keepRoster(roster);
        } catch (error) {
            online = Boolean(error.answered);
            complain(error.answered ? error : null);
        }
        draw();
    }

    function drawReplaced(foreseen) {
        const select = one("#lead_instead");
        const expected = foreseen.filter((row) => row.presence === "none");
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

    function isUnfolded(element) {
        return !one(".o_lead_panel", element).classList.contains("d-none");
    }

    function unfold(element, open) {
        show(one(".o_lead_panel", element), open);
        one(".o_lead_more", element).setAttribute("aria-expanded", String(open));
    }

    function makeRow(row) {
        const element = one("#lead_row").content.cloneNode(true).firstElementChild;
        element.dataset.signup = row.id;
        one(".o_lead_name", element).textContent = row.name;
        one(".o_lead_post", element).textContent = [row.post, row.code].filter(Boolean).join(" · ");
        if (row.photo) {
            const photo = one("img", element);
            photo.src = `${LEAD}/${roster.id}/photo/${row.id}`;
            show(photo, true);
            show(one(".o_lead_initial", element), false);
        }
        one(".o_lead_initial", element).textContent = [...row.name].pop() || "";
        const on = (selector, act) => one(selector, element).addEventListener("click", act);
        const times = () => ({
            // Who has come has a stamp, which is not typed over.
            time_in: ["none", "absent"].includes(element.dataset.presence)
                ? one(".o_lead_time_in", element).value
                : "",
            time_out: one(".o_lead_time_out", element).value,
        });
        on(".o_lead_more", () => unfold(element, !isUnfolded(element)));
        on(".o_lead_in", () => tap("in", [row.id]));
        on(".o_lead_out", () => tap("out", [row.id]));
        on(".o_lead_back", () => tap("in", [row.id]));
        on(".o_lead_present", () => tap("present", [row.id]));
        on(".o_lead_absent", () => tap("absent", [row.id]));
        on(".o_lead_undo", () => tap("undo", [row.id]));
        on(".o_lead_times_save", () => {
            const typed = times();
            if (typed.time_in || typed.time_out) {
                unfold(element, false);
                tap("times", [row.id], typed);
            }
        });
        on(".o_lead_note_save", () => {
            unfold(element, false);
            tap("rate", [row.id], {
                quality: Number(element.dataset.quality),
                note: one(".o_lead_note", element).value,
            });
        });
        const stars = one(".o_lead_stars", element);
        for (let mark = 1; mark <= BEST; mark++) {
            const star = document.createElement("button");
            star.type = "button";
            star.className = "btn btn-link o_lead_star px-1";
            star.setAttribute("aria-label", word("star").replace("{}", mark));
            star.addEventListener("click", () =>
                tap("rate", [row.id], { quality: mark, note: element.dataset.note || "" })
            );
            stars.append(star);
        }
        return element;
    }

    function drawRow(element, row, open, over) {
        const { presence } = row;
        const counting = open && roster.counts_hours;
        element.dataset.presence = presence;
        element.dataset.quality = row.quality;
        element.dataset.note = row.note;
        const served = presence === "here" || presence === "left";
        one(".o_lead_state", element).textContent =
            presence === "absent"
                ? word("absent")
                : [row.in && `${word("in")} ${row.in}`, row.out && `${word("out")} ${row.out}`]
                      .filter(Boolean)
                      .join(" · ");
        one(".o_lead_hours", element).textContent = row.hours && !row.waits ? `${row.hours} h` : "";
        one(".o_lead_reason", element).textContent =
            row.reason && !row.waits ? `(${row.reason})` : "";
        show(one(".o_lead_waits", element), row.waits);
        show(one(".o_lead_in", element), counting && !over && (presence === "none" || presence === "absent"));
        show(one(".o_lead_out", element), counting && !over && presence === "here");
        show(
            one(".o_lead_present", element),
            counting && over && (presence !== "left" || row.forgotten)
        );
        show(one(".o_lead_forgotten", element), Boolean(row.forgotten));
        show(one(".o_lead_back", element), counting && !over && presence === "left");
        show(
            one(".o_lead_absent", element),
            open && presence === "none" && Date.now() >= roster.start
        );
        show(one(".o_lead_undo", element), open && presence !== "none" && !row.fixed);
        show(one(".o_lead_times", element), counting && (presence !== "left" || row.forgotten));
        show(one(".o_lead_time_in_box", element), presence === "none" || presence === "absent");
        show(one(".o_lead_stars", element), served && !row.own);
        show(one(".o_lead_note_box", element), served && !row.own);
        show(one(".o_lead_more", element), open || (served && !row.own));
        one(".o_lead_stars", element)
            .querySelectorAll("button")
            .forEach((star, index) => {
                star.innerHTML = `<i class="fa fa-lg ${index < row.quality ? "fa-star" : "fa-star-o"}" aria-hidden="true"></i>`;
                star.setAttribute("aria-pressed", String(index + 1 === row.quality));
            });
        const note = one(".o_lead_note", element);
        if (!isUnfolded(element)) {
            note.value = row.note;
            one(".o_lead_time_in", element).value = row.in || clock(roster.start);
            one(".o_lead_time_out", element).value = over ? clock(roster.stop) : "";
        }
        const remark = one(".o_lead_remark", element);
        remark.textContent = row.note;
        show(remark, Boolean(row.note));
    }

    function bulk(kind, states) {
        const ids = roster.rows
            .map(foresee)
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

    // ------------------------------------------------------------------
    // Without network
    // ------------------------------------------------------------------

    /** Keep what this page is made of, so that it opens without network. */
    async function keepFiles() {
        const files = await caches.open(FILES);
        const addresses = performance
            .getEntriesByType("resource")
            .filter(
                (entry) =>
                    ["script", "link", "css", "img"].includes(entry.initiatorType) ||
                    // Odoo's own scripts stumble where their words do not come.
                    new URL(entry.name).pathname.endsWith("/translations")
            )
            .map((entry) => new URL(entry.name))
            .filter((url) => url.origin === location.origin)
            .map((url) => url.href);
        await Promise.all(
            addresses.map(async (address) => {
                if (!(await files.match(address))) {
                    await files.add(address).catch(() => {});
                }
            })
        );
        // Bundles of earlier versions are not asked for any more.
        for (const request of await files.keys()) {
            const old = new URL(request.url).pathname.startsWith("/web/assets/");
            if (old && !addresses.includes(request.url)) {
                await files.delete(request);
            }
        }
    }

    async function keepPage() {
        const pages = await caches.open("volunteer-lead-pages");
        for (const address of [location.pathname, LEAD]) {
            const response = await fetch(address);
            if (response.ok && !response.redirected) {
                await pages.put(address, response);
            }
        }
    }

    async function prepareOffline() {
        // Browsers allow this on https and on the computer itself only; elsewhere the
        // page still keeps taps while it stays open.
        if (!("serviceWorker" in navigator) || !window.isSecureContext) {
            return;
        }
        await navigator.serviceWorker.register(`${LEAD}/worker.js`, { scope: LEAD });
        await navigator.serviceWorker.ready;
        await keepPage();
        await keepFiles();
        page.dataset.kept = "1";
    }

    async function mindPerson(user) {
        const known = localStorage.getItem("volunteer_lead_user");
        if (known && known !== String(user)) {
            await store.forgetRosters();
        }
        localStorage.setItem("volunteer_lead_user", user);
        document.querySelectorAll("a[href*='/web/session/logout']").forEach((link) =>
            link.addEventListener("click", () => store.forgetRosters())
        );
    }

    async function start() {
        page = document.getElementById("lead_page");
        if (!page) {
            return;
        }
        roster = JSON.parse(document.getElementById("lead_roster").textContent);
        await mindPerson(roster.user);
        const kept = await store.getRoster(roster.id);
        if (kept && kept.user === roster.user && kept.as_of > roster.as_of) {
            roster = kept;
        }
        taps = (await store.getTaps(roster.user)).filter((item) => item.activity === roster.id);
        order = Math.max(0, ...taps.map((item) => item.order));
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
        const ready = () => prepareOffline().catch(() => {});
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
