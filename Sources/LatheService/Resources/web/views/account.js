import { element } from "../element.js";
import { link } from "../router.js";
import { forget, isAdmin, keep, me, staysSignedIn, token } from "../session.js";
import { moment } from "../words.js";
import { showShortcuts } from "./shortcuts.js";

export default function accountView() {
    const stay = element("input", {
        id: "stay", type: "checkbox", role: "switch", checked: staysSignedIn(),
        onchange: () => keep(token(), stay.checked),
    });
    const leave = () => {
        forget();
        location.hash = "";
        location.reload();
    };
    return [
        element("h1", {}, "Account"),
        element("dl", {},
            element("dt", {}, "Signed in as"), element("dd", {}, me.name ?? me.subject),
            element("dt", {}, "Role"), element("dd", {}, me.role),
            element("dt", {}, "Until"), element("dd", {}, moment(me.expiresAt))),
        element("div", { class: "field check" },
            element("label", { for: "stay" }, "Stay signed in on this device"), stay),
        themes(),
        isAdmin() && element("p", {}, link("users", "Users and their roles")),
        element("div", { class: "actions start" },
            element("button", { type: "button", onclick: showShortcuts }, "Keyboard shortcuts"),
            element("button", { type: "button", onclick: leave }, "Sign out")),
    ].filter(Boolean);
}

function themes() {
    const names = { system: "As the device", light: "Light", dark: "Dark" };
    return element("fieldset", {}, element("legend", {}, "Colours"), Object.entries(names).map(([name, label]) =>
        element("label", {}, element("input", {
            type: "radio", name: "theme", value: name, checked: window.theme.current === name,
            onchange: () => window.theme.choose(name),
        }), label)));
}
