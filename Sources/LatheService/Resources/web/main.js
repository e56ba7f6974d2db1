import { get, Problem, whenSignedOut } from "./api.js";
import { sayProblem } from "./notices.js";
import { go, route, startRouting, stopRouting } from "./router.js";
import { forget, isAdmin, signedInAs, takeTokenFromAddress, token } from "./session.js";
import { problemView } from "./views/problem.js";
import { signInView } from "./views/sign-in.js";

/** The modules of the views; each is fetched when it is first shown, and gets a promise of the player. */
const views = {
    albums: "albums", "albums/:id": "album", artists: "artists", "artists/:id": "artist", "tracks/:id": "track",
    playlists: "playlists", "playlists/:id": "playlist", search: "search", queue: "up-next",
    jobs: "jobs", "jobs/:id": "job", account: "account", users: "users",
};
const main = document.getElementById("main");
let session = null;
let player = null;

async function enter() {
    if (token() === null) return leave("");
    try {
        signedInAs(await get("users/me"));
    } catch (error) {
        if (error.status !== 401) main.replaceChildren(...problemView(error, enter));
        return;
    }
    session = new AbortController();
    showControls(true);
    main.replaceChildren();
    for (const [pattern, name] of Object.entries(views)) {
        route(pattern, async visit => (await module(name)).default({ ...visit, player: loadPlayer() }));
    }
    listenToSearch(document.querySelector("[role=search]"));
    await startRouting();
    // What the first view does not need comes after it.
    const { listenToNews } = await import("./watch.js");
    if (session) listenToNews(session.signal);
    await loadPlayer();
}

const failures = {};

/** A view's module; where it cannot be fetched, that is a problem of the network and no mistake of ours. */
const module = name => import(`./views/${name}.js${failures[name] ? `?${failures[name]}` : ""}`).catch(error => {
    // Browsers may keep in mind that an address gave nothing (HTML §8.1.3.9, the module map): it gets another one.
    failures[name] = (failures[name] ?? 0) + 1;
    throw error instanceof TypeError ? Problem.unreachable() : error;
});

const loadPlayer = () => player ??= import("./player/start.js").then(
    ({ startPlayer }) => startPlayer(document.getElementById("player")));

/** Back to the sign-in view. What has been shown to somebody goes with the page that is loaded next. */
function leave(message) {
    const wasIn = session !== null;
    session?.abort();
    session = null;
    stopRouting();
    player?.then(player => player.leave());
    forget();
    showControls(false);
    main.removeAttribute("aria-busy");
    main.replaceChildren(signInView(message, () => wasIn ? location.reload() : enter().catch(sayProblem)));
    document.title = "Sign in – Lathe";
    document.getElementById("token").focus();
}

function showControls(isSignedIn) {
    for (const node of document.querySelectorAll(".top nav, .top form, .top .account")) node.hidden = !isSignedIn;
    for (const node of document.querySelectorAll("[data-role=admin]")) node.hidden = !isSignedIn || !isAdmin();
}

/** Searches as one types, a moment after the last key. */
function listenToSearch(form) {
    const field = form.elements.q;
    let timer = 0;
    const search = () => {
        clearTimeout(timer);
        if (field.value.trim()) go(`search?${new URLSearchParams({ q: field.value.trim() })}`);
    };
    form.addEventListener("submit", event => { event.preventDefault(); search(); });
    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 250); });
}

// A sign-in link that is opened where somebody is signed in already.
addEventListener("hashchange", event => {
    if (!takeTokenFromAddress()) return;
    event.stopImmediatePropagation();
    location.reload();
});
whenSignedOut(() => leave("You were signed out: the token is not valid, or no longer. Sign in again with another."));
takeTokenFromAddress();
enter().catch(sayProblem);
