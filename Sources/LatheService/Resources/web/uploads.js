import { element, iconButton } from "./element.js";
import { announce, say } from "./notices.js";
import { Upload } from "./upload.js";
import { count, percent, size } from "./words.js";

/** Emits "track" when a master has become a track, with the track and its album. */
export const uploads = new EventTarget();
const queue = [];
let running = null;

/** Sends files into an album, one after the other in the order of their names: an album's tracks keep their order. */
export function uploadInto(album, files, options) {
    const inOrder = [...files].sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
    for (const file of inOrder) {
        if (file.size === 0) say(`“${file.name}” is empty.`, { isError: true, remedy: "Choose another file." });
        else enqueue(new Upload(file, album, options));
    }
    if (inOrder.length) announce(`${count(inOrder.length, "file", "files")} will be uploaded.`);
}

export const isUploading = () => running !== null;

function enqueue(upload) {
    const area = document.getElementById("uploads");
    area.append(row(upload));
    area.hidden = false;
    queue.push(upload);
    if (!running) work();
}

async function work() {
    while ((running = queue.shift() ?? null)) {
        if (running.state === "cancelled") continue;
        await running.run();
        if (running.state !== "done") continue;
        uploads.dispatchEvent(new CustomEvent("track", { detail: { track: running.track, album: running.album } }));
    }
}

function row(upload) {
    const label = element("span", { class: "name" }, upload.file.name);
    const bar = element("progress", { max: upload.file.size, value: 0, "aria-label": `Upload of ${upload.file.name}` });
    const status = element("span", { class: "status" }, "waiting");
    const retry = () => { leave(); enqueue(anew(upload)); };
    const again = element("button", { type: "button", hidden: true, onclick: retry }, "Try again");
    const stop = iconButton("close", `Cancel the upload of ${upload.file.name}`, () => { upload.cancel(); leave(); });
    const node = element("div", { class: "upload" }, label, bar, status, again, stop);
    const leave = () => {
        node.remove();
        const area = document.getElementById("uploads");
        area.hidden = area.childElementCount === 0;
    };
    upload.addEventListener("change", () => {
        bar.value = upload.sent;
        status.textContent = words(upload);
        node.classList.toggle("failed", upload.state === "failed");
        again.hidden = upload.state !== "failed" || upload.problem.isWorthAnotherTry === false;
        if (upload.state === "failed") announce(`“${upload.file.name}” was not uploaded. ${status.textContent}`);
        if (upload.state === "done") leave();
    });
    return node;
}

const anew = ({ file, album, issue, register }) => new Upload(file, album, { issue, register });

function words({ state, sent, file, problem }) {
    switch (state) {
    case "sending": return `${percent(sent / file.size)} of ${size(file.size)}`;
    case "cut": return "cut off, goes on by itself";
    case "sent": return "making the track";
    case "failed": return [problem.message, problem.remedy].filter(Boolean).join(" ");
    default: return state;
    }
}

addEventListener("beforeunload", event => {
    if (isUploading()) event.preventDefault();
});
