/** @odoo-module ignore */
// One person on the roster: what is seen of them, and what can be tapped.

(function () {
    "use strict";

    const LEAD = "/my/volunteer/lead";
    const BEST = 5;
    const { one, word, show, clock } = window.volunteerLeadDom;

    /** Return a row as it will be once the taps that wait are handed over. */
    function foresee(row, taps, roster) {
        const seen = { ...row, waits: false };
        for (const item of taps) {
            if (item.signup_id !== row.id || item.activity !== roster.id) {
                continue;
            }
            seen.waits = true;
            if (item.kind === "in" && seen.presence !== "here") {
                const since = seen.presence === "left" ? seen.in : clock(item.at, roster.tz);
                Object.assign(seen, { presence: "here", in: since, out: "" });
            } else if (item.kind === "out" && seen.presence === "here") {
                Object.assign(seen, { presence: "left", out: clock(item.at, roster.tz) });
            } else if (item.kind === "present" && (seen.forgotten || seen.presence !== "left")) {
                seen.forgotten = false;
                seen.in = seen.in || clock(roster.start, roster.tz);
                Object.assign(seen, { presence: "left", out: clock(roster.stop, roster.tz) });
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

    function isUnfolded(element) {
        return !one(".o_lead_panel", element).classList.contains("d-none");
    }

    function unfold(element, open) {
        show(one(".o_lead_panel", element), open);
        one(".o_lead_more", element).setAttribute("aria-expanded", String(open));
    }

    function make(row, roster, tap) {
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
        // What stands in brackets behind a name is no part of it.
        const bare = row.name.replace(/[(（].*$/u, "").trim() || row.name;
        one(".o_lead_initial", element).textContent = [...bare].pop() || "";
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

    function draw(element, row, roster, open, over) {
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
            one(".o_lead_time_in", element).value = row.in || clock(roster.start, roster.tz);
            one(".o_lead_time_out", element).value = over ? clock(roster.stop, roster.tz) : "";
        }
        const remark = one(".o_lead_remark", element);
        remark.textContent = row.note;
        show(remark, Boolean(row.note));
    }

    window.volunteerLeadRow = { foresee, make, draw };
})();
