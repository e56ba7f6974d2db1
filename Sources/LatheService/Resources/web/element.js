const drawing = "http://www.w3.org/2000/svg";

/**
 * A node of the page. `on…` properties are listeners, all others attributes; null, undefined and false are left out.
 * Text is only ever text: nothing is parsed as markup.
 */
export function element(tag, properties = {}, ...children) {
    return build(document.createElement(tag), properties, children);
}

/** A node of a drawing (SVG). */
export function shape(tag, properties = {}, ...children) {
    return build(document.createElementNS(drawing, tag), properties, children);
}

function build(node, properties, children) {
    for (const [name, value] of Object.entries(properties)) {
        if (value === null || value === undefined || value === false) continue;
        if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
        else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat(3).filter(child => child !== null && child !== undefined && child !== false));
    return node;
}

const paths = {
    play: "M8 5v14l11-7z",
    pause: "M7 5h4v14H7zM13 5h4v14h-4z",
    next: "M6 5v14l9-7zM16 5h3v14h-3z",
    previous: "M18 5v14l-9-7zM5 5h3v14H5z",
    add: "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z",
    close: "M6.4 5 12 10.6 17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4L12 13.4 6.4 19 5 17.6 10.6 12 5 6.4z",
    up: "M12 7l7 7-1.4 1.4L12 9.8l-5.6 5.6L5 14z",
    down: "M12 17l-7-7 1.4-1.4L12 14.2l5.6-5.6L19 10z",
    sound: "M4 9v6h4l5 5V4L8 9zM15 8.5v7a4.5 4.5 0 0 0 0-7z",
    muted: "M4 9v6h4l5 5V4L8 9z"
        + "M15 9.4 16.4 8 19 10.6 21.6 8 23 9.4 20.4 12 23 14.6 21.6 16 19 13.4 16.4 16 15 14.6 17.6 12z",
    settings: "M4 7h9v2H4zM17 7h3v2h-3zM13 5h2v6h-2zM4 15h3v2H4zM11 15h9v2h-9zM7 13h2v6H7z",
};

export function icon(name) {
    return shape("svg", { viewBox: "0 0 24 24", width: 24, height: 24, "aria-hidden": "true", class: "icon" },
        shape("path", { d: paths[name], fill: "currentColor" }));
}

/** A button that shows a sign and is called `label`. */
export function iconButton(name, label, onclick, properties = {}) {
    const names = { "aria-label": label, title: label };
    return element("button", { type: "button", class: "sign", ...names, onclick, ...properties }, icon(name));
}

/** Shows another sign on a button and calls it `label`. */
export function relabel(button, name, label) {
    if (button.title === label) return;
    button.setAttribute("aria-label", label);
    button.title = label;
    button.replaceChildren(icon(name));
}
