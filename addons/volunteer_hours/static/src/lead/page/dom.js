/** @odoo-module ignore */
// Finding, showing and wording what stands on a leader's roster page.

(function () {
    "use strict";

    const page = () => document.getElementById("lead_page");

    window.volunteerLeadDom = {
        one(selector, inside) {
            return (inside || page()).querySelector(selector);
        },
        /** Return a word of the page, translated there. */
        word(name) {
            return page().dataset[name] || "";
        },
        show(element, visible) {
            element.classList.toggle("d-none", !visible);
        },
        /** Return the time of day at the place, not where the phone thinks it is. */
        clock(moment, tz) {
            return new Intl.DateTimeFormat("en-GB", {
                hour: "2-digit",
                minute: "2-digit",
                hourCycle: "h23",
                timeZone: tz,
            }).format(new Date(moment));
        },
    };
})();
