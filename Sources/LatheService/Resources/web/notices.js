import { element, iconButton } from "./element.js";

const area = () => document.getElementById("notices");

/** Says something where screen readers hear it, too. Errors stay until they are closed. */
export function say(text, { isError = false, remedy = "" } = {}) {
    const close = () => notice.remove();
    const notice = element("div", { class: isError ? "notice error" : "notice", role: isError ? "alert" : null },
        element("p", {}, text, remedy && element("span", { class: "remedy" }, ` ${remedy}`)),
        iconButton("close", "Close this message", close));
    for (const old of [...area().children].slice(0, -2)) old.remove();
    area().append(notice);
    if (!isError) setTimeout(close, 6000);
    return close;
}

/** Says something only to those who listen to the page: whoever sees it sees it elsewhere. */
export function announce(text) { document.getElementById("spoken").textContent = text; }

/** Says what failed and what helps. Silent for what was ended on purpose. */
export function sayProblem(error) {
    if (error.name === "AbortError" || error.status === 401) return;
    if (error.status === undefined) console.error(error);
    say(error.message, { isError: true, remedy: error.remedy });
}

/** A listener that says what fails in `action`; a button is off while it runs. */
export function attempt(action) {
    return async event => {
        const button = event?.currentTarget;
        if (button?.tagName === "BUTTON") button.disabled = true;
        try {
            await action(event);
        } catch (error) {
            sayProblem(error);
        } finally {
            if (button?.tagName === "BUTTON") button.disabled = false;
        }
    };
}
