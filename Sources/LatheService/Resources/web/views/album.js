import { get } from "../api.js";
import { artwork } from "../artwork.js";
import { element, icon } from "../element.js";
import { pagedList } from "../list.js";
import { link } from "../router.js";
import { isAdmin } from "../session.js";
import { playFrom, trackRow } from "../track-row.js";
import { uploads } from "../uploads.js";
import { moment } from "../words.js";
import { changeButton, deleteButton } from "./changes.js";
import { dropZone } from "./drop-zone.js";

export default async function albumView({ id, signal, player: loading }) {
    const player = await loading;
    const album = await get(`albums/${id}`, { signal });
    const { owned } = await get(`artists/${album.artistId}`, { signal });
    const isMine = owned || isAdmin();
    const render = track => trackRow(track, { player, play: row => play(row), signal });
    const empty = isMine ? null : element("p", {}, "No tracks yet.");
    const shape = { ordered: true, className: "list tracks" };
    const list = await pagedList(`albums/${id}/tracks`, { signal, render, empty, ...shape });
    const play = playFrom(player, list);
    const arrived = ({ detail }) => { if (detail.album.id === id) list.add(detail.track); };
    uploads.addEventListener("track", arrived, { signal });
    const first = () => list.node.querySelector(".track:not(:has(.sign:disabled))")?.track;
    const button = element("button", {
        type: "button", class: "primary", onclick: () => play(first()), onpointerdown: () => player.foresee(first()),
    }, icon("play"), "Play");
    const show = () => { button.hidden = !first(); };
    list.node.addEventListener("state", show);
    show();
    return [
        head(album, button),
        isMine && element("div", { class: "actions start" }, changeButton("albums", album),
            deleteButton("albums", album, {
                text: "An album can be deleted when it has no tracks left.", then: `artists/${album.artistId}`,
            })),
        list.node,
        isMine && dropZone(album, signal),
    ].filter(Boolean);
}

function head(album, button) {
    return element("div", { class: "hero" },
        artwork(`${album.artistName} ${album.title}`),
        element("div", {},
            element("p", { class: "up" }, link(`artists/${album.artistId}`, album.artistName)),
            element("h1", {}, album.title),
            album.releasedOn && element("p", { class: "quiet" },
                moment(`${album.releasedOn}T12:00`, { dateStyle: "long" })),
            button));
}
