/** How long a loaded element takes from play() to its first sample, in seconds; learned at each handover. */
let latency = 0.005;
const near = 0.3;

/**
 * Starts the deck `to` when `from` has come to `moment` seconds, so that one sound follows the other without a pause.
 * With a fade the two change places in the middle of the music; at an end both keep their level. `done` is called a
 * moment later: a page that draws the next track at once would delay its first sound.
 */
export class Handover {
    #timer = 0;
    #isCancelled = false;
    #clock = new Clock();

    constructor(from, to, { moment, fade = 0 }, done) {
        Object.assign(this, { from, to, moment, fade, done });
        this.end = () => this.#go();
        from.element.addEventListener("ended", this.end, { once: true });
        this.#wait();
    }

    /** Also between the start and `done`: then the deck that was heard before is heard again. */
    cancel() {
        this.#isCancelled = true;
        this.#stopWaiting();
        this.from.sound(true);
    }

    #stopWaiting() {
        clearTimeout(this.#timer);
        this.from.element.removeEventListener("ended", this.end);
    }

    #wait() {
        const { from, moment } = this;
        const wait = seconds => { this.#timer = setTimeout(() => this.#wait(), Math.max(1, seconds * 1000)); };
        if (from.isPaused || moment - from.position > near) {
            this.#clock = new Clock();
            return wait(from.isPaused ? 0.1 : Math.min(1, (moment - from.position - near / 2)));
        }
        const left = moment - this.#clock.read(from) - latency;
        left <= 0.002 ? this.#go() : wait(Math.min(left, 0.004));
    }

    async #go() {
        this.#stopWaiting();
        const { from, to, fade, done } = this;
        const began = performance.now() / 1000;
        const [clock, first] = [new Clock(), to.position];
        // What cannot be started here fails again, and is said, where the player asks for it.
        await to.play().catch(() => {});
        for (let turn = 0; turn < 20 && !this.#isCancelled; turn++) {
            clock.read(to);
            await new Promise(resolve => setTimeout(resolve, 5));
            if (fade && to.position > first) break;
        }
        if (this.#isCancelled) return;
        if (fade) {
            to.sound(true, fade);
            from.fadeOut(fade);
        } else {
            learn(clock.start(first) - began);
        }
        done();
    }
}

/** An element's position moves in steps of a buffer; the freshest of several readings tells where it really is. */
class Clock {
    #offset = -Infinity;

    read({ position }) {
        const now = performance.now() / 1000;
        this.#offset = Math.max(this.#offset, position - now);
        return now + this.#offset;
    }

    /** When the position was `first`. */
    start(first) { return first - this.#offset; }
}

function learn(seconds) {
    if (Number.isFinite(seconds)) latency += (Math.min(0.1, Math.max(0, seconds)) - latency) * 0.5;
}
