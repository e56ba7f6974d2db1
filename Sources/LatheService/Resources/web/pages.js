import { get } from "./api.js";

/** A list of the server, page by page. A page that could not be fetched is asked for again by the next call. */
export class Pages {
    isAtEnd = false;
    #path;
    #query;
    #signal;
    #cursor = null;

    constructor(path, { query = {}, signal } = {}) {
        [this.#path, this.#query, this.#signal] = [path, query, signal];
    }

    /** The next page's items; none behind the last. To be called again once it has answered. */
    async next() {
        if (this.isAtEnd) return [];
        const query = { ...this.#query, cursor: this.#cursor };
        const page = await get(this.#path, { query, signal: this.#signal });
        this.#cursor = page.next ?? null;
        this.isAtEnd = this.#cursor === null;
        return page.items;
    }

    /** What is still to come, for somebody else: no signal ends it, and it takes no page away from this one. */
    rest() {
        const rest = new Pages(this.#path, { query: this.#query });
        [rest.#cursor, rest.isAtEnd] = [this.#cursor, this.isAtEnd];
        return rest;
    }

    async *[Symbol.asyncIterator]() {
        while (!this.isAtEnd) yield await this.next();
    }
}
