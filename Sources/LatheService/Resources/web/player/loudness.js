/** Where every track is brought to, in LUFS, and what its highest peak may be, in dBTP. */
export const target = -14;
export const highestPeak = -1;
const strongest = 12;

const key = "lathe.normalisation";
export const wantsEven = () => localStorage.getItem(key) !== "off";
export const preferEven = isEven => localStorage.setItem(key, isEven ? "on" : "off");

/**
 * The factor that brings a track to the target loudness (EBU R128) without driving its true peak over −1 dBTP.
 * 1 where its loudness is not known, as with silence.
 */
export function normalisation(loudness) {
    const { integrated = null, truePeak = null } = loudness ?? {};
    if (!Number.isFinite(integrated)) return 1;
    const room = Number.isFinite(truePeak) ? highestPeak - truePeak : 0;
    const decibels = Math.min(target - integrated, room, strongest);
    return 10 ** (Math.max(decibels, -24) / 20);
}
