/** @odoo-module ignore */
// What lets a roster open without network, and whose it is: see ../worker.js.

(function () {
    "use strict";

    const LEAD = "/my/volunteer/lead";
    const PAGES = "volunteer-lead-pages";
    const FILES = "volunteer-lead-files";
    const store = window.volunteerLeadStore;

    /** Photos of people go with the pages: they are forgotten with them. */
    function isPicture(address) {
        const path = new URL(address).pathname;
        return path.startsWith(`${LEAD}/`) || path.startsWith("/web/image");
    }

    /** Keep what this page is made of, so that it opens without network. */
    async function keepFiles() {
        const files = await caches.open(FILES);
        const pages = await caches.open(PAGES);
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
                const place = isPicture(address) ? pages : files;
                if (!(await place.match(address))) {
                    await place.add(address).catch(() => {});
                }
            })
        );
        // Bundles of earlier versions are not asked for any more; pictures of people
        // stood here once.
        for (const request of await files.keys()) {
            const old = new URL(request.url).pathname.startsWith("/web/assets/");
            if (isPicture(request.url) || (old && !addresses.includes(request.url))) {
                await files.delete(request);
            }
        }
    }

    async function keepPage() {
        const pages = await caches.open(PAGES);
        for (const address of [location.pathname, LEAD]) {
            const response = await fetch(address);
            if (response.ok && !response.redirected) {
                await pages.put(address, response);
            }
        }
    }

    async function prepare(page) {
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

    window.volunteerLeadOffline = { prepare, mindPerson };
})();
