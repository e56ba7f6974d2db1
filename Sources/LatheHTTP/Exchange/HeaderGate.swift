internal import CMicroHTTPD
internal import Foundation

/// Proves from the library's buffer that a request's head was laid out as RFC 9112 §2.2 and §5 say.
///
/// The library's parser takes bare LF for a line's end, folded lines, NULs and more than one space, and tells of none
/// of them. But it parses in place: CR, LF and the colon become NULs, and names and values stay where they were. A head
/// in which every field begins right after two NULs, is `name NUL value NUL NUL`, and whose last one ends with two more
/// at the head's end, was laid out right; any other layout leaves a gap.
struct HeaderGate {
    let connection: OpaquePointer
    let method: UnsafePointer<CChar>
    let target: UnsafePointer<CChar>
    let version: UnsafePointer<CChar>
    /// As it was before the library decoded it in place.
    let targetLength: Int

    /// - Throws: `Problem` with status 400 or 431.
    func headers(limit: Int) throws -> HTTPHeaders {
        let size = lathe_mhd_head_size(connection)
        guard size <= limit else { throw Problem(431) }
        guard target == method + strlen(method) + 1, version == target + targetLength + 1 else {
            throw Problem.malformed
        }
        var scan = Scan(expected: version + strlen(version))
        guard scan.skipLineEnd() else { throw Problem.malformed }
        withUnsafeMutablePointer(to: &scan) { scan in
            _ = MHD_get_connection_values_n(connection, .HEADER_KIND, Scan.visit, scan)
        }
        guard scan.isIntact, scan.skipLineEnd(), scan.expected == method + size else { throw Problem.malformed }
        return scan.headers
    }

    /// Goes through the fields in their order.
    private struct Scan {
        /// Where the next line begins, if nothing is between.
        var expected: UnsafePointer<CChar>
        var headers = HTTPHeaders()
        var isIntact = true

        mutating func skipLineEnd() -> Bool {
            guard expected[0] == 0, expected[1] == 0 else { return false }
            expected += 2
            return true
        }

        static let visit: MHD_KeyValueIteratorN = { context, _, name, nameSize, value, valueSize in
            guard let scan = context?.assumingMemoryBound(to: Scan.self), let name, let value else { return .NO }
            scan.pointee.visit(
                UnsafeBufferPointer(start: name, count: nameSize), UnsafeBufferPointer(start: value, count: valueSize))
            return scan.pointee.isIntact ? .YES : .NO
        }

        private mutating func visit(_ name: UnsafeBufferPointer<CChar>, _ value: UnsafeBufferPointer<CChar>) {
            guard let nameStart = name.baseAddress, let valueStart = value.baseAddress, nameStart == expected,
                valueStart > nameStart + name.count,
                // Only white space was skipped between the colon and the value.
                (name.count + 1..<valueStart - nameStart).allSatisfy({ nameStart[$0] == 0x20 || nameStart[$0] == 0x09 })
            else { return isIntact = false }
            expected = valueStart + value.count
            isIntact = skipLineEnd()
            headers.add(Self.text(name), Self.text(value))
        }

        private static func text(_ bytes: UnsafeBufferPointer<CChar>) -> String {
            bytes.withMemoryRebound(to: UInt8.self) { String(decoding: $0, as: UTF8.self) }
        }
    }
}
