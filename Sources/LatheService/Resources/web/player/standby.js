import { Handover } from "./handover.js";
import { Programme } from "./programme.js";

/**
 * The deck that is not heard: it gets the next track, or the same track in another quality or with new URLs, and takes
 * over at the exact moment. One thing at a time waits there; `done` is called with its programme once it is heard.
 */
export class Standby {
    #decks;
    /** What waits, with what ends the wait: {programme, end, handover}. */
    #coming = null;

    constructor(decks) { this.#decks = decks; }

    get isTaken() { return this.#coming !== null; }
    /** True where it will take over by itself. */
    get isReady() { return Boolean(this.#coming?.handover); }

    normalise(isNormalised) { this.#coming?.programme?.normalise(isNormalised); }

    drop() {
        this.#coming?.handover?.cancel();
        this.#coming?.end.abort();
        this.#coming = null;
    }

    /** Loads the track that `next` gives, and hands over to it at the end of `before`. */
    async follow(before, next, isNormalised, done) {
        const coming = this.#coming = { end: new AbortController() };
        try {
            const track = await next();
            if (!track || coming.end.signal.aborted) return;
            coming.programme = new Programme(track, this.#decks.spareFor(before.deck));
            coming.programme.deck.sound(true);
            await coming.programme.load({ isNormalised, signal: coming.end.signal });
        } catch {
            // At the end it is opened as any other, and says what is wrong.
            return void (coming.programme = null);
        }
        if (this.#coming === coming) this.#handOver(before, { moment: before.end }, done);
    }

    /** Loads the same track once more and goes on with that. Throws where it cannot be loaded. */
    async replace(before, isNormalised, done) {
        this.drop();
        const coming = this.#coming = { end: new AbortController() };
        const programme = coming.programme = new Programme(before.track, this.#decks.spareFor(before.deck));
        const moment = () => Math.min(before.deck.position + (before.deck.isPaused ? 0 : 1), before.duration);
        programme.deck.sound(false);
        try {
            await programme.load({ position: moment(), isNormalised, signal: coming.end.signal, from: before });
        } catch (error) {
            if (this.#coming === coming) this.#coming = null;
            throw error;
        }
        if (this.#coming !== coming) return;
        if (before.deck.isPaused) {
            programme.deck.seek(before.deck.position);
            programme.deck.sound(true);
            this.#coming = null;
            return done(programme);
        }
        const start = moment();
        if (Math.abs(programme.deck.position - start) > 1 || start < before.deck.position) programme.deck.seek(start);
        this.#handOver(before, { moment: programme.deck.position, fade: 0.03 }, done);
    }

    #handOver(before, change, done) {
        const { programme } = this.#coming;
        this.#coming.handover = new Handover(before.deck, programme.deck, change, () => {
            this.#coming = null;
            done(programme);
        });
    }
}
