import { resolve } from "../api.js";
import { normalisation } from "./loudness.js";
import { automatic, nearest, preferred } from "./quality.js";
import { way } from "./source.js";
import { sourceOf } from "./sources.js";

/** A track on a deck: where it is played from, in which qualities, and until when its URLs are good. */
export class Programme {
    /** True once it can play. Before, what the element tells says nothing about the music. */
    isLoaded = false;
    #hasFailed = false;
    #start = 0;

    constructor(track, deck) {
        Object.assign(this, { track, deck, source: null, choices: [], choice: null });
    }

    /**
     * Fetches the stream's URLs and begins to load from `position` on; resolves when it can play. `onStream` is called
     * in between. "auto" is loaded at once, without knowing what else there is to choose.
     */
    async load({ position = 0, signal, ...options }) {
        this.#start = position;
        try {
            await this.#load({ position, signal, ...options });
        } catch (error) {
            this.#hasFailed = true;
            // After an end by the signal the deck may be somebody else's.
            if (!signal.aborted) this.deck.unload();
            throw error;
        }
    }

    async #load({ position, isNormalised, signal, from, onStream = () => {} }) {
        const how = await way();
        this.source = from?.secondsLeft > 60 ? from.source : await sourceOf(this.track.id, signal);
        const { choosing } = this.source;
        const isAuto = preferred() === "auto" && how !== "progressive";
        this.choices = isAuto ? [automatic(this.stream, resolve)] : await choosing;
        this.choice = nearest(this.choices, preferred());
        if (!this.choice) throw new Error(`This browser can play no rendition of “${this.track.title}”.`);
        signal.throwIfAborted();
        this.normalise(isNormalised);
        const loaded = this.deck.load(this.choice.url, how, { position });
        signal.addEventListener("abort", () => this.deck.unload(), { once: true });
        onStream();
        await loaded;
        signal.throwIfAborted();
        this.isLoaded = true;
        // Without a choice the music still plays.
        if (isAuto) this.choices = await choosing.catch(() => this.choices);
        signal.throwIfAborted();
    }

    get stream() { return this.source?.stream ?? null; }

    /** True where only another attempt to load it can help. */
    get isBroken() { return this.#hasFailed || this.deck.failure !== null; }

    /** Where it is, or where it is to begin. */
    get position() { return this.isLoaded ? this.deck.position : this.#start; }

    seek(position) {
        this.#start = position;
        this.deck.seek(position);
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
    get secondsLeft() { return this.isBroken ? 0 : (Date.parse(this.stream?.expiresAt) - Date.now()) / 1000; }
}
