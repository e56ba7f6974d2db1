import { attach } from "./source.js";

/** One of the two elements that take turns, with its level. Emits what the element emits. */
export class Deck {
    element = new Audio();
    #level;
    #detach = () => {};
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

    /** Begins to load; resolves when it can play from `position` on, rejects when it cannot or is given other music. */
    load(url, how, { position = 0 } = {}) {
        this.unload();
        const { promise, resolve, reject } = Promise.withResolvers();
        const fail = () => reject(new Error(failures[this.element.error?.code] ?? failures[4]));
        const gone = () => reject(new DOMException("Replaced", "AbortError"));
        this.element.addEventListener("canplay", resolve, { once: true });
        this.element.addEventListener("error", fail, { once: true });
        const detach = attach(this.element, url, position, how, reject);
        this.#detach = () => {
            this.element.removeEventListener("canplay", resolve);
            this.element.removeEventListener("error", fail);
            gone();
            detach();
        };
        promise.catch(() => {});
        return promise;
    }

    play() { return this.element.play(); }
    pause() { this.element.pause(); }
    seek(position) { this.element.currentTime = position; }

    unload() {
        this.element.pause();
        this.#detach();
        this.#detach = () => {};
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
