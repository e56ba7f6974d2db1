import { get } from "../api.js";
import { element } from "../element.js";
import { pagedList } from "../list.js";
import { link } from "../router.js";
import { isAdmin } from "../session.js";
import { albumCard } from "./albums.js";
import { changeButton, deleteButton, makeButton } from "./changes.js";

export default async function artistView({ id, signal }) {
    const artist = await get(`artists/${id}`, { signal });
    const isMine = artist.owned || isAdmin();
    const empty = element("p", {}, isMine ? "No albums yet. Make one, then drop music on it." : "No albums yet.");
    const albums = await pagedList(`artists/${id}/albums`, { signal, render: albumCard, empty, className: "cards" });
    return [
        element("p", { class: "up" }, link("artists", "Artists")),
        element("div", { class: "head" }, element("h1", {}, artist.name),
            isMine && makeButton("albums", "New album", { artistId: id })),
        isMine && element("div", { class: "actions start" }, changeButton("artists", artist, "Rename"),
            deleteButton("artists", artist, {
                text: "An artist can be deleted when it has no albums left.", then: "artists",
            })),
        element("h2", {}, "Albums"), albums.node,
    ].filter(Boolean);
}
