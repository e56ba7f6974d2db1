import { attach } from "./source.js";

/**
 * One of the two elements that take turns, with its level. Its element emits "error" where the music cannot go on,
 * whatever plays it.
 */
export class Deck {
    element = new Audio();
    /** Why nothing more can be loaded, or null. What is loaded already can still be heard. */
    failure = null;
    #level;
    #detach = () => {};
    #stop = 0;
    #loudness = 1;
    #isOn = true;

    constructor(output) {
        // Signed URLs may be of another host; without CORS the graph of gains would be silent.
        this.element.crossOrigin = "anonymous";
        this.element.preload = "auto";
        this.#level = output.connect(this.element);
    }

    get position() { return this.element.currentTime; }
    get isPaused() { return this.element.paused; }
    get hasEnded() { return this.element.ended; }
    get isLoaded() { return this.element.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA; }

    set loudness(factor) {
        this.#loudness = factor;
        this.#apply(0.2);
    }

    /** Fades in or out within `seconds`. */
    sound(isOn, seconds = 0) {
        this.#isOn = isOn;
        this.#apply(seconds);
    }

    /** Falls silent within `seconds` and then stops, unless it has been given other music by then. */
    fadeOut(seconds) {
        this.sound(false, seconds);
        this.#stop = setTimeout(() => this.pause(), seconds * 1000 + 100);
    }

    /** Begins to load; resolves when it can play from `position` on, rejects when it cannot or is given other music. */
    load(url, how, { position = 0 } = {}) {
        this.unload();
        const { promise, resolve, reject } = Promise.withResolvers();
        const end = new AbortController();
        const { signal } = end;
        this.element.addEventListener("canplay", resolve, { signal });
        this.element.addEventListener("error", () => {
            this.failure ??= new Error(failures[this.element.error?.code] ?? failures[4]);
            reject(this.failure);
        }, { signal });
        const detach = attach(this.element, url, position, how, failure => {
            reject(failure);
            this.#runDry(failure, signal);
        });
        this.#detach = () => {
            end.abort();
            reject(new DOMException("Replaced", "AbortError"));
            detach();
        };
        promise.catch(() => {});
        return promise;
    }

    /** A script that feeds the element has failed: the element knows nothing of it and only waits. */
    #runDry(failure, signal) {
        this.failure = failure;
        const tell = () => { if (this.#isDry) this.element.dispatchEvent(new Event("error")); };
        this.element.addEventListener("waiting", tell, { signal });
        if (!this.isLoaded) tell();
    }

    /** An element also waits for a moment where it is sent within what is loaded. */
    get #isDry() {
        const { buffered, currentTime } = this.element;
        const isWithin = (_, index) => buffered.start(index) <= currentTime && currentTime < buffered.end(index) - 0.3;
        return !Array.from(buffered, isWithin).some(Boolean);
    }

    play() { return this.element.play(); }
    pause() { this.element.pause(); }
    seek(position) { this.element.currentTime = position; }

    unload() {
        clearTimeout(this.#stop);
        this.element.pause();
        this.#detach();
        this.#detach = () => {};
        this.failure = null;
    }

    #apply(seconds) {
        this.#level.set(this.#isOn ? this.#loudness : 0, seconds);
    }
}

const failures = {
    2: "The music was cut off by the network.",
    3: "The music cannot be decoded.",
    4: "This browser cannot play the music, or the server does not give it.",
};
