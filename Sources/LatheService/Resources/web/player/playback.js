import { say, sayProblem } from "../notices.js";
import { Decks } from "./decks.js";
import { wantsEven } from "./loudness.js";
import { Plays } from "./plays.js";
import { Programme } from "./programme.js";
import { Standby } from "./standby.js";

/** How many seconds before its end the next track is prepared; before their end, signed URLs are renewed. */
const [lead, renewal] = [12, 60];
/** How many milliseconds are between two attempts to renew, and at least between two rescues. */
const patience = 10_000;

/**
 * Makes a track sound where the listener wants it, and keeps it sounding. Two decks take turns: the one that is not
 * heard gets the next track, or the same track in another quality or with new URLs, and takes over at the exact moment.
 * `player` knows what follows: {following(), advance(), end(), tell(name)}.
 */
export class Playback {
    /** The programme that is heard, or null. */
    now = null;
    /** The listener's wish. What is opened, renewed or rescued follows it, and never makes it true. */
    isWanted = false;
    isLoading = false;
    isNormalised = wantsEven();
    #player;
    #decks;
    #standby;
    #plays = new Plays();
    #opening = new AbortController();
    #last = { rescue: -Infinity, renewal: -Infinity };

    constructor(output, player) {
        this.#player = player;
        this.#decks = new Decks(output);
        this.#standby = new Standby(this.#decks);
        this.#decks.listen((name, deck) => {
            const isHeard = deck === this.now?.deck;
            if (isHeard && this.now.isLoaded) this.#heard(name);
            // What waits for its turn cannot take over any more.
            if (!isHeard && name === "error" && this.#standby.isReady) this.drop();
        });
    }

    want(isWanted) {
        this.isWanted = isWanted;
        const { deck, isBroken, position, track } = this.now;
        if (isWanted && (isBroken || deck.hasEnded)) return this.open(track, { position: isBroken ? position : 0 });
        this.#follow();
        this.#changed();
    }

    /** Opens a track; whether it sounds is what the listener wants when it is there. */
    async open(track, { position = 0, isWanted = this.isWanted } = {}) {
        this.#close();
        const { signal } = this.#opening = new AbortController();
        const programme = this.now = new Programme(track, this.#decks.first);
        [this.isWanted, this.isLoading] = [isWanted, true];
        this.#changed();
        try {
            programme.deck.sound(true);
            // play() at once, not when it is loaded: phones load nothing before.
            const onStream = () => { this.#begin(programme); this.#follow(); };
            await programme.load({ position, isNormalised: this.isNormalised, signal, onStream });
        } catch (error) {
            if (signal.aborted) return;
            this.isWanted = false;
            sayProblem(error);
        }
        this.isLoading = false;
        this.#follow();
        this.#changed();
    }

    leave() {
        this.#close();
        [this.now, this.isWanted, this.isLoading] = [null, false, false];
        this.#changed();
    }

    seek(position) {
        this.#standby.drop();
        this.now.seek(position);
        if (this.isWanted && this.now.deck.isPaused) this.#start();
        this.#player.tell("time");
    }

    /** What waits for its turn is not to take over; where its turn has come, what follows is opened instead. */
    drop() {
        this.#standby.drop();
        if (this.isWanted && this.now?.deck.hasEnded) this.#end();
    }

    normalise(isNormalised) {
        this.isNormalised = isNormalised;
        for (const one of [this.now, this.#standby]) one?.normalise(isNormalised);
    }

    /** Goes on with the same track on the other deck: in the quality that is preferred now, with URLs that are good. */
    reload() {
        return this.#standby.replace(this.now, this.isNormalised, programme => {
            this.now = programme;
            this.#follow();
            this.#changed();
        });
    }

    #close() {
        this.#standby.drop();
        this.#opening.abort();
        this.#plays.end();
        this.#decks.unload();
    }

    #begin(programme) {
        this.now = programme;
        this.#plays.begin(programme.track.id, programme.choice.rendition);
        this.#changed();
    }

    /** Makes the deck do what the listener wants, once there is something to play. */
    #follow() {
        if (!this.isWanted) this.now.deck.pause();
        else if (this.now.stream) this.#start();
    }

    async #start() {
        const { now } = this;
        try {
            await now.deck.play();
        } catch (error) {
            // What fails while it opens is said there.
            if (error.name === "AbortError" || now !== this.now || !now.isLoaded) return;
            if (now.isBroken) return this.#rescue();
            this.isWanted = false;
            sayProblem(error);
            this.#changed();
        }
    }

    #heard(name) {
        const { deck } = this.now;
        if (name === "timeupdate") return this.#goOn();
        if (name === "error") return this.#rescue();
        if (name === "ended") return this.#end();
        // Also a headset that is pulled out pauses. An event may come late: what counts is how it is now.
        if (["play", "pause"].includes(name) && !deck.hasEnded) this.isWanted = !deck.isPaused;
        this.isLoading = name === "waiting";
        this.#changed();
    }

    /** Prepares in time what is to take over. */
    #goOn() {
        const { deck, left, secondsLeft } = this.now;
        this.#plays.heard(deck.position);
        this.#player.tell("time");
        if (deck.isPaused || this.#standby.isTaken) return;
        if (left < lead) return this.#prepare();
        if (secondsLeft > renewal || performance.now() - this.#last.renewal < patience) return;
        this.#last.renewal = performance.now();
        // Where it fails there is time for more attempts, and then the rescue.
        this.reload().catch(() => {});
    }

    #prepare() {
        return this.#standby.follow(this.now, () => this.#player.following(), this.isNormalised, programme => {
            this.#player.advance();
            this.#begin(programme);
            this.#follow();
        });
    }

    /** The handover has not come: what follows was not ready in time, or nothing follows. */
    #end() {
        if (this.#standby.isReady) return;
        this.#standby.drop();
        this.#plays.end();
        this.#player.end();
    }

    /** A broken stream is opened once more with new URLs, where it broke. One that is paused waits for the listener. */
    #rescue() {
        if (!this.isWanted) return;
        const { deck, position, track } = this.now;
        if (performance.now() - this.#last.rescue < patience) {
            this.isWanted = false;
            deck.pause();
            say("The music was cut off.", { isError: true, remedy: "Check the connection, then press play." });
            return this.#changed();
        }
        this.#last.rescue = performance.now();
        this.open(track, { position });
    }

    #changed() { this.#player.tell("change"); }
}
