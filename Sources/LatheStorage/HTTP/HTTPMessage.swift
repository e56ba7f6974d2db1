/// A request as it goes over the wire.
struct HTTPRequest: Sendable {
    var method: String
    /// Percent-encoded already; sent as it is.
    var url: String
    var headers: [HTTPField]
    var body: HTTPBody?
    /// Where to connect, whatever the name in the URL leads to: `host:port:address`; and no proxy.
    var pinnedAddress: String?
}

struct HTTPField: Sendable, Equatable {
    let name: String
    let value: String

    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// Bytes of known number that can be read again from any place, as a resent request needs.
struct HTTPBody: Sendable {
    let size: Int
    /// Fills a buffer from an offset on, as far as the body goes.
    let read: @Sendable (_ offset: Int, _ buffer: UnsafeMutableRawBufferPointer) throws -> Int

    static func bytes(_ bytes: ArraySlice<UInt8>) -> HTTPBody {
        HTTPBody(size: bytes.count) { offset, buffer in
            let rest = bytes.dropFirst(offset).prefix(buffer.count)
            buffer.copyBytes(from: rest)
            return rest.count
        }
    }

    static func file(_ file: OpenFile, from start: Int, count: Int) -> HTTPBody {
        HTTPBody(size: count) { offset, buffer in
            let length = min(buffer.count, max(0, count - offset))
            return try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<length]), at: start + offset)
        }
    }
}

/// What precedes the body of a reply.
struct HTTPHead: Sendable {
    var status = 0
    /// By lower-case name; of repeated ones the last.
    private var fields: [String: String] = [:]

    init(status: Int = 0) { self.status = status }

    subscript(name: String) -> String? { fields[name] }

    var isSuccess: Bool { 200..<300 ~= status }

    /// Takes a line of the reply. A status line begins anew: the head of an interim reply is none.
    mutating func take(_ line: String) {
        if line.hasPrefix("HTTP/") {
            self = HTTPHead(status: line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
        } else if let colon = line.firstIndex(of: ":") {
            fields[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingBlanks
        }
    }
}

struct HTTPReply: Sendable {
    var head: HTTPHead
    /// What nobody else received, as far as `HTTPClient.mostBytes` goes.
    var body: [UInt8]
}

extension StringProtocol {
    /// Without spaces, tabs and line ends around it.
    var trimmingBlanks: String {
        func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" || character.isNewline }
        let start = drop(while: isBlank)
        return String(start.prefix(upTo: start.lastIndex { !isBlank($0) }.map(start.index(after:)) ?? start.startIndex))
    }
}
