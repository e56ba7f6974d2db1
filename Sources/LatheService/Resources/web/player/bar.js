import { resolve } from "../api.js";
import { artwork } from "../artwork.js";
import { element, iconButton, relabel } from "../element.js";
import { link } from "../router.js";
import { Waveform } from "../waveform.js";
import { clock } from "../words.js";
import { settings } from "./settings.js";

/** The player at the page's foot. */
export function playerBar(player, area) {
    const play = iconButton("play", "Play", () => player.toggle(), { class: "sign play" });
    const previous = iconButton("previous", "Previous track", () => player.previous());
    const next = iconButton("next", "Next track", () => player.next());
    const more = iconButton("settings", "Player settings", () => {
        const isOpen = area.classList.toggle("open");
        more.setAttribute("aria-expanded", String(isOpen));
    }, { class: "sign more", "aria-expanded": "false", "aria-controls": "player-settings" });
    const title = element("div", { class: "playing" });
    const seek = seekBar(player);
    area.append(title, element("div", { class: "controls" }, previous, play, next, more), seek.node, settings(player));

    let shown = null;
    player.addEventListener("change", () => {
        area.hidden = !player.now;
        if (!player.now) return;
        relabel(play, player.isPlaying ? "pause" : "play", player.isPlaying ? "Pause" : "Play");
        area.classList.toggle("loading", player.isLoading && player.isPlaying);
        seek.update();
        if (shown === player.now.track) return;
        shown = player.now.track;
        title.replaceChildren(...nowPlaying(shown));
    });
    player.addEventListener("time", seek.update);
}

function nowPlaying({ id, title, artistId, artistName, albumId, albumTitle }) {
    return [
        artwork(`${artistName ?? ""} ${albumTitle ?? title}`),
        element("div", { class: "names", "aria-live": "polite" },
            link(`tracks/${id}`, title, { class: "title" }),
            element("span", { class: "by" },
                artistId && link(`artists/${artistId}`, artistName), artistId && albumId && " · ",
                albumId && link(`albums/${albumId}`, albumTitle))),
    ];
}

/** The waveform with a slider over it. */
function seekBar(player) {
    const outline = new Waveform();
    const slider = element("input", { type: "range", min: 0, max: 0, step: "any", value: 0, "aria-label": "Position" });
    const [past, whole] = [0, NaN].map(time => element("span", { class: "time" }, clock(time)));
    const middle = element("div", { class: "outline" }, outline.node, slider);
    const node = element("div", { class: "seek" }, past, middle, whole);
    slider.addEventListener("input", () => player.seek(Number(slider.value)));
    slider.addEventListener("keydown", event => {
        const step = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageUp: 30, PageDown: -30 }[event.key];
        if (!step || event.shiftKey) return;
        event.preventDefault();
        player.seek(player.position + step);
    });
    let drawn = null;
    const update = () => {
        const { position, duration } = player;
        const isKnown = Number.isFinite(duration) && duration > 0;
        slider.max = isKnown ? duration : 0;
        slider.value = position;
        slider.setAttribute("aria-valuetext", `${clock(position)} of ${clock(duration)}`);
        past.textContent = clock(position);
        whole.textContent = clock(duration);
        outline.fraction = isKnown ? position / duration : 0;
        const url = player.now?.stream?.waveformUrl ?? null;
        if (drawn === player.now?.track.id + Boolean(url)) return;
        drawn = player.now?.track.id + Boolean(url);
        draw(outline, url, () => drawn === player.now?.track.id + Boolean(url));
    };
    return { node, update };
}

async function draw(outline, url, isWanted) {
    outline.waveform = null;
    if (!url) return;
    try {
        const answer = await fetch(resolve(url));
        const waveform = answer.ok ? await answer.json() : null;
        if (isWanted()) outline.waveform = waveform;
    } catch {
        // A level line serves as well.
    }
}
