import { artwork } from "../artwork.js";
import { element } from "../element.js";
import { pagedList } from "../list.js";
import { mayUpload } from "../session.js";
import { makeButton } from "./changes.js";

export const artistRow = ({ id, name, owned }) => element("li", {},
    element("a", { class: "row", href: `#/artists/${id}` }, artwork(name),
        element("span", { class: "title" }, name), owned && element("span", { class: "badge" }, "yours")));

export default async function artistsView({ signal }) {
    const empty = mayUpload()
        ? element("p", {}, "There are no artists yet. Create the first one: its albums hold your tracks.")
        : element("p", {}, "There are no artists yet.");
    const artists = await pagedList("artists", { signal, render: artistRow, empty });
    return [
        element("div", { class: "head" }, element("h1", {}, "Artists"),
            mayUpload() && makeButton("artists", "New artist")),
        artists.node,
    ];
}
