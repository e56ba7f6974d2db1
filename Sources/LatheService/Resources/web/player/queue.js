/** What is played in which order; more may follow from `more()`, a list's next page. A value without any effects. */
export class Queue {
    tracks = [];
    index = -1;
    #more = async () => [];

    get current() { return this.tracks[this.index] ?? null; }
    get hasPrevious() { return this.index > 0; }

    replace(tracks, index, more = async () => []) {
        this.tracks = [...tracks];
        this.index = index;
        this.#more = more;
    }

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
        while (this.index + 1 >= this.tracks.length) {
            const others = await this.#more();
            if (!others.length) return null;
            this.tracks.push(...others.filter(track => track.state === "ready"));
        }
        return this.tracks[this.index + 1];
    }

    advance() { this.index = Math.min(this.index + 1, this.tracks.length - 1); }
    back() { this.index = Math.max(0, this.index - 1); }
}
