import { element } from "../element.js";
import { keep } from "../session.js";

/** Asks for a token; `enter` is called when one has been kept. */
export function signInView(message, enter) {
    const token = element("input", {
        id: "token", type: "password", required: true, autocomplete: "current-password", spellcheck: "false",
        "aria-describedby": "token-hint",
    });
    const stay = element("input", { id: "stay", type: "checkbox" });
    const form = element("form", {
        class: "sign-in",
        onsubmit: event => {
            event.preventDefault();
            keep(token.value.trim(), stay.checked);
            enter();
        },
    },
        element("h1", {}, "Sign in"),
        message && element("p", { class: "failure", role: "alert" }, message),
        element("div", { class: "field" }, element("label", { for: "token" }, "Token"), token,
            element("small", { id: "token-hint" },
                "The server prints a sign-in link when it starts; ", element("code", {}, "lathe token"),
                " makes another.")),
        element("div", { class: "field check" },
            element("label", { for: "stay" }, "Stay signed in on this device"), stay),
        element("button", { class: "primary" }, "Sign in"));
    return form;
}
