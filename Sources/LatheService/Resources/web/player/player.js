import { sayProblem } from "../notices.js";
import { Deck } from "./deck.js";
import { Handover } from "./handover.js";
import { Output } from "./output.js";
import { Plays } from "./plays.js";
import { Programme } from "./programme.js";
import { prefer } from "./quality.js";
import { Queue } from "./queue.js";

const key = "lathe.normalisation";
/** How many seconds before its end the next track is prepared; before their end, signed URLs are renewed. */
const lead = 12;
const renewal = 60;

/**
 * Plays a queue. Two decks take turns: the one that is not heard gets the next track, or the same track in another
 * quality or with new URLs, and takes over at the exact moment. Emits "change" (track, state, quality) and "time".
 */
export class Player extends EventTarget {
    output = new Output();
    queue = new Queue();
    isNormalised = localStorage.getItem(key) !== "off";
    /** The programme that is heard, or null. */
    now = null;
    isLoading = false;
    #decks = [new Deck(this.output), new Deck(this.output)];
    #plays = new Plays();
    /** The programme that waits on the other deck, with what starts it: {programme, end, handover}. */
    #coming = null;
    #opening = new AbortController();
    #wantsSound = false;
    #isOpening = false;
    #rescued = -Infinity;
    #renewed = -Infinity;

    constructor() {
        super();
        for (const deck of this.#decks) {
            for (const name of ["play", "pause", "ended", "waiting", "playing", "timeupdate", "error"]) {
                deck.element.addEventListener(name, () => { if (deck === this.now?.deck) this.#heard(name); });
            }
        }
    }

    get isPlaying() { return this.#wantsSound; }
    get position() { return this.now?.deck.position ?? 0; }
    get duration() { return this.now?.duration ?? NaN; }

    play(tracks, index = 0, more) {
        this.output.open();
        this.queue.replace(tracks, index, more);
        return this.#open();
    }

    toggle() {
        if (!this.now) return;
        this.output.open();
        this.#wantsSound = !this.#wantsSound;
        if (!this.#wantsSound) this.now.deck.pause();
        else if (this.now.deck.element.ended || !this.now.stream) this.#open();
        else this.now.deck.play().catch(sayProblem);
        this.#changed();
    }

    pause() { if (this.#wantsSound) this.toggle(); }

    seek(position) {
        if (!this.now?.stream) return;
        this.#drop();
        this.now.deck.seek(Math.max(0, Math.min(position, this.duration - 0.1)));
        if (this.#wantsSound && this.now.deck.isPaused) this.now.deck.play().catch(sayProblem);
        this.dispatchEvent(new Event("time"));
    }

    async next() {
        if (!await this.queue.following().catch(sayProblem)) return;
        this.output.open();
        this.queue.advance();
        await this.#open();
    }

    /** The track's beginning, or near it the track before. */
    async previous() {
        if (this.position > 3 || !this.queue.hasPrevious) return this.seek(0);
        this.output.open();
        this.queue.back();
        await this.#open();
    }

    normalise(isNormalised) {
        this.isNormalised = isNormalised;
        localStorage.setItem(key, isNormalised ? "on" : "off");
        for (const programme of [this.now, this.#coming?.programme]) programme?.normalise(isNormalised);
        this.#changed();
    }

    /** Goes on in another quality, at the same place and without a pause. */
    choose(quality) {
        prefer(quality);
        if (this.now?.stream) this.#reload(this.now).catch(sayProblem);
    }

    /** Plays the queue's present track from its beginning. */
    async #open(position = 0) {
        this.#drop();
        this.#opening.abort();
        const { signal } = this.#opening = new AbortController();
        this.#silence();
        const programme = this.now = new Programme(this.queue.current, this.#decks[0]);
        this.#wantsSound = this.#isOpening = this.isLoading = true;
        this.#changed();
        try {
            programme.deck.sound(true);
            // play() at once, not when it is loaded: phones load nothing before.
            const onStream = () => { this.#begin(programme); programme.deck.play().catch(() => {}); };
            await programme.load({ position, isNormalised: this.isNormalised, signal, onStream });
            if (this.#wantsSound) await programme.deck.play();
        } catch (error) {
            if (signal.aborted || error.name === "AbortError") return;
            this.#wantsSound = false;
            sayProblem(error);
        }
        this.#isOpening = this.isLoading = false;
        this.#changed();
    }

    #silence() {
        this.#plays.end();
        for (const deck of this.#decks) deck.unload();
    }

    #begin(programme) {
        this.now = programme;
        this.#plays.begin(programme.track.id, programme.choice.rendition);
        this.#changed();
    }

    #heard(name) {
        const { deck } = this.now;
        if (name === "error" && !this.#isOpening) return this.#rescue();
        if (name === "ended") return this.#ended();
        // Also a headset that is pulled out pauses.
        if (name === "pause" && !deck.element.ended && !this.#isOpening) this.#wantsSound = false;
        if (name === "play") this.#wantsSound = true;
        if (name !== "timeupdate") {
            this.isLoading = name === "waiting";
            return this.#changed();
        }
        this.#plays.heard(deck.position);
        this.dispatchEvent(new Event("time"));
        if (deck.isPaused || this.#coming) return;
        if (this.now.left < lead) this.#prepare();
        else if (this.now.secondsLeft < renewal && performance.now() - this.#renewed > 10_000) this.#renew();
    }

    #renew() {
        this.#renewed = performance.now();
        // Where it fails there is time for more attempts, and then the rescue.
        this.#reload(this.now).catch(() => {});
    }

    get #spare() { return this.#decks.find(deck => deck !== this.now.deck); }

    /** Loads what follows and hands over to it at the end. */
    async #prepare() {
        const coming = this.#coming = { end: new AbortController() };
        const before = this.now;
        try {
            const track = await this.queue.following();
            if (!track || coming.end.signal.aborted) return;
            coming.programme = new Programme(track, this.#spare);
            coming.programme.deck.sound(true);
            await coming.programme.load({ isNormalised: this.isNormalised, signal: coming.end.signal });
        } catch {
            // At the end it is opened as any other, and says what is wrong.
            return void (coming.programme = null);
        }
        if (this.#coming !== coming) return;
        coming.handover = new Handover(before.deck, coming.programme.deck, { moment: before.end }, () => {
            this.#coming = null;
            this.queue.advance();
            this.#begin(coming.programme);
        });
    }

    /** Loads the same track on the other deck and goes on there. */
    async #reload(before) {
        this.#drop();
        const coming = this.#coming = { end: new AbortController() };
        const { signal } = coming.end;
        const programme = coming.programme = new Programme(before.track, this.#spare);
        const moment = () => Math.min(before.deck.position + (before.deck.isPaused ? 0 : 1), before.duration);
        programme.deck.sound(false);
        try {
            await programme.load({ position: moment(), isNormalised: this.isNormalised, signal, from: before });
        } catch (error) {
            if (this.#coming === coming) this.#coming = null;
            throw error;
        }
        if (this.#coming !== coming) return;
        const done = () => {
            this.#coming = null;
            this.now = programme;
            this.#changed();
        };
        if (before.deck.isPaused) {
            programme.deck.seek(before.deck.position);
            programme.deck.sound(true);
            return done();
        }
        const start = moment();
        if (Math.abs(programme.deck.position - start) > 1 || start < before.deck.position) programme.deck.seek(start);
        const change = { moment: programme.deck.position, fade: 0.03 };
        coming.handover = new Handover(before.deck, programme.deck, change, done);
    }

    #drop() {
        this.#coming?.handover?.cancel();
        this.#coming?.end.abort();
        this.#coming = null;
    }

    /** The handover has not come: what follows was not ready in time, or nothing follows. */
    async #ended() {
        if (this.#coming?.handover) return;
        this.#drop();
        this.#plays.end();
        if (await this.queue.following().catch(() => null)) return this.next();
        this.#wantsSound = false;
        this.#changed();
    }

    /** A broken stream is opened once more with new URLs, where it broke. */
    #rescue() {
        const position = this.now.deck.position;
        if (performance.now() - this.#rescued < 10_000) {
            this.#wantsSound = false;
            const remedy = "Check the connection, then press play.";
            sayProblem(Object.assign(new Error("The music was cut off."), { remedy }));
            return this.#changed();
        }
        this.#rescued = performance.now();
        this.#open(position);
    }

    #changed() { this.dispatchEvent(new Event("change")); }
}
