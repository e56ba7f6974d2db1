import { element } from "./element.js";

/**
 * Asks for values in a dialogue. Fields: {name, label, type, value, hint, required, maxlength}, or {name, label,
 * options, value} with the values to choose from. `submit` gets the values; what it throws is said inside and the dialogue stays open. Resolves with what `submit` gave, or null.
 */
export function ask({ title, text, fields = [], action, isDanger = false, submit }) {
    const inputs = new Map(fields.map(field => [field.name, input(field)]));
    const failure = element("p", { class: "failure", role: "alert" });
    const send = element("button", { class: isDanger ? "danger" : "primary" }, action);
    const cancel = element("button", { type: "button", onclick: () => dialog.close() }, "Cancel");
    const form = element("form", { method: "dialog" },
        element("h2", { id: "dialog-title" }, title), text && element("p", {}, text),
        fields.map(field => labelled(field, inputs.get(field.name))), failure,
        element("div", { class: "actions" }, cancel, send));
    const dialog = element("dialog", { "aria-labelledby": "dialog-title" }, form);
    return new Promise(resolve => {
        let result = null;
        form.addEventListener("submit", async event => {
            event.preventDefault();
            send.disabled = true;
            failure.textContent = "";
            try {
                result = await submit(values(inputs));
                dialog.close();
            } catch (error) {
                failure.textContent = [error.message, error.remedy].filter(Boolean).join(" ");
                mark(inputs, error.pointer);
            }
            send.disabled = false;
        });
        dialog.addEventListener("close", () => { dialog.remove(); resolve(result); });
        open(dialog);
    });
}

/** Shows a dialogue; the browser keeps the focus inside and gives it back at the end. */
export function open(dialog) {
    document.body.append(dialog);
    dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
    dialog.showModal();
}

function input({ name, type = "text", value, required, maxlength, options }) {
    if (options) {
        return element("select", { id: `field-${name}`, name },
            options.map(option => element("option", { value: option, selected: option === value }, option)));
    }
    if (type === "checkbox") return element("input", { id: `field-${name}`, name, type, checked: value });
    return element("input", { id: `field-${name}`, name, type, value, required, maxlength, autocomplete: "off" });
}

function labelled({ name, label, type, hint }, field) {
    const text = element("label", { for: field.id }, label);
    const more = hint && element("small", { id: `hint-${name}` }, hint);
    if (more) field.setAttribute("aria-describedby", more.id);
    return element("div", { class: type === "checkbox" ? "field check" : "field" }, text, field, more);
}

function values(inputs) {
    return Object.fromEntries([...inputs].map(([name, field]) =>
        [name, field.type === "checkbox" ? field.checked : field.value.trim()]));
}

function mark(inputs, pointer) {
    for (const [name, field] of inputs) {
        if (pointer === `/${name}`) { field.setAttribute("aria-invalid", "true"); field.focus(); }
        else field.removeAttribute("aria-invalid");
    }
}
