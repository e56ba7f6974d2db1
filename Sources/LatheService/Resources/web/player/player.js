import { say, sayProblem } from "../notices.js";
import { Decks } from "./decks.js";
import { preferEven, wantsEven } from "./loudness.js";
import { Output } from "./output.js";
import { Plays } from "./plays.js";
import { Programme } from "./programme.js";
import { prefer } from "./quality.js";
import { Queue } from "./queue.js";
import { foresee } from "./sources.js";
import { Standby } from "./standby.js";

/** How many seconds before its end the next track is prepared; before their end, signed URLs are renewed. */
const [lead, renewal] = [12, 60];

/**
 * Plays a queue. Two decks take turns: the one that is not heard gets the next track, or the same track in another
 * quality or with new URLs, and takes over at the exact moment. Emits "change" (track, state, quality) and "time".
 */
export class Player extends EventTarget {
    output = new Output();
    queue = new Queue();
    isNormalised = wantsEven();
    /** The programme that is heard, or null. */
    now = null;
    isLoading = false;
    #decks = new Decks(this.output);
    #plays = new Plays();
    #standby = new Standby(this.#decks);
    #opening = new AbortController();
    #wantsSound = false;
    #isOpening = false;
    #last = { rescue: -Infinity, renewal: -Infinity };

    constructor() {
        super();
        this.#decks.listen((name, deck) => { if (deck === this.now?.deck) this.#heard(name); });
    }

    get isPlaying() { return this.#wantsSound; }
    get position() { return this.now?.deck.position ?? 0; }
    get duration() { return this.now?.duration ?? NaN; }

    /** Prepares what takes time before the first sound of a track that will most likely be played. */
    foresee(track) {
        foresee(track.id);
        // Not before anybody has touched the page: the browser would keep it silent.
        if (navigator.userActivation?.hasBeenActive) this.output.open();
    }

    play(tracks, index = 0, more) {
        return this.#go(queue => queue.replace(tracks, index, more));
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
        this.#standby.drop();
        this.now.deck.seek(Math.max(0, Math.min(position, this.duration - 0.1)));
        if (this.#wantsSound && this.now.deck.isPaused) this.now.deck.play().catch(sayProblem);
        this.dispatchEvent(new Event("time"));
    }

    async next() {
        if (await this.queue.following().catch(sayProblem)) await this.#go(queue => queue.advance());
    }

    /** The track's beginning, or near it the track before. */
    async previous() {
        if (this.position > 3 || !this.queue.hasPrevious) return this.seek(0);
        await this.#go(queue => queue.back());
    }

    normalise(isNormalised) {
        this.isNormalised = isNormalised;
        preferEven(isNormalised);
        for (const one of [this.now, this.#standby]) one?.normalise(isNormalised);
        this.#changed();
    }

    /** Goes on in another quality, at the same place and without a pause. */
    choose(quality) {
        prefer(quality);
        if (this.now?.stream) this.#reload().catch(sayProblem);
    }

    /** Changes what is to come: `action` gets the queue. What waits already may not be the next any more. */
    edit(action) {
        action(this.queue);
        this.#standby.drop();
        this.#changed();
    }

    #go(move) {
        this.output.open();
        move(this.queue);
        return this.#open();
    }

    /** Plays the queue's present track from its beginning. */
    async #open(position = 0) {
        this.#standby.drop();
        this.#opening.abort();
        const { signal } = this.#opening = new AbortController();
        this.#plays.end();
        this.#decks.unload();
        const programme = this.now = new Programme(this.queue.current, this.#decks.first);
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

    #begin(programme) {
        this.now = programme;
        this.#plays.begin(programme.track.id, programme.choice.rendition);
        this.#changed();
    }

    #heard(name) {
        const { deck, left, secondsLeft } = this.now;
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
        if (deck.isPaused || this.#standby.isTaken) return;
        if (left < lead) return this.#prepare();
        if (secondsLeft > renewal || performance.now() - this.#last.renewal < 10_000) return;
        this.#last.renewal = performance.now();
        // Where it fails there is time for more attempts, and then the rescue.
        this.#reload().catch(() => {});
    }

    #prepare() {
        return this.#standby.follow(this.now, () => this.queue.following(), this.isNormalised, programme => {
            this.queue.advance();
            this.#begin(programme);
        });
    }

    /** Goes on with the same track on the other deck: in the quality that is preferred now, with URLs that are good. */
    #reload() {
        return this.#standby.replace(this.now, this.isNormalised, programme => {
            this.now = programme;
            this.#changed();
        });
    }

    /** The handover has not come: what follows was not ready in time, or nothing follows. */
    async #ended() {
        if (this.#standby.isReady) return;
        this.#standby.drop();
        this.#plays.end();
        if (await this.queue.following().catch(() => null)) return this.next();
        this.#wantsSound = false;
        this.#changed();
    }

    /** A broken stream is opened once more with new URLs, where it broke. */
    #rescue() {
        const position = this.now.deck.position;
        if (performance.now() - this.#last.rescue < 10_000) {
            this.#wantsSound = false;
            say("The music was cut off.", { isError: true, remedy: "Check the connection, then press play." });
            return this.#changed();
        }
        this.#last.rescue = performance.now();
        this.#open(position);
    }

    #changed() { this.dispatchEvent(new Event("change")); }
}
