internal import Foundation

/// Bytes as text that needs no escape in a URL (RFC 4648 §5), without padding.
public enum Base64URL {
    /// Four characters for three bytes; the last group is as short as its bytes allow.
    public static func text(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Reads what `text` writes and nothing else: one text for each value, so that no token has a second spelling. Nil
    /// for padding, characters of plain Base64, and bits behind the last byte.
    public static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let plain = String(text).replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: plain + padding), self.text(Array(data)) == text else { return nil }
        return Array(data)
    }
}
