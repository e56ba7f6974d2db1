const key = "lathe.uploads";
const most = 50;

/** What makes a file that is chosen again the same one. */
const nameOf = ({ file, album }) => [album.id, file.name, file.size, file.lastModified].join("\n");

function read() {
    let tickets = {};
    try {
        tickets = JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
        // Somebody else's text under our key: begin anew.
    }
    const soon = Date.now() + 10_000;
    return Object.fromEntries(Object.entries(tickets).filter(([, { expiresAt }]) => Date.parse(expiresAt) > soon));
}

function write(tickets) {
    try {
        localStorage.setItem(key, JSON.stringify(Object.fromEntries(Object.entries(tickets).slice(-most))));
    } catch {
        // Full or forbidden: the upload works, it only cannot go on after a reload.
    }
}

/** The place that an upload of this file into this album was given before, if it is still good. */
export const ticketOf = upload => read()[nameOf(upload)] ?? null;

export const rememberTicket = (upload, ticket) => write({ ...read(), [nameOf(upload)]: ticket });

export function forgetTicket(upload) {
    const { [nameOf(upload)]: gone, ...others } = read();
    if (gone) write(others);
}

/** The files whose upload into an album was cut by the end of the page. */
export function unfinished(albumID) {
    const names = Object.keys(read()).map(name => name.split("\n"));
    return names.filter(([album]) => album === albumID).map(([, file]) => file);
}
