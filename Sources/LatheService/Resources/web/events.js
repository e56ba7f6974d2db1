import { Problem, send } from "./api.js";

/** How long a connection may be silent before it counts as dead; servers send comments more often. */
const longestSilence = 60_000;

/**
 * Server-sent events, read with fetch, since EventSource cannot send the token in a header. Goes on after a cut where
 * it stopped (Last-Event-ID), later and later while the server cannot be reached.
 */
export class EventStream extends EventTarget {
    isOpen = false;
    #lastID = null;
    #delay = 1000;

    async run(signal) {
        while (!signal.aborted) {
            try {
                await this.#read(signal);
            } catch (error) {
                // Without the right to listen, views ask for what they show instead.
                if ([401, 403, 404].includes(error.status)) return this.#opened(false);
            }
            this.#opened(false);
            await pause(this.#delay * (0.5 + Math.random()), signal);
            this.#delay = Math.min(this.#delay * 2, 30_000);
        }
    }

    async #read(signal) {
        const silence = new AbortController();
        let timer = 0;
        const listen = () => {
            clearTimeout(timer);
            timer = setTimeout(() => silence.abort(), longestSilence);
        };
        listen();
        try {
            const headers = { Accept: "text/event-stream", ...this.#lastID && { "Last-Event-ID": this.#lastID } };
            const answer = await send("GET", "events", { headers, signal: AbortSignal.any([signal, silence.signal]) });
            if (!answer.ok) throw await Problem.of(answer);
            this.#opened(true);
            const text = answer.body.pipeThrough(new TextDecoderStream());
            for await (const event of parse(text, listen)) this.#pass(event);
        } finally {
            clearTimeout(timer);
        }
    }

    #pass({ id, retry, type, data }) {
        this.#delay = retry ?? 1000;
        this.#lastID = id ?? this.#lastID;
        if (data === null) return;
        let detail;
        try {
            detail = JSON.parse(data);
        } catch {
            return;
        }
        this.dispatchEvent(new CustomEvent("news", { detail: { topic: type, ...detail } }));
    }

    #opened(isOpen) {
        if (this.isOpen === isOpen) return;
        this.isOpen = isOpen;
        this.dispatchEvent(new Event(isOpen ? "open" : "cut"));
    }
}

/** The events of a stream of text (HTML Living Standard §9.2.6). */
async function* parse(stream, listen) {
    const empty = () => ({ id: null, retry: null, type: "message", data: null });
    let [rest, event] = ["", empty()];
    const reader = stream.getReader();
    for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        listen();
        const lines = (rest + value).split(/\r\n|\n|\r(?!$)/);
        rest = lines.pop();
        for (const line of lines) {
            if (line === "") { yield event; event = empty(); } else field(line, event);
        }
    }
}

function field(line, event) {
    const [, name, value] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (name === "data") event.data = event.data === null ? value ?? "" : `${event.data}\n${value ?? ""}`;
    if (name === "event") event.type = value ?? "message";
    if (name === "id") event.id = value ?? "";
    if (name === "retry" && /^\d+$/.test(value)) event.retry = Number(value);
}

export function pause(milliseconds, signal) {
    return new Promise(resolve => {
        const timer = setTimeout(resolve, milliseconds);
        signal?.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
    });
}
