import { get, request } from "../api.js";
import { element, icon, iconButton } from "../element.js";
import { pagedList } from "../list.js";
import { sayProblem } from "../notices.js";
import { link, reload } from "../router.js";
import { playFrom, trackRow } from "../track-row.js";
import { count } from "../words.js";
import { changeButton, deleteButton } from "./changes.js";

export default async function playlistView({ id, signal, player: loading }) {
    const player = await loading;
    const path = `playlists/${id}`;
    const playlist = await get(path, { signal });
    const render = track => {
        const extra = playlist.owned ? orderButtons(track, list => saveOrder(path, list)) : [];
        return trackRow(track, { player, play: row => play(row), signal, withAlbum: true, extra });
    };
    const empty = element("p", {}, "No tracks yet. Press + beside any track to put it here.");
    const list = await pagedList(`${path}/tracks`, { signal, render, empty, ordered: true, className: "list tracks" });
    // An order is saved whole: all of it must be known.
    if (playlist.owned) while (!list.pages.isAtEnd) await list.more();
    const play = playFrom(player, list);
    return [
        element("p", { class: "up" }, link("playlists", "Playlists")),
        element("div", { class: "head" }, element("h1", {}, playlist.name),
            list.items.length > 0 && element("button",
                { type: "button", class: "primary", onclick: () => play(list.items[0]) }, icon("play"), "Play")),
        element("p", { class: "quiet" }, count(playlist.trackCount, "track", "tracks"),
            playlist.isPublic ? ", public" : ", private"),
        playlist.owned && element("div", { class: "actions start" }, changeButton("playlists", playlist),
            deleteButton("playlists", playlist, { text: "Its tracks stay.", then: "playlists" })),
        list.node,
    ].filter(Boolean);
}

function orderButtons(track, save) {
    const move = (button, by) => {
        const row = button.closest("li");
        const list = row.parentElement;
        const neighbour = by < 0 ? row.previousElementSibling : row.nextElementSibling;
        if (!neighbour) return;
        by < 0 ? neighbour.before(row) : neighbour.after(row);
        button.focus();
        save(list);
    };
    const remove = button => {
        const row = button.closest("li");
        const list = row.parentElement;
        (row.nextElementSibling ?? row.previousElementSibling)?.querySelector(".title").focus();
        row.remove();
        save(list);
    };
    return [
        iconButton("up", `Move ${track.title} up`, event => move(event.currentTarget, -1)),
        iconButton("down", `Move ${track.title} down`, event => move(event.currentTarget, 1)),
        iconButton("close", `Remove ${track.title} from the playlist`, event => remove(event.currentTarget)),
    ];
}

let saving = Promise.resolve();

/** The page shows the new order at once; where the server refuses it, the server's is shown again. */
function saveOrder(path, list) {
    const trackIds = [...list.querySelectorAll("[data-track]")].map(row => row.dataset.track);
    saving = saving.then(async () => {
        try {
            await request("PUT", `${path}/tracks`, { body: { trackIds }, basedOn: path });
        } catch (error) {
            sayProblem(error);
            reload();
        }
    });
}
