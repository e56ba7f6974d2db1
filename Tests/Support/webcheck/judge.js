// Runs in the page before its own scripts: records what is heard, and judges what a reader needs.
(() => {
    const connect = AudioNode.prototype.connect;
    let recorder = null;
    let parts = [];

    // Whatever goes to the loudspeaker also goes to a recorder.
    AudioNode.prototype.connect = function (target, ...others) {
        if (target instanceof AudioDestinationNode) {
            const tap = window.judge.tap = target.context.createMediaStreamDestination();
            connect.call(this, tap);
            const meter = window.judge.meter = target.context.createAnalyser();
            meter.fftSize = 256;
            connect.call(this, meter);
        }
        return connect.call(this, target, ...others);
    };

    // What is sent while a page is left, the next page can read here.
    const send = window.fetch;
    window.fetch = (url, options) => {
        if (String(url).endsWith("/plays")) sessionStorage.setItem("judge.plays", options.body);
        return send(url, options);
    };

    function record() {
        parts = [];
        recorder = new MediaRecorder(window.judge.tap.stream, { mimeType: "audio/webm;codecs=pcm" });
        recorder.ondataavailable = event => parts.push(event.data);
        recorder.start();
    }

    async function recorded() {
        const stopped = new Promise(resolve => { recorder.onstop = resolve; });
        recorder.stop();
        await stopped;
        const bytes = await new Blob(parts).arrayBuffer();
        return await new OfflineAudioContext(1, 1, window.judge.tap.context.sampleRate).decodeAudioData(bytes);
    }

    function isLoud() {
        const { meter } = window.judge;
        if (!meter) return false;
        const samples = new Float32Array(meter.fftSize);
        meter.getFloatTimeDomainData(samples);
        return samples.some(sample => Math.abs(sample) > 0.001);
    }

    // Clicks, and waits until something is heard: {began, milliseconds}. It must be silent before.
    async function heardAfter(node) {
        const began = performance.timeOrigin + performance.now();
        node.click();
        for (;;) {
            await new Promise(resolve => setTimeout(resolve, 1));
            const milliseconds = performance.timeOrigin + performance.now() - began;
            if (isLoud() || milliseconds > 20_000) return { began, milliseconds };
        }
    }

    // How strong a tone is in each millisecond, from windows of 3 ms.
    function strength(samples, rate, frequency) {
        const [step, length] = [rate / 1000, Math.round(rate * 0.003)];
        return Array.from({ length: Math.floor((samples.length - length) / step) }, (_, index) => {
            let [real, imaginary] = [0, 0];
            for (let n = 0, at = Math.round(index * step); n < length; n++, at++) {
                real += samples[at] * Math.cos(2 * Math.PI * frequency * n / rate);
                imaginary += samples[at] * Math.sin(2 * Math.PI * frequency * n / rate);
            }
            return 2 * Math.hypot(real, imaginary) / length;
        });
    }

    // Milliseconds from the end of one tone to the beginning of another (negative: both sound), and the longest pause
    // of both between them.
    async function gap(before, after) {
        const buffer = await recorded();
        const samples = buffer.getChannelData(0);
        const [first, second] = [before, after].map(frequency => strength(samples, buffer.sampleRate, frequency));
        const level = Math.max(...first.slice(0, 1000));
        const end = first.findLastIndex(value => value > level / 2);
        const start = second.findIndex(value => value > level / 2);
        return { milliseconds: start - end - 1, level, seconds: buffer.duration, end, start };
    }

    // The longest run of milliseconds in which a tone is missing.
    async function pause(frequency) {
        const buffer = await recorded();
        const values = strength(buffer.getChannelData(0), buffer.sampleRate, frequency);
        const level = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
        let [run, longest] = [0, 0];
        for (const value of values.slice(20, -20)) longest = Math.max(longest, run = value < level / 4 ? run + 1 : 0);
        return { milliseconds: longest, level, seconds: buffer.duration };
    }

    const visible = node => node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length > 0;
    const say = node => `${node.outerHTML.split(">")[0]}> “${node.textContent.trim().slice(0, 30)}”`;

    function nameOf(node) {
        const label = node.labels && [...node.labels].map(one => one.textContent).join(" ");
        const others = node.getAttribute("aria-labelledby")?.split(" ") ?? [];
        const by = others.map(id => document.getElementById(id)?.textContent).join(" ");
        return (node.getAttribute("aria-label") || by || label || node.textContent || node.title || "").trim();
    }

    function channels(color) {
        const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
        const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
        return [red, green, blue, alpha / 255];
    }

    function luminance(color) {
        const [red, green, blue] = color.map(value => {
            const part = value / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }

    // WCAG 2.2 §1.4.3: the text's colour against the nearest background that is not transparent.
    function contrast(node) {
        let behind = node;
        while (behind && channels(getComputedStyle(behind).backgroundColor)[3] < 1) behind = behind.parentElement;
        const colors = [getComputedStyle(node).color, behind ? getComputedStyle(behind).backgroundColor : "white"];
        const [text, ground] = colors.map(color => luminance(channels(color)));
        return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
    }

    function judgeView() {
        const all = [...document.querySelectorAll("body *")].filter(visible);
        const controls = all.filter(node => node.matches("a[href], button, input, select, textarea, summary"));
        const texts = all.filter(node => !node.disabled && !node.closest(":disabled, svg, option")
            && [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()));
        const levels = all.filter(node => /^H[1-6]$/.test(node.tagName)).map(node => Number(node.tagName[1]));
        const width = document.documentElement.scrollWidth;
        const isTouched = matchMedia("(pointer: coarse)").matches;
        const ids = all.map(node => node.id).filter(Boolean);
        return [
            ...controls.filter(node => !nameOf(node)).map(node => `no name: ${say(node)}`),
            ...texts.filter(node => contrast(node) < 4.5).map(node => `contrast ${contrast(node)}: ${say(node)}`),
            ...ids.filter((id, index) => ids.indexOf(id) !== index).map(id => `id twice: ${id}`),
            ...levels[0] === 1 ? [] : ["the first heading is not h1"],
            ...["main", "header"].filter(name => !document.querySelector(name)).map(name => `no landmark ${name}`),
            ...document.documentElement.lang ? [] : ["no language"],
            ...document.title ? [] : ["no title"],
            ...width > innerWidth ? [`${width} px wide in ${innerWidth}`] : [],
            ...isTouched ? controls.filter(isSmall).map(node => `small target: ${say(node)}`) : [],
        ];
    }

    // 44 px for what stands alone; links within lines of text are as high as the text (WCAG 2.2 §2.5.8).
    function isSmall(node) {
        const boxes = [node, ...node.labels ?? []].map(one => one.getBoundingClientRect());
        return node.matches("button, select, input:not([type=range])")
            && !boxes.some(({ width, height }) => Math.min(width, height) >= 43.5);
    }

    // True where the focused element looks otherwise than before it was focused.
    function showsFocus() {
        const node = document.activeElement;
        const around = [node, node.parentElement, node.closest(".drop")].filter(Boolean);
        const isRinged = around.map(one => getComputedStyle(one)).some(
            style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
        return isRinged ? "" : say(node);
    }

    window.judge = { record, gap, pause, isLoud, heardAfter, view: judgeView, showsFocus, tap: null, meter: null };
})();
