/** Gives the device's media keys and lock screen the track and the controls. */
export function joinMediaSession(player) {
    const session = navigator.mediaSession;
    if (!session) return;
    const actions = {
        play: () => { if (!player.isPlaying) player.toggle(); },
        pause: () => player.pause(),
        stop: () => player.pause(),
        nexttrack: () => player.next(),
        previoustrack: () => player.previous(),
        seekbackward: ({ seekOffset }) => player.seek(player.position - (seekOffset ?? 10)),
        seekforward: ({ seekOffset }) => player.seek(player.position + (seekOffset ?? 10)),
        seekto: ({ seekTime }) => player.seek(seekTime),
    };
    for (const [name, action] of Object.entries(actions)) {
        try {
            session.setActionHandler(name, action);
        } catch {
            // A browser need not know every action.
        }
    }
    player.addEventListener("change", () => {
        const { track } = player.now ?? {};
        session.playbackState = !track ? "none" : player.isPlaying ? "playing" : "paused";
        if (track && session.metadata?.title !== track.title) {
            session.metadata = new MediaMetadata(
                { title: track.title, artist: track.artistName ?? "", album: track.albumTitle ?? "" });
        }
    });
    player.addEventListener("time", () => {
        const { duration, position } = player;
        if (Number.isFinite(duration) && position <= duration) session.setPositionState?.({ duration, position });
    });
}
