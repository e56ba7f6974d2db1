import { shape } from "./element.js";

/** A picture of a record that is always the same for the same words: nobody needs to upload one. */
export function artwork(words) {
    const numbers = dice(words);
    const hue = numbers() * 360;
    const [x, y] = [20 + numbers() * 60, 20 + numbers() * 60];
    const grooves = Array.from({ length: 5 + Math.floor(numbers() * 5) }, (_, index) => shape("circle", {
        cx: x, cy: y, r: 8 + index * (7 + numbers() * 5), fill: "none",
        stroke: `hsl(${hue + 40} 70% ${70 + numbers() * 15}%)`, "stroke-width": 0.6 + numbers() * 3,
        "stroke-dasharray": numbers() < 0.4 ? `${20 + numbers() * 90} ${4 + numbers() * 30}` : null,
        transform: `rotate(${numbers() * 360} ${x} ${y})`,
    }));
    return shape("svg", { viewBox: "0 0 100 100", class: "artwork", "aria-hidden": "true" },
        shape("rect", { width: 100, height: 100, fill: `hsl(${hue} 42% 34%)` }), grooves,
        shape("circle", { cx: x, cy: y, r: 3, fill: `hsl(${hue + 40} 80% 88%)` }));
}

/** Numbers from 0 to 1 that follow from the words (FNV-1a, then a linear congruence). */
function dice(words) {
    let state = 2166136261;
    for (const character of words) state = Math.imul(state ^ character.codePointAt(0), 16777619) >>> 0;
    return () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 32;
    };
}
