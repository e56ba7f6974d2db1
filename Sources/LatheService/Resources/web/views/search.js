import { get } from "../api.js";
import { element } from "../element.js";
import { trackRow } from "../track-row.js";
import { albumCard } from "./albums.js";
import { artistRow } from "./artists.js";

export default async function searchView({ query, signal, player: loading }) {
    const player = await loading;
    const words = (query.get("q") ?? "").trim();
    const hint = text => element("p", { class: "quiet", role: "status" }, text);
    if (!words) return [element("h1", {}, "Search"), hint("Type words or their beginnings above.")];
    const { tracks, albums, artists } = await get("search", { query: { q: words, limit: 50 }, signal });
    const ready = tracks.filter(({ state }) => state === "ready");
    const play = track => player.play(ready, Math.max(0, ready.findIndex(({ id }) => id === track.id)));
    const part = (name, items, className, render) => items.length > 0 && element("section", {},
        element("h2", {}, name), element("ul", { class: className }, items.map(render)));
    const found = tracks.length + albums.length + artists.length;
    return [
        element("h1", {}, `Search: ${words}`),
        hint(found ? `${found} found` : "Nothing found. Try fewer or shorter words."),
        part("Tracks", tracks, "list tracks", track => trackRow(track, { player, play, signal, withAlbum: true })),
        part("Albums", albums, "cards", albumCard),
        part("Artists", artists, "list", artistRow),
    ].filter(Boolean);
}
