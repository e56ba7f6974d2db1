import { variants } from "./multivariant.js";

const key = "lathe.quality";
export const preferred = () => localStorage.getItem(key) ?? "auto";
export const prefer = quality => localStorage.setItem(key, quality);

const types = {
    aac: "audio/mp4", mp3: "audio/mpeg", vorbis: "audio/ogg; codecs=vorbis", opus: "audio/ogg; codecs=opus",
    flac: "audio/flac",
};
const steps = [96, 160, 320];

/**
 * What a track can be heard in, as [{quality, label, url, rendition}]: "auto" first, then bit rates, "lossless" last.
 * `way` is how this browser plays: "native", "hls.js" or "progressive".
 */
export async function choices(stream, way, { resolve, signal }) {
    if (way === "progressive") return progressive(stream, resolve);
    const auto = automatic(stream, resolve);
    const answer = await fetch(auto.url, { signal });
    if (!answer.ok) throw Object.assign(new Error("The music cannot be fetched."), { status: answer.status });
    const fixed = variants(await answer.text(), answer.url).filter(isPlayable).map(variant => {
        const isLossless = /flac|alac/i.test(variant.codecs);
        return choice(variant.url, isLossless ? null : rate(variant), isLossless ? "flac" : "aac");
    });
    return [auto, ...inOrder(fixed)];
}

/** The player's own choice, from moment to moment. */
export const automatic = (stream, resolve) =>
    ({ quality: "auto", label: "Auto", url: resolve(stream.hlsUrl), rendition: undefined });

const isPlayable = ({ codecs }) => document.createElement("audio").canPlayType(`audio/mp4; codecs="${codecs}"`) !== "";

/** The nominal rate is part of the rendition's folder; a measured one is a few percent beside it. */
function rate({ url, bitsPerSecond }) {
    const named = steps.find(step => new URL(url).pathname.split("/").includes(String(step)));
    return named ?? Math.round(bitsPerSecond / 1000);
}

function choice(url, kilobits, codec) {
    if (kilobits === null) return { quality: "lossless", label: "Lossless", url, rendition: codec };
    return { quality: String(kilobits), label: `${kilobits} kbit/s`, url, rendition: `${codec}-${kilobits}` };
}

const inOrder = list => list.sort((a, b) => (Number(a.quality) || Infinity) - (Number(b.quality) || Infinity));

/** Files, of the first codec that the browser plays in each quality; "auto" is the middle one. */
function progressive(stream, resolve) {
    const found = new Map();
    for (const codec of Object.keys(types)) {
        if (!document.createElement("audio").canPlayType(types[codec])) continue;
        for (const [name, url] of Object.entries(stream.progressive)) {
            if (name.split("-")[0] !== codec) continue;
            const one = choice(resolve(url), codec === "flac" ? null : Number(name.split("-")[1]) || 0, codec);
            if (!found.has(one.quality)) found.set(one.quality, one);
        }
    }
    const fixed = inOrder([...found.values()]);
    if (!fixed.length) return [];
    const middle = fixed[Math.floor((fixed.length - 1) / 2)];
    return [{ ...middle, quality: "auto", label: "Auto" }, ...fixed];
}

/** The choice nearest to what was preferred: the same, else the best one below it, else the lowest. */
export function nearest(list, quality) {
    const same = list.find(choice => choice.quality === quality);
    if (same || !list.length) return same ?? null;
    const limit = quality === "lossless" ? Infinity : Number(quality);
    const below = list.filter(choice => Number(choice.quality) <= limit);
    return below.at(-1) ?? list[0];
}
