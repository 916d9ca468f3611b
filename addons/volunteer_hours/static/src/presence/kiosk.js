/** @odoo-module ignore **/
// The kiosk: number and PIN by touch or keys, or a badge by scanner or camera. Nothing
// is decided or remembered here; the page goes back to its start by itself.
(function () {
    "use strict";

    const page = document.querySelector("[data-presence-kiosk]");
    if (!page) {
        return;
    }
    const find = (name) => page.querySelector(`[data-part="${name}"]`);
    const PIN_LENGTH = 6;
    const LONGEST_NUMBER = 16;
    // An answer stays so long; a question, or half a number, until nobody is there.
    const ANSWER_MS = 5000;
    const IDLE_MS = 30000;
    // Scanners type a character in a few milliseconds; people do not.
    const SCANNER_MS = 40;
    const SHORTEST_BADGE = 4;

    const start = find("start");
    const answerView = find("answer");
    let step = "number";
    let number = "";
    let pin = "";
    let ticket = null;
    let busy = false;
    let timer = null;

    // ------------------------------------------------------------------
    // Server
    // ------------------------------------------------------------------

    async function call(path, params) {
        const response = await fetch(`${page.dataset.source}/${path}`, {
            method: "POST",
            headers: {"Content-Type": "application/json"},
            body: JSON.stringify({jsonrpc: "2.0", method: "call", params}),
            signal: AbortSignal.timeout(20000),
        });
        const body = await response.json();
        if (!response.ok || body.error) {
            throw new Error("refused");
        }
        return body.result;
    }

    async function send(path, params) {
        if (busy) {
            return;
        }
        busy = true;
        page.setAttribute("aria-busy", "true");
        try {
            const result = await call(path, params);
            setOffline(false);
            if (result) {
                show(result);
            } else {
                window.location.reload();
            }
        } catch {
            // What was sent may have arrived: the same again is no second deed.
            setOffline(true);
            reset();
        } finally {
            busy = false;
            page.removeAttribute("aria-busy");
        }
    }

    function setOffline(offline) {
        find("offline").hidden = !offline;
    }

    // ------------------------------------------------------------------
    // Screens
    // ------------------------------------------------------------------

    function back(delay) {
        clearTimeout(timer);
        timer = setTimeout(reset, delay);
    }

    function reset() {
        clearTimeout(timer);
        stopCamera();
        step = "number";
        number = pin = "";
        ticket = null;
        answerView.hidden = true;
        for (const part of ["name", "title", "text", "choices"]) {
            find(part).replaceChildren();
        }
        start.hidden = false;
        // Enter is for what is typed now, not for the button pressed last.
        document.activeElement.blur();
        draw();
    }

    function draw() {
        const asksPin = step === "pin";
        find("label-number").hidden = asksPin;
        find("label-pin").hidden = !asksPin;
        const display = find("display");
        display.textContent = asksPin ? "●".repeat(pin.length) : number;
        display.setAttribute("aria-label", asksPin ? String(pin.length) : number);
        find("ok").disabled = asksPin ? pin.length < PIN_LENGTH : !number;
    }

    function show(answer) {
        if (answer.status === "pin") {
            ticket = answer.ticket;
            step = "pin";
            pin = "";
            stopCamera();
            draw();
            back(IDLE_MS);
            return;
        }
        stopCamera();
        start.hidden = true;
        answerView.hidden = false;
        answerView.className = `p_full p_${answer.status}`;
        answerView.dataset.status = answer.status;
        find("mark").textContent =
            {green: "✓", amber: "✓", red: "✕"}[answer.status] || "?";
        find("name").textContent = answer.name || "";
        find("title").textContent = answer.title;
        find("text").textContent = answer.text;
        const choices = find("choices");
        choices.replaceChildren();
        for (const choice of answer.choices) {
            const button = document.createElement("button");
            button.type = "button";
            button.className = "p_button";
            button.textContent = choice.label;
            button.addEventListener("click", () =>
                send("choose", {
                    ticket: answer.ticket,
                    deed: choice.deed,
                    slot: choice.slot || null,
                })
            );
            choices.append(button);
        }
        (choices.firstElementChild || find("done")).focus();
        back(answer.choices.length ? IDLE_MS : ANSWER_MS);
    }

    // ------------------------------------------------------------------
    // Keys
    // ------------------------------------------------------------------

    function press(key) {
        if (busy || start.hidden) {
            return;
        }
        back(IDLE_MS);
        if (key === "back") {
            if (step === "pin") {
                pin = pin.slice(0, -1);
            } else {
                number = number.slice(0, -1);
            }
        } else if (key === "ok") {
            confirm();
            return;
        } else if (step === "pin") {
            if (/^[0-9]$/.test(key) && pin.length < PIN_LENGTH) {
                pin += key;
            }
        } else if (number.length < LONGEST_NUMBER) {
            number += key;
        }
        draw();
        if (step === "pin" && pin.length === PIN_LENGTH) {
            confirm();
        }
    }

    function confirm() {
        if (step === "number") {
            if (number) {
                step = "pin";
                draw();
            }
        } else if (pin.length === PIN_LENGTH) {
            const typed = pin;
            pin = "";
            send("enter", {number, pin: typed, ticket});
        }
    }

    page.querySelectorAll("[data-key]").forEach((button) => {
        button.addEventListener("click", () => press(button.dataset.key));
        // A touch moves no focus: the keyboard beside the tablet goes on as before.
        button.addEventListener("pointerdown", (event) => event.preventDefault());
        button.addEventListener("mousedown", (event) => event.preventDefault());
    });
    find("cancel").addEventListener("click", reset);
    find("done").addEventListener("click", reset);

    let typed = "";
    let typedFrom = 0;
    let typedLast = 0;

    document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.altKey || event.metaKey || event.key === "Tab") {
            return;
        }
        if (event.key === "Escape") {
            reset();
            return;
        }
        const now = performance.now();
        if (event.key.length === 1) {
            if (now - typedLast > SCANNER_MS * 4) {
                typed = "";
                typedFrom = now;
            }
            typed += event.key;
            typedLast = now;
            if (!start.hidden && /^[0-9A-Za-z]$/.test(event.key)) {
                press(event.key);
            }
            if (event.key === " " && event.target.tagName !== "BUTTON") {
                event.preventDefault();
            }
        } else if (event.key === "Backspace") {
            press("back");
        } else if (event.key === "Enter") {
            const fast =
                typed.length >= SHORTEST_BADGE &&
                (now - typedFrom) / typed.length < SCANNER_MS;
            const badge = typed;
            typed = "";
            if (fast && badge) {
                event.preventDefault();
                reset();
                send("badge", {badge});
            } else if (!start.hidden && event.target.tagName !== "BUTTON") {
                press("ok");
            }
        }
    });

    // ------------------------------------------------------------------
    // Camera
    // ------------------------------------------------------------------

    let reader = null;

    function loadReader() {
        return new Promise((resolve, reject) => {
            if (window.ZXing) {
                resolve(window.ZXing);
                return;
            }
            const script = document.createElement("script");
            script.src = "/web/static/lib/zxing-library/zxing-library.js";
            script.onload = () => resolve(window.ZXing);
            script.onerror = reject;
            document.head.append(script);
        });
    }

    async function startCamera() {
        find("camera").hidden = false;
        find("camera-stop").focus();
        back(IDLE_MS);
        try {
            const ZXing = await loadReader();
            reader = new ZXing.BrowserMultiFormatReader();
            await reader.decodeFromConstraints(
                {video: {facingMode: "user"}},
                find("video"),
                (result) => {
                    if (result && reader && !busy) {
                        stopCamera();
                        send("badge", {badge: result.getText()});
                    }
                }
            );
        } catch {
            stopCamera();
            find("no-camera").hidden = false;
            setTimeout(() => (find("no-camera").hidden = true), ANSWER_MS);
        }
    }

    function stopCamera() {
        find("camera").hidden = true;
        if (reader) {
            reader.reset();
            reader = null;
        }
    }

    // Browsers give the camera to pages on https only.
    if (navigator.mediaDevices && navigator.mediaDevices.getUserMedia) {
        find("camera-start").hidden = false;
        find("camera-start").addEventListener("click", startCamera);
        find("camera-stop").addEventListener("click", reset);
    }

    // ------------------------------------------------------------------
    // Clock, network, link
    // ------------------------------------------------------------------

    function tick() {
        find("clock").textContent = new Date().toLocaleTimeString(page.dataset.lang, {
            hour: "2-digit",
            minute: "2-digit",
            hourCycle: "h23",
            timeZone: page.dataset.tz,
        });
    }

    async function checkAlive() {
        try {
            if ((await call("alive", {})) === false) {
                window.location.reload();
                return;
            }
            setOffline(false);
        } catch {
            setOffline(true);
        }
    }

    window.addEventListener("offline", () => setOffline(true));
    window.addEventListener("online", checkAlive);
    setInterval(checkAlive, 60000);
    setInterval(tick, 10000);
    tick();
    draw();
})();
