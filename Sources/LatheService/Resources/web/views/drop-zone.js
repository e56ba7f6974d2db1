import { element } from "../element.js";
import { unfinished } from "../upload-tickets.js";
import { isUploading, uploadInto } from "../uploads.js";

const accepted = ".wav,.wave,.flac,.aif,.aiff,.aifc,.rf64,.w64,.oga,audio/*";

/** Where files for an album are dropped or chosen. Until `signal`, the whole page takes them. */
export function dropZone(album, signal, options) {
    const input = element("input", {
        type: "file", id: "files", multiple: !options, accept: accepted, class: "hidden-input",
        onchange: () => { uploadInto(album, input.files, options); input.value = ""; },
    });
    const cut = isUploading() || options ? [] : unfinished(album.id);
    const zone = element("div", { class: "drop" }, input,
        element("label", { for: "files" }, element("strong", {}, options ? "Choose a new master" : "Choose files"),
            " or drop them here"),
        element("p", { class: "quiet" }, "Lossless masters: WAV, FLAC, AIFF, RF64, W64."),
        cut.length > 0 && element("p", {},
            `Not finished: ${cut.join(", ")}. Choose the same again to go on where it stopped.`));
    const hasFiles = event => event.dataTransfer?.types.includes("Files");
    const isOver = value => zone.classList.toggle("over", value);
    const listeners = {
        dragover: event => { if (hasFiles(event)) { event.preventDefault(); isOver(true); } },
        dragleave: event => { if (!event.relatedTarget) isOver(false); },
        drop: event => {
            if (!hasFiles(event)) return;
            event.preventDefault();
            isOver(false);
            uploadInto(album, event.dataTransfer.files, options);
        },
    };
    for (const [name, listener] of Object.entries(listeners)) addEventListener(name, listener, { signal });
    return zone;
}
