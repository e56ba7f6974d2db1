import { token } from "./session.js";
import { sentence } from "./words.js";

/** Beside the page's folder, so that it also works behind a proxy that serves it under a prefix. */
const root = new URL("../api/v1/", document.baseURI);
const versions = new Map();
const mostVersions = 1000;

/** What a request failed with: RFC 9457 problem details, or no answer at all (status 0). */
export class Problem extends Error {
    constructor(status, details = {}, retryAfter = null) {
        super(sentence(details.detail ?? details.title ?? `The server answered with status ${status}`));
        Object.assign(this, { status, pointer: details.pointer ?? null, retryAfter });
    }

    static unreachable() { return new Problem(0, { title: "The server cannot be reached." }); }

    static async of(answer) {
        const isJSON = /json/.test(answer.headers.get("Content-Type") ?? "");
        const details = isJSON ? await answer.json().catch(() => ({})) : {};
        return new Problem(answer.status, details, Number(answer.headers.get("Retry-After")) || null);
    }

    /** False where the same request will be refused again. */
    get isWorthAnotherTry() { return ![403, 413, 415, 422].includes(this.status); }

    /** What the reader can do about it. */
    get remedy() {
        const remedies = {
            0: "Check the connection, then try again.",
            403: "Ask an administrator for the role that may.",
            404: "It may have been deleted. Go back and choose another.",
            410: "It was deleted.",
            412: "Somebody changed it meanwhile: look at it again, then repeat your change.",
            429: `Wait ${this.retryAfter ? `${this.retryAfter} s` : "a moment"}, then try again.`,
            507: "Ask whoever runs the server for more room.",
        };
        return remedies[this.status] ?? (this.status >= 500 ? "Try again in a moment." : "");
    }
}

/** Called when the server does not accept the token any more. */
let onSignedOut = () => {};
export const whenSignedOut = action => { onSignedOut = action; };

/** Where a URL of an answer points to. */
export const resolve = url => new URL(url, root).href;

/**
 * One request with the token in a header, never in the URL. Gives the answer's JSON, or null where it has none.
 * A change carries the version (ETag) that was read last, so nobody's work is overwritten unseen: 412 instead.
 * Throws Problem; AbortError where `signal` ended it.
 */
export async function request(method, path, options = {}) {
    const answer = await send(method, path, options);
    if (answer.status === 401) onSignedOut();
    if (!answer.ok) {
        versions.delete(options.basedOn ?? path);
        throw await Problem.of(answer);
    }
    remember(path, answer.headers.get("ETag"), options);
    return answer.status === 204 || answer.status === 202 ? null : await answer.json();
}

/** A request whose answer is read by the caller. */
export async function send(method, path, { query = {}, body, headers = {}, signal, keepalive, basedOn } = {}) {
    const url = new URL(path, root);
    for (const [name, value] of Object.entries(query)) {
        if (value !== null && value !== undefined) url.searchParams.set(name, value);
    }
    const all = { Authorization: `Bearer ${token()}` };
    if (body !== undefined) all["Content-Type"] = "application/json";
    const version = versions.get(basedOn ?? path);
    if (version && !["GET", "POST"].includes(method)) all["If-Match"] = version;
    Object.assign(all, headers);
    try {
        return await fetch(url, { method, headers: all, body: body && JSON.stringify(body), signal, keepalive });
    } catch (error) {
        if (error.name === "AbortError") throw error;
        throw Problem.unreachable();
    }
}

function remember(path, version, { basedOn }) {
    if (!version) return;
    versions.delete(basedOn ?? path);
    versions.set(basedOn ?? path, version);
    if (versions.size > mostVersions) versions.delete(versions.keys().next().value);
}

export const get = (path, options) => request("GET", path, options);

/** For Idempotency-Key. crypto.randomUUID would need HTTPS. */
export function randomKey() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
}
