/** 61.4 → "1:01"; 3,600 → "1:00:00"; "–:––" where nothing is known. */
export function clock(seconds) {
    if (!Number.isFinite(seconds) || seconds < 0) return "–:––";
    const whole = Math.floor(seconds);
    const two = number => String(number).padStart(2, "0");
    const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
    return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** "about 2 min left"; nothing where nothing is known. */
export function timeLeft(seconds) {
    if (!Number.isFinite(seconds)) return "";
    if (seconds < 90) return `about ${Math.max(1, Math.round(seconds))} s left`;
    return `about ${Math.round(seconds / 60)} min left`;
}

/** 8,388,608 → "8.4 MB". */
export function size(bytes) {
    const units = ["bytes", "kB", "MB", "GB", "TB"];
    const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
    const number = bytes / 1000 ** power;
    return `${power && number < 10 ? number.toFixed(1) : Math.round(number)} ${units[power]}`;
}

export const percent = fraction => `${Math.floor(Math.max(0, Math.min(1, fraction)) * 100)} %`;

export const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;

/** "it ends too soon" → "It ends too soon.": programs say clauses, people read sentences. */
export function sentence(clause) {
    const first = clause.charAt(0).toLocaleUpperCase() + clause.slice(1);
    return /[.!?]$/.test(first) ? first : `${first}.`;
}

/** A moment as the reader's own calendar says it; an empty string for null. */
export function moment(date, style = { dateStyle: "medium", timeStyle: "short" }) {
    return date ? new Date(date).toLocaleString(undefined, style) : "";
}

/** "01 - Prelude.wav" → "Prelude": what a track is called until somebody says otherwise. */
export function titleOf(fileName) {
    const stem = fileName.replace(/\.[^.]{1,5}$/, "").replaceAll("_", " ").trim();
    return stem.replace(/^\d{1,3}\s*[-.–]\s*|^\d{2}\s+/, "").trim() || stem || fileName;
}
