/**
 * Colours that people with any kind of colour vision tell apart (Okabe and Ito), each
 * with a pattern of its own, so that nothing depends on colour alone.
 */
export const PROVEN = "#0072B2";
export const CLAIMED = "#E69F00";
export const BEFORE = "#7F7F7F";
export const AIM = "#D55E00";
export const PARTS = [
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
    "#F0E442",
];
export const REST = "#999999";
const SIZE = 8;
const STROKES = [
    [],
    [[0, 8, 8, 0]],
    [[0, 4, 8, 4]],
    [[4, 0, 4, 8]],
    [[0, 0, 8, 8]],
    [
        [0, 4, 8, 4],
        [4, 0, 4, 8],
    ],
    [
        [0, 8, 8, 0],
        [0, 0, 8, 8],
    ],
];

/**
 * @param {String} colour
 * @param {Number} place which pattern
 * @returns {CanvasPattern|String} the colour with its pattern
 */
export function hatch(colour, place) {
    const strokes = STROKES[place % STROKES.length];
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = SIZE;
    const pen = canvas.getContext("2d");
    if (!strokes.length || !pen) {
        return colour;
    }
    pen.fillStyle = colour;
    pen.fillRect(0, 0, SIZE, SIZE);
    pen.strokeStyle = "rgba(255, 255, 255, 0.75)";
    pen.lineWidth = 1.5;
    for (const [left, top, right, bottom] of strokes) {
        pen.beginPath();
        pen.moveTo(left, top);
        pen.lineTo(right, bottom);
        pen.stroke();
    }
    return pen.createPattern(canvas, "repeat");
}

/**
 * @param {String} colour
 * @param {Number} place which pattern
 * @returns {String} a style for a small square of the legend
 */
export function swatch(colour, place) {
    const pattern = hatch(colour, place);
    if (typeof pattern === "string") {
        return `background-color: ${colour};`;
    }
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 2 * SIZE;
    const pen = canvas.getContext("2d");
    pen.fillStyle = pattern;
    pen.fillRect(0, 0, 2 * SIZE, 2 * SIZE);
    return `background-image: url(${canvas.toDataURL()});`;
}
