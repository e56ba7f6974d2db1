import { element } from "./element.js";

const barWidth = 3;
const gap = 1;

/** Peaks from 0 to 1, one for each of `count` equal parts of the music, of audiowaveform's JSON. */
export function peaks({ data, bits = 8, channels = 1 }, count) {
    const full = 2 ** (bits - 1);
    const points = Math.floor(data.length / (2 * channels));
    return Float32Array.from({ length: count }, (_, part) => {
        const first = Math.floor(part * points / count);
        const end = Math.max(first + 1, Math.floor((part + 1) * points / count));
        let highest = 0;
        for (let index = first * 2 * channels; index < Math.min(end * 2 * channels, data.length); index++) {
            highest = Math.max(highest, Math.abs(data[index]));
        }
        return Math.min(1, highest / full);
    });
}

/** The music's outline; what has been played is coloured. */
export class Waveform {
    node = element("canvas", { class: "waveform", "aria-hidden": "true" });
    #waveform = null;
    #bars = new Float32Array();
    #fraction = 0;
    #drawn = -1;

    constructor() {
        new ResizeObserver(() => this.#measure()).observe(this.node);
        matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#draw());
        new MutationObserver(() => this.#draw()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    }

    /** Null where there is none: a level line. */
    set waveform(waveform) {
        this.#waveform = waveform;
        this.#measure();
    }

    set fraction(fraction) {
        this.#fraction = fraction;
        if (Math.round(fraction * this.node.width) !== this.#drawn) this.#draw();
    }

    #measure() {
        const { clientWidth: width, clientHeight: height } = this.node;
        if (!width) return;
        this.node.width = width * devicePixelRatio;
        this.node.height = height * devicePixelRatio;
        const count = Math.max(1, Math.floor(width / (barWidth + gap)));
        this.#bars = this.#waveform ? peaks(this.#waveform, count) : new Float32Array(count);
        this.#draw();
    }

    #draw() {
        const { node } = this;
        if (!node.width) return;
        const context = node.getContext("2d");
        const style = getComputedStyle(node);
        const [scale, middle] = [devicePixelRatio, node.height / 2];
        const played = this.#drawn = Math.round(this.#fraction * node.width);
        const loudest = Math.max(0.05, ...this.#bars);
        context.clearRect(0, 0, node.width, node.height);
        for (const [color, from, to] of [[style.color, 0, played], [style.borderColor, played, node.width]]) {
            context.save();
            context.beginPath();
            context.rect(from, 0, to - from, node.height);
            context.clip();
            context.fillStyle = color;
            this.#bars.forEach((bar, index) => {
                const half = Math.max(scale, bar / loudest * (middle - scale));
                context.fillRect(index * (barWidth + gap) * scale, middle - half, barWidth * scale, half * 2);
            });
            context.restore();
        }
    }
}
