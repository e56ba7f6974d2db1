import { artwork } from "../artwork.js";
import { element } from "../element.js";
import { pagedList } from "../list.js";
import { link } from "../router.js";
import { mayUpload } from "../session.js";
import { count } from "../words.js";

/** A cover that leads to its album. */
export function albumCard({ id, title, artistName, trackCount }) {
    return element("li", { class: "card" }, element("a", { href: `#/albums/${id}` },
        artwork(`${artistName} ${title}`),
        element("span", { class: "title" }, title),
        element("span", { class: "by" }, `${artistName} · `,
            element("span", { class: "together" }, count(trackCount, "track", "tracks")))));
}

export default async function albumsView({ signal }) {
    const empty = mayUpload()
        ? element("p", {}, "Nothing here yet. ", link("artists", "Choose or create an artist"),
            ", make an album, and drop music on it.")
        : element("p", {}, "Nothing here yet. Music appears as soon as an artist has uploaded some.");
    const albums = await pagedList("albums", { signal, render: albumCard, empty, className: "cards" });
    return [element("div", { class: "head" }, element("h1", {}, "Albums")), albums.node];
}
