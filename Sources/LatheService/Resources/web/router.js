import { element } from "./element.js";
import { problemView } from "./views/problem.js";

const routes = [];
let visit = new AbortController();
let routing = new AbortController();

/** Shows what `view` gives under addresses like `#/artists/:id`. A view gets its parameters and a signal of its end. */
export function route(pattern, view) {
    routes.push({ parts: pattern.split("/"), view });
}

export const go = path => { location.hash = `#/${path}`; };

/** Shows the present address again, from the server. */
export const reload = () => show(document.getElementById("main"));

export function startRouting() {
    routing = new AbortController();
    addEventListener("hashchange", event => {
        // A skip link is no change of view.
        if (location.hash === "#main") return history.replaceState(null, "", new URL(event.oldURL).hash || "#/albums");
        reload();
    }, { signal: routing.signal });
    return reload();
}

/** Shows nothing more, not even what is on its way. */
export function stopRouting() {
    routing.abort();
    visit.abort();
}

function match(path) {
    const parts = path.split("/");
    for (const { parts: pattern, view } of routes) {
        if (pattern.length !== parts.length) continue;
        const parameters = {};
        const fits = pattern.every((part, index) => {
            if (!part.startsWith(":")) return part === parts[index];
            parameters[part.slice(1)] = parts[index];
            // Identifiers need no decoding; what does is none.
            return /^[\w-]+$/.test(parts[index]);
        });
        if (fits) return { view, parameters };
    }
    return null;
}

async function show(main) {
    visit.abort();
    const { signal } = visit = new AbortController();
    const [path, search = ""] = location.hash.replace(/^#\/?/, "").split("?");
    markCurrent(path);
    main.setAttribute("aria-busy", "true");
    const found = match(path || "albums");
    let nodes;
    try {
        if (!found) nodes = problemView({ status: 404, message: "There is no such page.", remedy: "Choose one above." });
        else nodes = await found.view({ ...found.parameters, query: new URLSearchParams(search), signal });
    } catch (error) {
        if (signal.aborted) return;
        nodes = problemView(error, reload);
    }
    if (signal.aborted) return;
    main.replaceChildren(...[nodes].flat());
    main.removeAttribute("aria-busy");
    arrive(main);
}

function arrive(main) {
    const heading = main.querySelector("h1");
    document.title = heading ? `${heading.textContent} – Lathe` : "Lathe";
    scrollTo(0, 0);
    // Readers of screens hear where they are; a field that is being typed into keeps the focus.
    if (document.activeElement?.matches("input, textarea")) return;
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
}

function markCurrent(path) {
    const section = path.split("/")[0] || "albums";
    for (const link of document.querySelectorAll(".top a")) {
        const isHere = link.getAttribute("href") === `#/${section}` && !link.matches(".brand");
        if (isHere) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
    }
}

export const link = (path, text, properties = {}) => element("a", { href: `#/${path}`, ...properties }, text);
