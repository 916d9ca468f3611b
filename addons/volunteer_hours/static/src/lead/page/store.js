/** @odoo-module ignore */
// What a leader's phone keeps: taps until they are handed over, and the last roster of
// each activity, so that a reload without network shows what was there.

(function () {
    "use strict";

    const NAME = "volunteer_lead";
    const TAPS = "taps";
    const ROSTERS = "rosters";

    function promised(request) {
        return new Promise((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
    }

    let opened = null;

    function open() {
        if (!opened) {
            const request = indexedDB.open(NAME, 1);
            request.onupgradeneeded = () => {
                request.result.createObjectStore(TAPS, { keyPath: "uuid" });
                request.result.createObjectStore(ROSTERS, { keyPath: "id" });
            };
            opened = promised(request);
        }
        return opened;
    }

    async function change(store, act) {
        const database = await open();
        const transaction = database.transaction(store, "readwrite");
        const done = new Promise((resolve, reject) => {
            transaction.oncomplete = resolve;
            transaction.onerror = () => reject(transaction.error);
            transaction.onabort = () => reject(transaction.error);
        });
        act(transaction.objectStore(store));
        await done;
    }

    async function read(store, act) {
        const database = await open();
        return promised(act(database.transaction(store).objectStore(store)));
    }

    window.volunteerLeadStore = {
        /** Keep taps; resolves when they are on the disk of the phone. */
        async keepTaps(taps) {
            await change(TAPS, (store) => taps.forEach((tap) => store.put(tap)));
        },
        /** Return the taps of one person, in the order they were made. */
        async getTaps(user) {
            const taps = await read(TAPS, (store) => store.getAll());
            return taps
                .filter((tap) => tap.user === user)
                .sort((one, other) => one.at - other.at || one.order - other.order);
        },
        async dropTaps(uuids) {
            await change(TAPS, (store) => uuids.forEach((uuid) => store.delete(uuid)));
        },
        async keepRoster(roster) {
            await change(ROSTERS, (store) => store.put(roster));
        },
        async getRoster(id) {
            return read(ROSTERS, (store) => store.get(id));
        },
        /** Forget names and times, not taps: somebody else uses this phone now. */
        async forgetRosters() {
            await change(ROSTERS, (store) => store.clear());
            // Not there on plain http, where no page is kept either.
            if (window.caches) {
                await caches.delete("volunteer-lead-pages");
            }
        },
    };
})();
