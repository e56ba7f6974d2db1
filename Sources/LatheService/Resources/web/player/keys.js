import { go } from "../router.js";
import { showShortcuts } from "../views/shortcuts.js";

const step = 5;

/** The keys that work everywhere except where something is typed, or where a control needs them itself. */
export function listenToKeys(player) {
    addEventListener("keydown", event => {
        if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
        const { target } = event;
        if (target.matches("input:not([type=range], [type=checkbox]), textarea, select")) return;
        const action = actions(player, event)[event.key];
        const isItsOwn = target.matches("button, a, summary, input") && [" ", "Enter"].includes(event.key)
            || target.matches("[type=range]") && event.key.startsWith("Arrow");
        if (!action || isItsOwn) return;
        event.preventDefault();
        action();
    });
}

function actions(player, { shiftKey }) {
    const { output } = player;
    const louder = by => { output.volume += by; player.dispatchEvent(new Event("change")); };
    return {
        " ": () => player.toggle(),
        k: () => player.toggle(),
        ArrowLeft: () => shiftKey ? player.previous() : player.seek(player.position - step),
        ArrowRight: () => shiftKey ? player.next() : player.seek(player.position + step),
        ArrowUp: shiftKey ? () => louder(0.1) : undefined,
        ArrowDown: shiftKey ? () => louder(-0.1) : undefined,
        m: () => { output.mute(!output.isMuted); player.dispatchEvent(new Event("change")); },
        n: () => player.normalise(!player.isNormalised),
        q: () => go("queue"),
        "/": () => document.querySelector("[type=search]").focus(),
        "?": showShortcuts,
    };
}
