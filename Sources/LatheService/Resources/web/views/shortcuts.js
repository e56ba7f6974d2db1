import { open } from "../dialogs.js";
import { element } from "../element.js";

const keys = [
    ["Space or k", "play or pause"], ["← →", "5 seconds back or on"], ["Shift ← →", "previous or next track"],
    ["Shift ↑ ↓", "louder or softer"], ["m", "mute"], ["n", "even loudness on or off"], ["q", "the queue"],
    ["/", "search"], ["?", "this list"],
];

export function showShortcuts() {
    const dialog = element("dialog", { "aria-labelledby": "shortcuts-title" },
        element("form", { method: "dialog" },
            element("h2", { id: "shortcuts-title" }, "Keyboard shortcuts"),
            element("dl", { class: "keys" }, keys.map(([key, what]) =>
                [element("dt", {}, element("kbd", {}, key)), element("dd", {}, what)])),
            element("div", { class: "actions" },
                element("button", { type: "button", class: "primary", onclick: () => dialog.close() }, "Close"))));
    dialog.addEventListener("close", () => dialog.remove());
    open(dialog);
}
