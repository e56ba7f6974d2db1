import { element, iconButton, relabel } from "../element.js";
import { link } from "../router.js";

/** Quality, loudness, volume, queue. */
export function settings(player) {
    const quality = element("select", { id: "quality", onchange: () => player.choose(quality.value) });
    const loudness = element("input", {
        id: "loudness", type: "checkbox", role: "switch", checked: player.isNormalised,
        onchange: () => player.normalise(loudness.checked),
    });
    const { output } = player;
    const mute = iconButton("sound", "Mute", () => { output.mute(!output.isMuted); update(); });
    const volume = element("input", {
        type: "range", min: 0, max: 1, step: 0.01, value: output.volume, "aria-label": "Volume",
        oninput: () => { output.volume = Number(volume.value); update(); },
    });
    let listed = null;
    const update = () => {
        loudness.checked = player.isNormalised;
        volume.value = output.isMuted ? 0 : output.volume;
        relabel(mute, output.isMuted ? "muted" : "sound", output.isMuted ? "Unmute" : "Mute");
        const { choices = [], choice } = player.now ?? {};
        if (listed !== choices) {
            listed = choices;
            quality.replaceChildren(...choices.map(one => element("option", { value: one.quality }, one.label)));
            quality.disabled = choices.length === 0;
        }
        if (choice) quality.value = choice.quality;
    };
    player.addEventListener("change", update);
    return element("div", { class: "settings", id: "player-settings" },
        element("label", { for: "quality" }, "Quality"), quality,
        element("label", { class: "switch", for: "loudness", title: "Plays every track equally loud, at −14 LUFS" },
            loudness, "Even loudness"),
        element("div", { class: "volume" }, mute, volume),
        link("queue", "Queue"));
}
