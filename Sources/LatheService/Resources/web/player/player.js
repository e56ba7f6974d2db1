import { sayProblem } from "../notices.js";
import { preferEven } from "./loudness.js";
import { Output } from "./output.js";
import { Playback } from "./playback.js";
import { prefer } from "./quality.js";
import { Queue } from "./queue.js";
import { foresee } from "./sources.js";

/** What a listener does with a queue. Emits "change" (track, state, quality) and "time". */
export class Player extends EventTarget {
    output = new Output();
    queue = new Queue();
    #playback = new Playback(this.output, {
        following: () => this.queue.following(),
        advance: () => this.queue.advance(),
        end: () => this.#end(),
        tell: name => this.dispatchEvent(new Event(name)),
    });

    /** The programme that is heard, or null. */
    get now() { return this.#playback.now; }
    get isPlaying() { return this.#playback.isWanted; }
    get isLoading() { return this.#playback.isLoading; }
    get isNormalised() { return this.#playback.isNormalised; }
    get position() { return this.now?.position ?? 0; }
    get duration() { return this.now?.duration ?? NaN; }

    /** Prepares what takes time before the first sound of a track that will most likely be played. */
    foresee(track) {
        foresee(track.id);
        // Not before anybody has touched the page: the browser would keep it silent.
        if (navigator.userActivation?.hasBeenActive) this.output.open();
    }

    /** Plays a list from one of its tracks on; `rest` is what of the list is still to come. */
    play(tracks, index = 0, rest) {
        this.queue = new Queue(tracks, index, rest);
        return this.#listen();
    }

    /** Plays another of the queue's tracks. */
    jump(index) {
        this.queue.index = index;
        return this.#listen();
    }

    toggle() {
        if (!this.now) return;
        this.output.open();
        this.#playback.want(!this.isPlaying);
    }

    pause() { if (this.isPlaying) this.toggle(); }

    /** Falls silent and forgets what was played. */
    leave() {
        this.queue = new Queue();
        this.#playback.leave();
    }

    seek(position) {
        if (this.now?.stream) this.#playback.seek(Math.max(0, Math.min(position, this.duration - 0.1)));
    }

    async next() {
        this.output.open();
        const wanted = this.isPlaying;
        // Whoever has paused while it was looked for wants no sound.
        await this.#goOn(() => this.isPlaying || !wanted);
    }

    /** The track's beginning, or near it the track before. */
    async previous() {
        if (this.position > 3 || !this.queue.hasPrevious) return this.seek(0);
        this.queue.back();
        await this.#listen();
    }

    normalise(isNormalised) {
        preferEven(isNormalised);
        this.#playback.normalise(isNormalised);
        this.#changed();
    }

    /** Goes on in another quality, at the same place and without a pause. */
    choose(quality) {
        prefer(quality);
        if (this.now?.stream) this.#playback.reload().catch(sayProblem);
    }

    /** Changes what is to come: `action` gets the queue. What waits already may not be the next any more. */
    edit(action) {
        action(this.queue);
        this.#playback.drop();
        this.#changed();
    }

    #listen() {
        this.output.open();
        return this.#playback.open(this.queue.current, { isWanted: true });
    }

    /** False where nothing follows. Where the listener has gone elsewhere meanwhile, that is where they are. */
    async #goOn(isWanted) {
        const { queue, queue: { index } } = this;
        const track = await queue.following().catch(sayProblem);
        if (queue !== this.queue || index !== queue.index) return true;
        if (!track) return false;
        queue.advance();
        await this.#playback.open(track, { isWanted: isWanted() });
        return true;
    }

    async #end() {
        if (!await this.#goOn(() => this.isPlaying)) this.#playback.want(false);
    }

    #changed() { this.dispatchEvent(new Event("change")); }
}
