/** @odoo-module ignore */
// On the login page: whoever used this phone before leaves no names behind. Taps stay
// until their owner is back.

(function () {
    "use strict";

    if (localStorage.getItem("volunteer_lead_user")) {
        window.volunteerLeadStore.forgetRosters().catch(() => {});
    }
})();
