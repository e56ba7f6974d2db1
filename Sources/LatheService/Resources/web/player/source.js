const playlistType = "application/vnd.apple.mpegurl";
let decided = null;

/** How this browser plays: its own HLS, else hls.js where the server has it, else whole files. Decided once. */
export function way() {
    return decided ??= decide();
}

async function decide() {
    if (document.createElement("audio").canPlayType(playlistType)) return "native";
    if (globalThis.MediaSource || globalThis.ManagedMediaSource) {
        const isThere = await loadScript(new URL("../vendor/hls.js", document.baseURI));
        if (isThere && globalThis.Hls?.isSupported()) return "hls.js";
    }
    return "progressive";
}

function loadScript(url) {
    return new Promise(resolve => {
        const script = document.createElement("script");
        script.src = url;
        script.onload = () => resolve(true);
        script.onerror = () => resolve(false);
        document.head.append(script);
    });
}

/** Gives an element something to play from `position` on. The result ends it and frees what it holds. */
export function attach(element, url, position, how, onFailure) {
    if (how !== "hls.js") {
        element.src = url;
        element.load();
        if (position > 0) element.currentTime = position;
        return () => {
            element.removeAttribute("src");
            element.load();
        };
    }
    // A worker's start and the wait for its own clock would be heard: 240 ms to the first sound instead of 65.
    const hls = new globalThis.Hls({
        startPosition: position, maxBufferLength: 30, backBufferLength: 30, enableWorker: false,
    });
    const { ERROR, MEDIA_ATTACHED } = globalThis.Hls.Events;
    hls.on(ERROR, (_, { fatal, type, details }) => {
        if (fatal) onFailure(new Error(`The music cannot be played: ${type}, ${details}.`));
    });
    // A segment that is there before the element has opened would be appended under hls.js's own opening, which fails.
    hls.once(MEDIA_ATTACHED, () => hls.loadSource(url));
    hls.attachMedia(element);
    return () => hls.destroy();
}
