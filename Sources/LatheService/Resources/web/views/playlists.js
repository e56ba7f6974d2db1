import { artwork } from "../artwork.js";
import { element } from "../element.js";
import { pagedList } from "../list.js";
import { count } from "../words.js";
import { makeButton } from "./changes.js";

const row = ({ id, name, owned, isPublic, trackCount }) => element("li", {},
    element("a", { class: "row", href: `#/playlists/${id}` }, artwork(name),
        element("span", { class: "names" }, element("span", { class: "title" }, name),
            element("span", { class: "by" }, count(trackCount, "track", "tracks"))),
        element("span", { class: "badge" }, !owned ? "of others" : isPublic ? "public" : "private")));

export default async function playlistsView({ signal }) {
    const empty = element("p", {}, "No playlists yet. Make one, or press + beside any track.");
    const playlists = await pagedList("playlists", { signal, render: row, empty });
    return [
        element("div", { class: "head" }, element("h1", {}, "Playlists"), makeButton("playlists", "New playlist")),
        playlists.node,
    ];
}
