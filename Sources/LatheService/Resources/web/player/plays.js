import { request } from "../api.js";

const most = 100;

/** Notes what is listened to and for how long, and tells the server in batches. */
export class Plays {
    #done = [];
    #current = null;
    #position = 0;

    constructor() {
        setInterval(() => this.#send(), 30_000);
        // The last chance: a page that is hidden may never be shown again. sendBeacon could not send the token.
        addEventListener("pagehide", () => { this.end(); this.#send(); });
        document.addEventListener("visibilitychange", () => { if (document.hidden) this.#send(); });
    }

    begin(trackId, rendition) {
        this.end();
        this.#current = { trackId, startedAt: new Date().toISOString(), seconds: 0, rendition };
        this.#position = 0;
    }

    /** Counts what was heard, not what was skipped. */
    heard(position) {
        const step = position - this.#position;
        this.#position = position;
        if (this.#current && step > 0 && step < 2) this.#current.seconds += step;
    }

    end() {
        const seconds = Math.round(this.#current?.seconds ?? 0);
        if (seconds >= 1) this.#done.push({ ...this.#current, seconds });
        this.#current = null;
        if (this.#done.length >= 10) this.#send();
    }

    async #send() {
        const plays = this.#done.splice(0, most);
        if (!plays.length) return;
        try {
            await request("POST", "plays", { body: { plays }, keepalive: true });
        } catch (error) {
            // Kept for the next time, but not without end; what the server refuses it will refuse again.
            const passes = error.status === 0 || error.status === 429 || error.status >= 500;
            if (passes) this.#done = [...plays, ...this.#done].slice(-most);
        }
    }
}
