const key = "lathe.volume";

/**
 * Where decks play to: a graph of gains (Web Audio), so that volume, loudness and crossings are exact. Safari feeds no
 * HLS into such a graph; there each element's own volume serves, which can only make things quieter.
 */
export class Output {
    #context = null;
    #master = null;
    #decks = new Set();
    #volume = Number(localStorage.getItem(key) ?? 1);
    isMuted = false;

    /** Needs to be called from a listener of a key or a click, or the browser keeps it silent. */
    open() {
        if (!this.#context && window.AudioContext && !navigator.vendor.startsWith("Apple")) {
            this.#context = new AudioContext({ latencyHint: "balanced" });
            this.#master = this.#context.createGain();
            this.#master.connect(this.#context.destination);
        }
        this.#context?.resume();
        this.#apply();
    }

    get volume() { return this.#volume; }
    set volume(volume) {
        this.#volume = Math.min(1, Math.max(0, volume));
        this.isMuted = false;
        localStorage.setItem(key, this.#volume);
        this.#apply();
    }

    mute(isMuted) {
        this.isMuted = isMuted;
        this.#apply();
    }

    /** A level for one element, from 0 to several times as loud. */
    connect(element) {
        const deck = { element, gain: null, level: 1 };
        this.#decks.add(deck);
        return {
            set: (level, seconds = 0) => {
                deck.level = level;
                this.#apply(seconds);
            },
        };
    }

    #apply(seconds = 0.02) {
        const volume = this.isMuted ? 0 : this.#volume ** 2;
        if (this.#context) ramp(this.#master.gain, volume, 0.02, this.#context);
        for (const deck of this.#decks) {
            if (!this.#context) {
                deck.element.volume = Math.min(1, volume * deck.level);
                continue;
            }
            if (!deck.gain) {
                deck.gain = this.#context.createGain();
                this.#context.createMediaElementSource(deck.element).connect(deck.gain).connect(this.#master);
            }
            ramp(deck.gain.gain, deck.level, seconds, this.#context);
        }
    }
}

function ramp(parameter, value, seconds, context) {
    const now = context.currentTime;
    parameter.cancelScheduledValues(now);
    parameter.setValueAtTime(parameter.value, now);
    parameter.linearRampToValueAtTime(value, now + Math.max(seconds, 0.001));
}
