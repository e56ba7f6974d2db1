/// Media types of what Lathe makes, by the extension of the name.
enum MediaType {
    private static let types = [
        "aac": "audio/aac", "flac": "audio/flac", "json": "application/json", "m3u8": "application/vnd.apple.mpegurl",
        "m4a": "audio/mp4", "m4s": "audio/mp4", "mp3": "audio/mpeg", "mp4": "audio/mp4", "mpd": "application/dash+xml",
        "ogg": "audio/ogg", "opus": "audio/ogg", "txt": "text/plain", "wav": "audio/wav", "webm": "audio/webm",
    ]

    static func of(_ name: String) -> String {
        let tail = name[(name.lastIndex(of: ".").map(name.index(after:)) ?? name.endIndex)...]
        return types[tail.lowercased()] ?? "application/octet-stream"
    }
}
