import { get, resolve } from "../api.js";
import { normalisation } from "./loudness.js";
import { choices, nearest, preferred } from "./quality.js";
import { way } from "./source.js";

/** A track on a deck: where it is played from, in which qualities, and until when its URLs are good. */
export class Programme {
    constructor(track, deck) {
        Object.assign(this, { track, deck, stream: null, choices: [], choice: null, isNormalised: true });
    }

    /**
     * Fetches the stream's URLs and begins to load from `position` on; resolves when it can play. `onStream` is called
     * in between, as soon as the qualities are known. A programme may be given the stream of another of the same track.
     */
    async load({ position = 0, isNormalised, signal, from, onStream = () => {} }) {
        const how = await way();
        const isFresh = from && from.secondsLeft > 60;
        this.stream = isFresh ? from.stream : await get(`tracks/${this.track.id}/stream`, { signal });
        this.choices = isFresh ? from.choices : await choices(this.stream, how, { resolve, signal });
        this.choice = nearest(this.choices, preferred());
        if (!this.choice) throw new Error(`This browser can play no rendition of “${this.track.title}”.`);
        signal.throwIfAborted();
        this.normalise(isNormalised);
        const loaded = this.deck.load(this.choice.url, how, { position });
        signal.addEventListener("abort", () => this.deck.unload(), { once: true });
        onStream();
        await loaded;
        signal.throwIfAborted();
    }

    normalise(isNormalised) {
        this.deck.loudness = isNormalised ? normalisation(this.stream?.loudness) : 1;
    }

    get duration() {
        const { duration } = this.deck.element;
        return Number.isFinite(duration) ? duration : this.stream?.durationSeconds ?? this.track.durationSeconds ?? NaN;
    }

    /** Where the music ends. An element may count the encoder's padding, too; the service knows the master's length. */
    get end() { return Math.min(this.duration, this.stream?.durationSeconds ?? Infinity); }

    get left() { return this.end - this.deck.position; }

    /** How long the URLs are good. */
    get secondsLeft() { return (Date.parse(this.stream?.expiresAt) - Date.now()) / 1000; }
}
