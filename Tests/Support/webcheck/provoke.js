// Runs in the page before its own scripts: what a listener meets now and then happens here when it is wanted.
window.provoke = (() => {
    const { fetch: send, Audio: Plain } = window;
    const { play } = HTMLMediaElement.prototype;
    const audios = [];
    let [held, holds, loses, pageSize, isScrolling, atPlay] = [[], null, null, null, true, null];

    window.Audio = class extends Plain {
        constructor() {
            super();
            audios.push(this);
        }
    };

    HTMLMediaElement.prototype.play = function () {
        const started = play.call(this);
        const action = atPlay;
        atPlay = null;
        action?.();
        return started;
    };

    const observe = IntersectionObserver.prototype.observe;
    IntersectionObserver.prototype.observe = function (node) { if (isScrolling) observe.call(this, node); };

    window.fetch = async (address, options = {}) => {
        const url = new URL(address);
        if (pageSize && url.pathname.endsWith("/tracks")) url.searchParams.set("limit", pageSize);
        if (holds && url.pathname.endsWith(holds)) await new Promise(go => held.push(go));
        const answer = await send(url, options);
        if (!loses || options.method !== loses) return answer;
        loses = null;
        throw new TypeError("The answer was lost.");
    };

    return {
        // Requests to addresses that end so wait until they are released.
        hold(end) { holds = end; },
        isHolding: () => held.length > 0,
        // Resolves when an answer that comes at once has been dealt with.
        async release() {
            holds = null;
            for (const go of held.splice(0)) go();
            await send(document.baseURI).then(answer => answer.text());
            for (let turn = 0; turn < 10; turn++) await new Promise(resolve => setTimeout(resolve));
        },
        // The next request with this method is carried out, but nobody hears of it.
        lose(method) { loses = method; },
        hasLost: () => loses === null,
        // Lists of tracks have short pages that only the button turns.
        turnPages(size) { [pageSize, isScrolling] = [size, !size]; },
        // Calls `action` in the moment in which the next element is started.
        atNextPlay(action) { atPlay = action; },
        hasPlayed: () => atPlay === null,
        isSilent: () => audios.every(one => one.paused),
        isLoaded: () => audios.some(one => one.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA),
        isNextLoaded: () => audios.some(one => one.paused && one.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA),
    };
})();
