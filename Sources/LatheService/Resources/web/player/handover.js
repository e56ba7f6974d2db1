/** How long a loaded element takes from play() to its first sample, in seconds; learned at each handover. */
let latency = 0.03;

/**
 * Starts the deck `to` when `from` has come to `moment` seconds, so that one sound follows the other without a pause.
 * `moment` may be the end. With a fade the two change places in the middle of the music; at an end both keep their level.
 */
export class Handover {
    #timer = 0;
    #isOver = false;

    constructor(from, to, { moment, fade = 0, isEnd = false }, done) {
        Object.assign(this, { from, to, moment, fade, isEnd, done });
        this.end = () => this.#go();
        if (isEnd) from.element.addEventListener("ended", this.end, { once: true });
        this.#wait();
    }

    cancel() {
        this.#isOver = true;
        clearTimeout(this.#timer);
        this.from.element.removeEventListener("ended", this.end);
    }

    #wait() {
        if (this.#isOver) return;
        const left = this.moment - this.from.position - latency;
        if (this.from.isPaused && !this.from.element.ended) this.#timer = setTimeout(() => this.#wait(), 100);
        else if (left <= 0.002) this.#go();
        // Timers are late on a busy machine: come close first, then look again.
        else this.#timer = setTimeout(() => this.#wait(), left > 0.3 ? Math.min(1000, (left - 0.2) * 1000) : left * 500);
    }

    async #go() {
        if (this.#isOver) return;
        this.cancel();
        const { from, to, fade } = this;
        const began = performance.now();
        const start = to.position;
        const started = to.play();
        if (fade) {
            to.sound(true, fade);
            from.sound(false, fade);
            setTimeout(() => from.pause(), fade * 1000 + 100);
        }
        this.done();
        await started.catch(() => {});
        learn(to, began, start);
    }
}

function learn(deck, began, start) {
    const played = deck.position - start;
    const passed = (performance.now() - began) / 1000;
    if (passed > 1) return;
    if (played <= 0) return void setTimeout(() => learn(deck, began, start), 4);
    latency += (Math.min(0.2, Math.max(0, passed - played)) - latency) * 0.5;
}
