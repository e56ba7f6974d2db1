const key = "lathe.token";

/** Who is signed in: {subject, role, name, expiresAt}, as GET /users/me says. */
export let me = null;
export const signedInAs = user => { me = user; };
export const isAdmin = () => me?.role === "admin";
export const mayUpload = () => me?.role === "artist" || me?.role === "admin";

export const token = () => sessionStorage.getItem(key) ?? localStorage.getItem(key);
export const staysSignedIn = () => localStorage.getItem(key) !== null;

/** Keeps the token until the tab is closed, or on this device until its end. */
export function keep(value, stays) {
    const [into, outOf] = stays ? [localStorage, sessionStorage] : [sessionStorage, localStorage];
    into.setItem(key, value);
    outOf.removeItem(key);
}

export function forget() {
    sessionStorage.removeItem(key);
    localStorage.removeItem(key);
    me = null;
}

/**
 * Takes the token of a sign-in link (#token=…) and clears the address bar at once, so that the token is neither in the
 * history nor in a bookmark nor on a shared screen. True where there was one.
 */
export function takeTokenFromAddress() {
    const found = /^#token=([\w.~+/=-]+)$/.exec(location.hash);
    if (!found) return false;
    history.replaceState(null, "", location.pathname + location.search);
    keep(found[1], staysSignedIn());
    return true;
}
