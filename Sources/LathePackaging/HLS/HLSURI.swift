extension String {
    /// The string as a URI that can stand in a playlist, on a line of its own or in a quoted string.
    ///
    /// Bytes that RFC 3986 §2 does not allow in a URI (line breaks, quotes, spaces, anything beyond ASCII) are
    /// percent-encoded, and so is a first `#`, which would turn the line into a comment (RFC 8216 §4.1).
    var playlistURI: String {
        var encoded = ""
        for (position, byte) in utf8.enumerated() {
            if Self.uriBytes.contains(byte), position > 0 || byte != UInt8(ascii: "#") {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += byte < 16 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }

    /// The string as the value of a quoted-string attribute: without quotes and control characters, which it cannot
    /// hold (RFC 8216 §4.2).
    var playlistAttribute: String {
        String(unicodeScalars.filter { $0 != "\"" && $0.properties.generalCategory != .control })
    }

    /// Reserved and unreserved characters of RFC 3986 §2.2-3, and `%` of what is encoded already.
    private static let uriBytes = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%".utf8)
}
