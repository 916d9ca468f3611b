const KEYS = {
    j: "next",
    k: "previous",
    x: "select",
    a: "approve",
    r: "refuse",
    e: "correct",
    u: "undo",
    o: "open",
    "?": "keys",
    "？": "keys",
};
const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

/**
 * Return what a key means in the queue, or nothing: while somebody types, with a
 * modifier, or when a key is held down that decides.
 *
 * @param {KeyboardEvent} ev
 */
export function queueKey(ev) {
    if (ev.ctrlKey || ev.altKey || ev.metaKey || ev.isComposing || ev.defaultPrevented) {
        return;
    }
    if (ev.target instanceof Element && ev.target.closest(TYPING)) {
        return;
    }
    const meaning = KEYS[ev.key];
    const moves = meaning === "next" || meaning === "previous";
    return ev.repeat && !moves ? undefined : meaning;
}
