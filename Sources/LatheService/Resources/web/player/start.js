import { playerBar } from "./bar.js";
import { listenToKeys } from "./keys.js";
import { joinMediaSession } from "./media-session.js";
import { Player } from "./player.js";
import { way } from "./source.js";

/** A player, with its bar in `area`, its keys and the device's own. */
export function startPlayer(area) {
    // Decided, and fetched, before the first track is waited for.
    way();
    const player = new Player();
    playerBar(player, area);
    listenToKeys(player);
    joinMediaSession(player);
    return player;
}
