import { get, request } from "../api.js";
import { ask } from "../dialogs.js";
import { element } from "../element.js";
import { attempt, say } from "../notices.js";
import { go, reload } from "../router.js";

const name = (value, label = "Name") => ({ name: "name", label, value, required: true, maxlength: 300 });
const title = value => ({ name: "title", label: "Title", value, required: true, maxlength: 300 });
const release = value => ({ name: "releasedOn", label: "Released on", type: "date", value, hint: "May be left open." });
const subject = { name: "subject", label: "Subject", required: true, maxlength: 200,
    hint: "What a token calls them: lathe token --subject …" };
const roles = ["listener", "artist", "admin", "worker"];
const role = value => ({ name: "role", label: "Role", options: roles, value });
const open = value => ({ name: "isPublic", label: "Others may see it", type: "checkbox", value });

/** What can be made and changed, field by field, and how its kind is called. */
const kinds = {
    artists: { noun: "artist", fields: artist => [name(artist?.name)] },
    albums: { noun: "album", fields: album => [title(album?.title), release(album?.releasedOn)] },
    tracks: { noun: "track", fields: track => [title(track?.title)] },
    users: { noun: "user", fields: user => [...user ? [] : [subject], name(user?.name), role(user?.role)] },
    playlists: { noun: "playlist", fields: playlist => [name(playlist?.name), open(playlist?.isPublic)] },
};

/** Empty dates are sent as null, for the API knows no empty date. */
const asBody = values => ({ ...values, ...values.releasedOn === "" && { releasedOn: null } });

/** A button that asks for a new thing of a kind, makes it and goes there. `more` is sent with it. */
export function makeButton(kind, label, more = {}, then = made => go(`${kind}/${made.id}`)) {
    const { noun, fields } = kinds[kind];
    return element("button", { type: "button", class: "primary", onclick: async () => {
        const made = await ask({
            title: `New ${noun}`, action: "Create", fields: fields(),
            submit: values => request("POST", kind, { body: { ...asBody(values), ...more } }),
        });
        if (made) then(made);
    } }, label);
}

export function changeButton(kind, thing, label = "Edit") {
    const { noun, fields } = kinds[kind];
    const path = `${kind}/${thing.id}`;
    const submit = async values => {
        try {
            return await request("PATCH", path, { body: asBody(values) });
        } catch (error) {
            // The next attempt is based on what is there now.
            if (error.status === 412) await get(path);
            throw error;
        }
    };
    return element("button", { type: "button", onclick: async () => {
        if (await ask({ title: `Edit the ${noun}`, action: "Save", fields: fields(thing), submit })) reload();
    } }, label);
}

export function deleteButton(kind, thing, { text, then }) {
    const { noun } = kinds[kind];
    return element("button", { type: "button", class: "quiet-danger", onclick: attempt(async () => {
        const gone = await ask({
            title: `Delete the ${noun} “${thing.name ?? thing.title}”?`, text, action: "Delete", isDanger: true,
            submit: () => request("DELETE", `${kind}/${thing.id}`),
        });
        if (!gone) return;
        say(`The ${noun} “${thing.name ?? thing.title}” was deleted.`);
        then ? go(then) : reload();
    }) }, "Delete");
}
