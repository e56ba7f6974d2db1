import { pause } from "./events.js";
import { Problem, randomKey, request, resolve } from "./api.js";
import { forgetTicket, rememberTicket, ticketOf } from "./upload-tickets.js";
import { titleOf } from "./words.js";

const chunk = 8 * 1024 * 1024;
const signedAtOnce = 8;
const version = { "Tus-Resumable": "1.0.0" };

/**
 * One master on its way, in chunks of tus 1.0 or in parts that a store takes: after a cut, or when the same file is
 * chosen again after a reload, it goes on where the server says it stopped. States: waiting, sending, cut, sent, done,
 * failed, cancelled.
 */
export class Upload extends EventTarget {
    state = "waiting";
    sent = 0;
    problem = null;
    #end = new AbortController();
    #key = randomKey();

    /** `register` gets the trackUrl and a key of idempotency, and makes or changes the track. */
    constructor(file, album, { issue, register } = {}) {
        super();
        Object.assign(this, { file, album, title: titleOf(file.name), track: null });
        this.issue = issue ?? (body => request("POST", "uploads", { body, signal: this.#end.signal }));
        this.register = register ?? ((trackUrl, key) => request("POST", "tracks", {
            body: { albumId: album.id, title: this.title, trackUrl }, headers: { "Idempotency-Key": key },
        }));
    }

    cancel() {
        const ticket = ticketOf(this);
        this.#end.abort();
        forgetTicket(this);
        this.#become("cancelled");
        // Else its bytes count until it expires, which they do in any case.
        if (ticket?.protocol === "tus") {
            fetch(resolve(ticket.uploadUrl), { method: "DELETE", headers: version }).catch(() => {});
        }
    }

    /** Never throws: the state says how it ended. */
    async run() {
        try {
            const ticket = await this.#send();
            this.#become("sent");
            this.track = await this.#retried(() => this.register(ticket.trackUrl, this.#key));
            forgetTicket(this);
            this.#become("done");
        } catch (problem) {
            if (this.state === "cancelled") return;
            this.problem = problem;
            if (problem.isWorthAnotherTry === false) forgetTicket(this);
            this.#become("failed");
        }
    }

    async #send() {
        for (;;) {
            const ticket = ticketOf(this) ?? await this.#retried(() => this.#newTicket());
            const way = ticket.protocol === "tus" ? this.#inChunks : ticket.multipart ? this.#inParts : this.#whole;
            if (await way.call(this, ticket)) return ticket;
            // The server knows this upload no more: begin again with another.
            forgetTicket(this);
        }
    }

    async #newTicket() {
        const { name, size, type } = this.file;
        const ticket = await this.issue({ filename: name.slice(-300), bytes: size, contentType: type || undefined });
        if (size > ticket.maxBytes) throw new Problem(413, { title: "The file is larger than the server takes." });
        rememberTicket(this, ticket);
        return ticket;
    }

    /** False where the server does not know the upload. */
    async #inChunks(ticket) {
        const url = resolve(ticket.uploadUrl);
        let offset = await this.#offset(url);
        while (offset !== null && offset < this.file.size) {
            const headers = {
                ...version, "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream",
            };
            const body = this.file.slice(offset, offset + chunk);
            const send = () => this.#exchange("PATCH", url, headers, body, offset);
            const answer = await this.#retried(send, { isResumable: true });
            // Whatever a cut left undone, only the server knows how far it came.
            offset = Number(answer?.getResponseHeader("Upload-Offset")) || await this.#offset(url);
        }
        return offset !== null;
    }

    async #offset(url) {
        const answer = await this.#retried(() => this.#exchange("HEAD", url, version));
        if ([404, 410].includes(answer.status)) return null;
        const offset = Number(answer.getResponseHeader("Upload-Offset"));
        this.#progress(offset);
        return offset;
    }

    /** Past the server, which signs parts and knows what the store has. False where it does not know the upload. */
    async #inParts({ uploadId, multipart: { partBytes, partCount } }) {
        const ask = (method, what, body) => this.#retried(
            () => request(method, `uploads/${uploadId}/${what}`, { body, signal: this.#end.signal }));
        try {
            for (;;) {
                const { parts } = await ask("GET", "parts");
                const came = new Set(parts.map(part => part.number));
                const missing = Array.from({ length: partCount }, (_, index) => index + 1).filter(n => !came.has(n));
                if (!missing.length) break;
                let sent = parts.reduce((sum, part) => sum + part.bytes, 0);
                for (const part of (await ask("POST", "parts", { numbers: missing.slice(0, signedAtOnce) })).parts) {
                    const start = (part.number - 1) * partBytes;
                    const body = this.file.slice(start, start + part.bytes);
                    const send = () => this.#exchange(part.method, part.uploadUrl, part.headers, body, sent);
                    // Whatever a cut left undone, only the store knows what it has.
                    if (!await this.#retried(send, { isResumable: true })) break;
                    sent += part.bytes;
                }
            }
            await ask("POST", "complete");
            return true;
        } catch (problem) {
            if ([404, 410].includes(problem.status)) return false;
            throw problem;
        }
    }

    async #whole(ticket) {
        const url = resolve(ticket.uploadUrl);
        try {
            await this.#retried(() => this.#exchange(ticket.method, url, ticket.headers, this.file));
        } catch (problem) {
            // It is there already: the answer to an earlier attempt was lost.
            if (problem.status !== 412) throw problem;
        }
        return true;
    }

    /** Tries until it works, later and later, while what fails is the network or the server and not the request. */
    async #retried(action, { isResumable = false } = {}) {
        for (let delay = 1000; ; delay = Math.min(delay * 2, 30_000)) {
            try {
                return await action();
            } catch (error) {
                const { status, retryAfter } = error;
                // 423: the server has not noticed yet that the connection before was cut.
                const passes = [0, 423, 429].includes(status) || status >= 500 && status !== 507;
                if (isResumable && [404, 409, 410, 460].includes(status)) return null;
                if (!passes || this.#end.signal.aborted) throw error;
                this.problem = error;
                this.#become("cut");
                await Promise.race([pause(retryAfter ? retryAfter * 1000 : delay, this.#end.signal), online()]);
                this.#end.signal.throwIfAborted();
                if (isResumable) return null;
            }
        }
    }

    /** XMLHttpRequest, since fetch does not say how much of a body has gone. */
    #exchange(method, url, headers, body = null, offset = 0) {
        const { promise, resolve: succeed, reject } = Promise.withResolvers();
        const exchange = new XMLHttpRequest();
        exchange.open(method, url);
        for (const [name, value] of Object.entries(headers)) {
            // The browser's own to say.
            if (name.toLowerCase() !== "content-length") exchange.setRequestHeader(name, value);
        }
        exchange.upload.onprogress = event => this.#progress(offset + event.loaded);
        exchange.onerror = () => reject(new Problem(0, { title: "The connection was cut." }));
        exchange.onload = () => {
            const isFine = exchange.status < 300 || method === "HEAD" && [404, 410].includes(exchange.status);
            isFine ? succeed(exchange) : reject(problemOf(exchange));
        };
        const stop = () => { exchange.abort(); reject(this.#end.signal.reason); };
        this.#end.signal.addEventListener("abort", stop, { once: true });
        exchange.send(body);
        return promise.finally(() => this.#end.signal.removeEventListener("abort", stop));
    }

    #progress(sent) {
        this.sent = Math.min(sent, this.file.size);
        this.#become("sending");
    }

    #become(state) {
        if (this.state === "cancelled") return;
        this.state = state;
        this.dispatchEvent(new Event("change"));
    }
}

function problemOf(exchange) {
    let details = {};
    try {
        details = JSON.parse(exchange.responseText);
    } catch {
        // S3 says it in XML; the status must do.
    }
    return new Problem(exchange.status, details, Number(exchange.getResponseHeader("Retry-After")) || null);
}

const online = () => new Promise(resolve => addEventListener("online", resolve, { once: true }));
