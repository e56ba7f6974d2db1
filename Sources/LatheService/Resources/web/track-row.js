import { element, iconButton, relabel } from "./element.js";
import { chooseForTrack } from "./views/track-choices.js";
import { link } from "./router.js";
import { clock, percent, sentence, timeLeft } from "./words.js";
import { isPending, watchTrack } from "./watch.js";

/**
 * A line of a list: plays, leads to the track, says how far its encoding is, and keeps saying it until `signal`.
 * Emits "state" whenever it says something new. `play` is what its button does; `extra` are more buttons; `withAlbum`
 * names where it is from.
 */
export function trackRow(track, { player, play, signal, withAlbum = false, extra = [] }) {
    const isCurrent = () => player.now?.track.id === track.id;
    const button = iconButton("play", `Play ${track.title}`, () => isCurrent() ? player.toggle() : play(node.track),
        { onpointerdown: () => { if (!isCurrent()) player.foresee(node.track); } });
    const choose = () => chooseForTrack(node.track, player);
    const add = iconButton("add", `Add ${track.title} to the queue or a playlist`, choose);
    const state = element("span", { class: "state" });
    const reason = element("span", { class: "by why" });
    const from = withAlbum && [track.artistName, track.albumTitle].filter(Boolean).join(" · ");
    const node = element("li", { class: "track", "data-track": track.id }, button,
        element("span", { class: "names" }, link(`tracks/${track.id}`, track.title, { class: "title" }),
            from && element("span", { class: "by" }, from), reason),
        state, add, extra);
    const update = now => {
        node.track = now;
        button.disabled = add.disabled = now.state !== "ready";
        node.classList.toggle("failed", now.state === "failed");
        state.replaceChildren(...stateOf(now));
        node.dispatchEvent(new Event("state", { bubbles: true }));
        reason.textContent = now.state === "failed" && now.failure ? sentence(now.failure.message) : "";
    };
    update(track);
    const mark = () => {
        const isHeard = isCurrent() && player.isPlaying;
        relabel(button, isHeard ? "pause" : "play", `${isHeard ? "Pause" : "Play"} ${track.title}`);
        node.classList.toggle("current", isCurrent());
        if (isCurrent()) node.setAttribute("aria-current", "true");
        else node.removeAttribute("aria-current");
    };
    mark();
    player.addEventListener("change", mark, { signal });
    if (isPending(track)) watchTrack(track, update, signal);
    return node;
}

function stateOf(track) {
    if (track.state === "ready") return [clock(track.durationSeconds)];
    if (track.state === "failed") return [element("span", { class: "failure" }, "failed")];
    return progressOf(track);
}

export function progressOf(track) {
    const left = timeLeft(track.remainingSeconds);
    return [
        element("progress", { max: 1, value: track.progress, "aria-label": `Encoding of ${track.title}` }),
        element("span", { class: "left" }, [percent(track.progress), left].filter(Boolean).join(", ")),
    ];
}

/** What plays a list from one of its tracks on: what is ready, and page after page of the rest. */
export function playFrom(player, list) {
    return async track => {
        const ready = tracksOf(list).filter(({ state }) => state === "ready");
        await player.play(ready, Math.max(0, ready.findIndex(({ id }) => id === track.id)), list.pages.rest());
    };
}

/** The tracks as their rows know them now, which may have become ready meanwhile. */
function tracksOf(list) {
    const rows = [...list.node.querySelectorAll("[data-track]")];
    return rows.length ? rows.map(row => row.track) : list.items;
}
