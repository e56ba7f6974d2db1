import { element } from "./element.js";
import { sentence } from "./words.js";

/** What helps where the server does not say: by the code of a failure. */
const remedies = {
    masterRejected: "Export the master again, then replace it.",
    cancelled: "Replace the master, or have the job tried again.",
    crashed: "Export the master again with another program, then replace it.",
};

/** Why something could not be made, and what helps. */
export function failureNotice({ code, message, remedy }, { before = "", withCode = false } = {}) {
    const helps = remedy ?? remedies[code];
    return element("div", { class: "notice error", role: "alert" }, element("p", {},
        before && `${before} `, sentence(message), helps && element("span", { class: "remedy" }, ` ${helps}`),
        withCode && element("code", { class: "code" }, ` ${code}`)));
}
