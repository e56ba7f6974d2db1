import { element } from "../element.js";
import { pagedList } from "../list.js";
import { link, reload } from "../router.js";
import { changeButton, deleteButton, makeButton } from "./changes.js";

const row = user => element("li", { class: "job" },
    element("span", { class: "badge" }, user.role),
    element("span", { class: "names" }, element("span", { class: "title" }, user.name),
        element("span", { class: "by" }, user.subject)),
    element("div", { class: "actions" }, changeButton("users", user),
        deleteButton("users", user, { text: "Their music stays. Tokens that they have are good until they end." })));

/** Who is known here by name. Whoever has a token may come without: what it says of its role counts. */
export default async function usersView({ signal }) {
    const empty = element("p", {}, "Nobody is known by name. Whoever has a token may come in all the same.");
    const users = await pagedList("users", { signal, render: row, empty });
    return [
        element("p", { class: "up" }, link("account", "Account")),
        element("div", { class: "head" }, element("h1", {}, "Users"), makeButton("users", "New user", {}, reload)),
        users.node,
    ];
}
