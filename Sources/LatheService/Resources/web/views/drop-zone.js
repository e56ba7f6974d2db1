import { element } from "../element.js";
import { say } from "../notices.js";
import { unfinished } from "../upload-tickets.js";
import { isUploading, uploadInto } from "../uploads.js";

const accepted = ".wav,.wave,.flac,.aif,.aiff,.aifc,.rf64,.w64,.oga,audio/*";

/** Where files for an album are dropped or chosen. Until `signal`, the whole page takes them. */
export function dropZone(album, signal) {
    const cut = isUploading() ? [] : unfinished(album.id);
    return zoneFor({ words: "Choose files", cut, isWide: true, take: files => uploadInto(album, files) }, signal);
}

/** Where one file is dropped or chosen that `take` gets; elsewhere on the page nothing is taken. */
export function dropZoneForOne(words, take, signal) {
    const one = files => files.length === 1
        ? take(files[0]) : say("Only one master can be taken here.", { isError: true, remedy: "Drop one file." });
    return zoneFor({ words, cut: [], isWide: false, take: one }, signal);
}

function zoneFor({ words, cut, isWide, take }, signal) {
    const input = element("input", {
        type: "file", id: "files", multiple: isWide, accept: accepted, class: "hidden-input",
        onchange: () => { take([...input.files]); input.value = ""; },
    });
    const zone = element("div", { class: "drop" }, input,
        element("label", { for: "files" }, element("strong", {}, words),
            isWide ? " or drop them here" : " or drop it here"),
        element("p", { class: "quiet" }, "Lossless masters: WAV, FLAC, AIFF, RF64, W64."),
        cut.length > 0 && element("p", {},
            `Not finished: ${cut.join(", ")}. Choose the same again to go on where it stopped.`));
    const hasFiles = event => event.dataTransfer?.types.includes("Files");
    const isHere = event => isWide || zone.contains(event.target);
    const isOver = value => zone.classList.toggle("over", value);
    const listeners = {
        // What is dropped beside it would else be opened by the browser, in place of this page.
        dragover: event => { if (hasFiles(event)) { event.preventDefault(); isOver(isHere(event)); } },
        dragleave: event => { if (!event.relatedTarget) isOver(false); },
        drop: event => {
            if (!hasFiles(event)) return;
            event.preventDefault();
            isOver(false);
            if (isHere(event)) take([...event.dataTransfer.files]);
        },
    };
    for (const [name, listener] of Object.entries(listeners)) addEventListener(name, listener, { signal });
    return zone;
}
