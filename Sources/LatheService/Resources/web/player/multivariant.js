/**
 * The variants of an HLS multivariant playlist (RFC 8216 §4.3.4.2), URLs absolute, as [{url, codecs, bitsPerSecond}].
 * Empty for anything else: then there is only "auto".
 */
export function variants(text, base) {
    const lines = text.split(/\r?\n/).map(line => line.trim()).filter(line => line !== "");
    if (lines[0] !== "#EXTM3U") return [];
    const found = [];
    let attributes = null;
    for (const line of lines.slice(1)) {
        if (line.startsWith("#EXT-X-STREAM-INF:")) attributes = parse(line.slice(line.indexOf(":") + 1));
        else if (!line.startsWith("#") && attributes) {
            found.push(variant(attributes, new URL(line, base).href));
            attributes = null;
        }
    }
    return found;
}

function variant(attributes, url) {
    const bitsPerSecond = Number(attributes["AVERAGE-BANDWIDTH"] ?? attributes.BANDWIDTH) || 0;
    return { url, codecs: attributes.CODECS ?? "", bitsPerSecond };
}

/** An attribute list (RFC 8216 §4.2): commas inside quotes separate nothing. */
function parse(list) {
    const pairs = list.matchAll(/([A-Z0-9-]+)=("[^"]*"|[^,]*)/g);
    return Object.fromEntries([...pairs].map(([, name, value]) => [name, value.replace(/^"|"$/g, "")]));
}
