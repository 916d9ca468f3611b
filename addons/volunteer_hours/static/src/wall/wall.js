/** @odoo-module ignore **/

/**
 * Turns the slides of an honour wall and fetches them anew from time to time. Without it
 * the slides stand below each other; without a connection the last ones go on.
 */
(() => {
    const REFRESH = 5 * 60 * 1000;
    let current = 0;
    let paused = false;
    let fetched = Date.now();

    const slides = () => [...document.querySelectorAll(".w_slide")];

    function show(index) {
        const all = slides();
        current = all.length ? index % all.length : 0;
        all.forEach((slide, number) => {
            slide.hidden = number !== current;
        });
        const foot = document.querySelector(".w_foot");
        if (!foot) {
            return;
        }
        foot.replaceChildren(
            ...(all.length > 1 ? all : []).map((_slide, number) => {
                const dot = document.createElement("span");
                dot.className = number === current ? "w_dot w_on" : "w_dot";
                return dot;
            })
        );
        foot.classList.toggle("w_paused", paused);
    }

    /** Fetch the slides; a link that was revoked shows what the server says of it. */
    async function refresh() {
        fetched = Date.now();
        try {
            const response = await fetch(location.href, {cache: "no-store"});
            if (!response.ok && response.status !== 404) {
                return;
            }
            const page = new DOMParser().parseFromString(
                await response.text(),
                "text/html"
            );
            const fresh = page.querySelector(".w_body");
            if (fresh) {
                document.querySelector(".w_body").replaceWith(fresh);
            }
        } catch {
            // The network is gone: what was there stays, until the next time.
        }
    }

    async function turn() {
        if (!paused) {
            if (Date.now() - fetched > REFRESH) {
                await refresh();
            }
            show(current + 1);
        }
        const seconds = Number(document.body.dataset.seconds) || 12;
        setTimeout(turn, seconds * 1000);
    }

    // Whoever stands before it may stop it: by a tap, or by the space bar.
    function pause() {
        paused = !paused;
        show(current);
    }
    document.addEventListener("click", pause);
    document.addEventListener("keydown", (event) => {
        if (event.key === " ") {
            event.preventDefault();
            pause();
        } else if (event.key === "ArrowRight") {
            show(current + 1);
        } else if (event.key === "ArrowLeft") {
            show(current + slides().length - 1);
        }
    });

    show(0);
    setTimeout(turn, (Number(document.body.dataset.seconds) || 12) * 1000);
})();
