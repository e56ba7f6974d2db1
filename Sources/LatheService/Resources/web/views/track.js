import { get, request } from "../api.js";
import { artwork } from "../artwork.js";
import { ask } from "../dialogs.js";
import { element, icon } from "../element.js";
import { failureNotice } from "../failure.js";
import { link, reload } from "../router.js";
import { isAdmin } from "../session.js";
import { progressOf } from "../track-row.js";
import { uploadInto, uploads } from "../uploads.js";
import { isPending, watchTrack } from "../watch.js";
import { clock, moment } from "../words.js";
import { changeButton, deleteButton } from "./changes.js";
import { dropZoneForOne } from "./drop-zone.js";
import { chooseForTrack } from "./track-choices.js";

export default async function trackView({ id, signal, player: loading }) {
    const player = await loading;
    const track = await get(`tracks/${id}`, { signal });
    const content = element("div", {});
    const show = now => content.replaceChildren(...body(now, player));
    show(track);
    if (isPending(track)) watchTrack(track, show, signal);
    const isMine = track.owned || isAdmin();
    return [
        element("div", { class: "hero" },
            artwork(`${track.artistName ?? ""} ${track.albumTitle ?? track.title}`),
            element("div", {},
                element("p", { class: "up" },
                    track.artistId && link(`artists/${track.artistId}`, track.artistName), track.albumId && " · ",
                    track.albumId && link(`albums/${track.albumId}`, track.albumTitle)),
                element("h1", {}, track.title))),
        content,
        isMine && element("div", { class: "actions start" }, changeButton("tracks", track),
            deleteButton("tracks", track, {
                text: "Whoever is listening hears it to the end. After that it is gone.",
                then: track.albumId ? `albums/${track.albumId}` : "albums",
            })),
        isMine && replacement(track, signal),
    ].filter(Boolean);
}

function body(track, player) {
    const isReady = track.state === "ready";
    const before = isReady ? "The new master could not be used; the old one plays on." : "";
    return [
        track.failure && failureNotice(track.failure, { before }),
        isPending(track) && element("p", { class: "state wide" }, isReady ? "Encoding the new master" : "Encoding",
            progressOf(track)),
        ...isReady ? heard(track, player) : [],
    ].filter(Boolean);
}

function heard(track, player) {
    return [
        element("div", { class: "actions start" },
            element("button", { type: "button", class: "primary", onclick: () => player.play([track]),
                onpointerdown: () => player.foresee(track) }, icon("play"), "Play"),
            element("button", { type: "button", onclick: () => chooseForTrack(track, player) },
                icon("add"), "Add to …")),
        element("dl", {}, facts(track).map(([name, value]) => [element("dt", {}, name), element("dd", {}, value)])),
        renditions(track.renditions.toSorted(byCodec)),
    ];
}

function facts({ durationSeconds, loudness, createdAt }) {
    const decibels = (value, unit) =>
        Number.isFinite(value) ? `${value.toFixed(1).replace("-", "−")} ${unit}` : "not known";
    return [
        ["Length", clock(durationSeconds)], ["Loudness", decibels(loudness?.integrated, "LUFS")],
        ["True peak", decibels(loudness?.truePeak, "dBTP")], ["Uploaded", moment(createdAt)],
    ];
}

const order = ["flac", "aac", "mp3", "vorbis", "opus"];
const byCodec = (a, b) =>
    order.indexOf(a.codec) - order.indexOf(b.codec) || a.bitsPerSecond - b.bitsPerSecond;

function renditions(list) {
    const names = { aac: "AAC", mp3: "MP3", vorbis: "Vorbis", flac: "FLAC", opus: "Opus" };
    const line = ({ name, codec, bitsPerSecond, sampleRate, channels }) => element("tr", {},
        element("th", { scope: "row" }, name), element("td", {}, names[codec] ?? codec),
        element("td", {}, `${Math.round(bitsPerSecond / 1000)} kbit/s`),
        element("td", {}, `${sampleRate / 1000} kHz`), element("td", {}, channels));
    return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Renditions" },
        element("table", {}, element("caption", {}, "Renditions"),
            element("thead", {}, element("tr", {}, ["Name", "Codec", "Bit rate", "Sample rate", "Channels"].map(
                name => element("th", { scope: "col" }, name)))),
            element("tbody", {}, list.map(line))));
}

/**
 * A new master: the old one plays on until the new one is encoded. It replaces whatever is there: a request that is
 * repeated with its key has to be the same one, also where another version of the track has been read meanwhile.
 */
function replacement(track, signal) {
    const place = { id: `track ${track.id}` };
    uploads.addEventListener("track", ({ detail }) => { if (detail.album.id === place.id) reload(); }, { signal });
    const upload = file => uploadInto(place, [file], {
        issue: query => get(`tracks/update-url/${track.id}`, { query }),
        register: (trackUrl, key) => request("PATCH", `tracks/${track.id}`, {
            body: { trackUrl }, headers: { "Idempotency-Key": key, "If-Match": "*" },
        }),
    });
    const take = file => track.state !== "ready" ? upload(file) : ask({
        title: "Replace the master?", action: "Replace", submit: () => upload(file),
        text: `“${file.name}” takes the place of what is heard now, once it is encoded. The old master goes.`,
    });
    return element("details", { open: Boolean(track.failure) }, element("summary", {}, "Replace the master"),
        dropZoneForOne("Choose a new master", take, signal));
}
