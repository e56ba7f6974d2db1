import { Deck } from "./deck.js";

const told = ["play", "pause", "ended", "waiting", "playing", "timeupdate", "error"];

/** Two decks that take turns: one is heard, the other is the spare. */
export class Decks {
    #decks;

    constructor(output) { this.#decks = [new Deck(output), new Deck(output)]; }

    get first() { return this.#decks[0]; }

    spareFor(deck) { return this.#decks.find(other => other !== deck); }

    unload() { for (const deck of this.#decks) deck.unload(); }

    /** Calls `action` with the name of whatever an element tells, and its deck. */
    listen(action) {
        for (const deck of this.#decks) {
            for (const name of told) deck.element.addEventListener(name, () => action(name, deck));
        }
    }
}
