/** @odoo-module ignore **/
// The browser's camera reads the code of a screen, for phones that can.
(function () {
    "use strict";

    const page = document.querySelector("[data-presence-camera]");
    if (!page) {
        return;
    }
    const find = (name) => page.querySelector(`[data-part="${name}"]`);
    const SCAN = /\/volunteer\/scan\/([A-Za-z0-9_-]{32})$/;

    function giveUp() {
        find("video").hidden = true;
        find("aim").hidden = true;
        find("none").hidden = false;
    }

    function open(text) {
        const code = SCAN.exec(text);
        if (code) {
            // This server's page, whatever address the code was made for.
            window.location.assign(`/volunteer/scan/${code[1]}`);
        } else {
            find("foreign").hidden = false;
        }
        return Boolean(code);
    }

    async function start() {
        if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) {
            giveUp();
            return;
        }
        try {
            await new Promise((resolve, reject) => {
                const script = document.createElement("script");
                script.src = "/web/static/lib/zxing-library/zxing-library.js";
                script.onload = resolve;
                script.onerror = reject;
                document.head.append(script);
            });
            find("video").hidden = false;
            find("aim").hidden = false;
            const reader = new window.ZXing.BrowserQRCodeReader();
            await reader.decodeFromConstraints(
                {video: {facingMode: "environment"}},
                find("video"),
                (result) => {
                    if (result && open(result.getText())) {
                        reader.reset();
                    }
                }
            );
        } catch {
            giveUp();
        }
    }

    start();
})();
