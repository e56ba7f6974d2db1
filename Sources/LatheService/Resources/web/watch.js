import { get } from "./api.js";
import { EventStream, pause } from "./events.js";

const stream = new EventStream();
const topics = ["track.ready", "track.failed", "track.progress"];

export const listenToNews = signal => stream.run(signal);

/** True while a revision is being made: the first, or one that replaces what can be heard. */
export const isPending = ({ state, progress, failure }) => state === "processing"
    || state === "ready" && progress < 1 && !failure;

/**
 * Calls `onChange` with the track whenever it gets on, until it is ready or failed or `signal` ends it. The server's
 * events say when; while there are none, the track is asked for every few seconds.
 */
export async function watchTrack(track, onChange, signal) {
    const listener = event => {
        const news = event.detail;
        // Some of the news are forgotten: whatever is watched may have changed.
        if (news.topic === "reset") return wake();
        if (!topics.includes(news.topic) || news.track !== track.id) return;
        if (news.topic !== "track.progress") return wake();
        const { fraction: progress, remainingMilliseconds: left } = news;
        onChange(track = { ...track, progress, remainingSeconds: left === undefined ? null : left / 1000 });
    };
    let wake = () => {};
    stream.addEventListener("news", listener, { signal });
    let delay = 1000;
    while (isPending(track) && !signal.aborted) {
        // Even with events, ask now and then: a lost one must not leave a bar standing still for ever.
        const woken = new Promise(resolve => { wake = resolve; });
        await Promise.race([woken, pause(stream.isOpen ? 5000 : delay, signal)]);
        if (signal.aborted) break;
        delay = Math.min(delay * 1.3, 5000);
        try {
            track = await get(`tracks/${track.id}`, { signal });
        } catch (error) {
            if ([401, 404, 410].includes(error.status)) break;
            continue;
        }
        onChange(track);
    }
    stream.removeEventListener("news", listener);
}

/** Calls `action` when anything has happened that the topics begin with; at most once a second. */
export function whenNews(prefix, action, signal) {
    let timer = 0;
    stream.addEventListener("news", event => {
        if (event.detail.topic.startsWith(prefix)) timer ||= setTimeout(() => { timer = 0; action(); }, 1000);
    }, { signal });
    signal.addEventListener("abort", () => clearTimeout(timer));
}
