import { element, iconButton } from "../element.js";
import { trackRow } from "../track-row.js";

export default async function queueView({ signal, player: loading }) {
    const player = await loading;
    const list = element("ol", { class: "list tracks" });
    const empty = element("p", { class: "empty" }, "The queue is empty. Play an album, a playlist or a track.");
    let shown = "";
    const show = () => {
        const { tracks, index } = player.queue;
        const now = tracks.map(({ id }) => id).join() + index;
        if (shown === now) return;
        shown = now;
        empty.hidden = tracks.length > 0;
        list.replaceChildren(...tracks.map((track, place) => trackRow(track, {
            player, signal, withAlbum: true, play: () => player.jump(place),
            extra: place > index ? [iconButton("close", `Remove ${track.title} from the queue`,
                () => player.edit(queue => queue.remove(place)))] : [],
        })));
    };
    show();
    player.addEventListener("change", show, { signal });
    return [element("div", { class: "head" }, element("h1", {}, "Queue")), list, empty];
}
