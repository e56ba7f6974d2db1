import { element } from "../element.js";

/** What could not be shown, why, and what helps. */
export function problemView(error, again) {
    if (error.status === undefined && error instanceof Error) console.error(error);
    return [
        element("h1", {}, error.status === 404 ? "Not found" : "That did not work"),
        element("p", { role: "alert" }, [error.message, error.remedy].filter(Boolean).join(" ")),
        again && element("p", {}, element("button", { type: "button", onclick: again }, "Try again")),
    ].filter(Boolean);
}
