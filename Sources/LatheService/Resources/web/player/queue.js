/**
 * What is played in which order: a list's tracks, and what is added. `rest` is what is still to come of the list, page
 * by page: {isAtEnd, next()}. Another list is another queue.
 */
export class Queue {
    #rest;
    #loading = null;

    constructor(tracks = [], index = -1, rest = { isAtEnd: true }) {
        Object.assign(this, { tracks: [...tracks], index });
        this.#rest = rest;
    }

    get current() { return this.tracks[this.index] ?? null; }
    get hasPrevious() { return this.index > 0; }

    /** Puts a track behind the present one, or at the end. */
    add(track, { isNext = false } = {}) {
        if (isNext) this.tracks.splice(this.index + 1, 0, track);
        else this.tracks.push(track);
    }

    remove(index) {
        if (index <= this.index) return;
        this.tracks.splice(index, 1);
    }

    /** The track that follows, loading more of the list where it ends; null at its end. */
    async following() {
        while (this.index + 1 >= this.tracks.length && !this.#rest.isAtEnd) await this.#load();
        return this.tracks[this.index + 1] ?? null;
    }

    advance() { this.index = Math.min(this.index + 1, this.tracks.length - 1); }
    back() { this.index = Math.max(0, this.index - 1); }

    /** One page at a time, however many wait for it. */
    #load() {
        return this.#loading ??= this.#page().finally(() => { this.#loading = null; });
    }

    async #page() {
        const page = await this.#rest.next();
        this.tracks.push(...page.filter(track => track.state === "ready"));
    }
}
