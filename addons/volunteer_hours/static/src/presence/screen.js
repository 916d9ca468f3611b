/** @odoo-module ignore **/
// The code on a screen: a new one before the old one ends; none without network.
(function () {
    "use strict";

    const page = document.querySelector("[data-presence-screen]");
    if (!page) {
        return;
    }
    const find = (name) => page.querySelector(`[data-part="${name}"]`);
    const RETRY = 3000;
    let shownUntil = 0;

    async function ask() {
        const response = await fetch(page.dataset.source, {
            method: "POST",
            headers: {"Content-Type": "application/json"},
            body: JSON.stringify({jsonrpc: "2.0", method: "call", params: {}}),
            signal: AbortSignal.timeout(10000),
        });
        const answer = await response.json();
        if (!response.ok || answer.error) {
            throw new Error("refused");
        }
        return answer.result;
    }

    function addText(parent, className, text) {
        if (text) {
            const node = document.createElement("div");
            node.className = className;
            node.textContent = text;
            parent.append(node);
        }
    }

    function show(state) {
        find("image").src = `data:image/png;base64,${state.qr}`;
        find("offline").hidden = true;
        find("revoked").hidden = true;
        find("code").hidden = false;
        const list = find("activities");
        list.replaceChildren();
        for (const activity of state.activities) {
            const item = document.createElement("li");
            addText(item, "s_name", activity.name);
            addText(
                item,
                "s_small",
                [activity.when, activity.place].filter(Boolean).join(" · ")
            );
            addText(
                item,
                "s_small",
                page.dataset.present
                    .replace("{here}", activity.here)
                    .replace("{expected}", activity.expected)
            );
            list.append(item);
        }
        find("nothing").hidden = state.activities.length > 0;
        // A code is good for three times as long as it is shown.
        shownUntil = Date.now() + state.seconds * 2000;
        const bar = find("bar");
        bar.getAnimations().forEach((animation) => animation.cancel());
        bar.animate([{width: "100%"}, {width: "0"}], {
            duration: state.seconds * 1000,
            fill: "forwards",
        });
        setTimeout(renew, state.seconds * 1000);
    }

    async function renew() {
        try {
            const state = await ask();
            if (state) {
                show(state);
                return;
            }
            find("code").hidden = true;
            find("offline").hidden = true;
            find("revoked").hidden = false;
            setTimeout(renew, 20 * RETRY);
        } catch {
            if (Date.now() > shownUntil) {
                find("code").hidden = true;
                find("offline").hidden = false;
            }
            setTimeout(renew, RETRY);
        }
    }

    show(JSON.parse(page.dataset.state));
    if (navigator.wakeLock) {
        const stayAwake = () => navigator.wakeLock.request("screen").catch(() => {});
        stayAwake();
        document.addEventListener("visibilitychange", () => {
            if (!document.hidden) {
                stayAwake();
            }
        });
    }
})();
