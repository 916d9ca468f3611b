/** @odoo-module ignore */
// Lets the pages of a leader open again where there is no network. Taps are kept and
// handed over by the page itself (page/lead.js); nothing is sent from here.

const PAGES = "volunteer-lead-pages";
const FILES = "volunteer-lead-files";
const LEAD = "/my/volunteer/lead";
// A network that does not answer is as bad as none.
const PATIENCE = 5000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
    const request = event.request;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== self.location.origin) {
        return;
    }
    if (request.mode === "navigate") {
        if (/^\/my\/volunteer\/lead(\/\d+)?$/.test(url.pathname)) {
            event.respondWith(openPage(request, url));
        }
    } else if (url.pathname !== `${LEAD}/worker.js`) {
        event.respondWith(getFile(request, url));
    }
});

async function openPage(request, url) {
    const pages = await caches.open(PAGES);
    const kept = await pages.match(url.pathname);
    const asking = fetch(request).then(async (response) => {
        if (response.type === "opaqueredirect" || response.redirected) {
            // Logged out, or no longer in charge: what was kept is nobody's business.
            await caches.delete(PAGES);
        } else if (response.ok) {
            await pages.put(url.pathname, response.clone());
        }
        return response;
    });
    if (!kept) {
        return asking;
    }
    asking.catch(() => {});
    const waiting = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
    return Promise.race([asking.catch(() => kept), waiting]);
}

async function getFile(request, url) {
    const files = await caches.open(FILES);
    const pages = await caches.open(PAGES);
    // Pictures of people are kept with the pages that show them.
    const kept = (await files.match(request)) || (await pages.match(request));
    // The address of a bundle changes with what is in it.
    if (kept && url.pathname.startsWith("/web/assets/")) {
        return kept;
    }
    try {
        return await fetch(request);
    } catch (error) {
        if (kept) {
            return kept;
        }
        throw error;
    }
}
