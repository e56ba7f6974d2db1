import { get, request } from "../api.js";
import { open } from "../dialogs.js";
import { element } from "../element.js";
import { attempt, say } from "../notices.js";
import { Pages } from "../pages.js";

/** Asks where a track is to go: next, at the queue's end, into a playlist of one's own, or a new one. */
export async function chooseForTrack(track, player) {
    const choice = (label, action) => {
        const onclick = attempt(async () => {
            await action();
            dialog.close();
        });
        return element("li", {}, element("button", { type: "button", onclick }, label));
    };
    const enqueue = isNext => {
        if (!player.now) return player.play([track]);
        player.edit(queue => queue.add(track, { isNext }));
        say(isNext ? `“${track.title}” is next.` : `“${track.title}” is in the queue.`);
    };
    const playlists = element("ul", { class: "choices" });
    const name = element("input", {
        "aria-label": "Name of a new playlist", placeholder: "New playlist", maxlength: 300, required: true,
    });
    const form = element("form", { class: "inline", onsubmit: event => event.preventDefault() }, name,
        element("button", { onclick: attempt(async () => {
            if (!form.reportValidity()) return;
            const made = await request("POST", "playlists", { body: { name: name.value.trim() } });
            await addTo(made, track);
            dialog.close();
        }) }, "Create"));
    const dialog = element("dialog", { "aria-labelledby": "choices-title" },
        element("h2", { id: "choices-title" }, `Add “${track.title}”`),
        element("ul", { class: "choices" }, choice("Play next", () => enqueue(true)),
            choice("At the end of the queue", () => enqueue(false))),
        element("h3", {}, "To a playlist"), playlists, form,
        element("div", { class: "actions" },
            element("button", { type: "button", onclick: () => dialog.close() }, "Cancel")));
    dialog.addEventListener("close", () => dialog.remove());
    open(dialog);
    await attempt(async () => {
        for await (const page of new Pages("playlists")) {
            if (!dialog.open) return;
            const mine = page.filter(({ owned }) => owned);
            playlists.append(...mine.map(one => choice(one.name, () => addTo(one, track))));
        }
    })();
}

async function addTo(playlist, track) {
    const path = `playlists/${playlist.id}`;
    // Its version and its order as they are now; a change in between is refused (412).
    await get(path);
    const trackIds = [];
    for await (const page of new Pages(`${path}/tracks`)) trackIds.push(...page.map(({ id }) => id));
    await request("PUT", `${path}/tracks`, { body: { trackIds: [...trackIds, track.id] }, basedOn: path });
    say(`“${track.title}” is in “${playlist.name}”.`);
}
