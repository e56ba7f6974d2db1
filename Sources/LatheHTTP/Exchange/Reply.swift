internal import CMicroHTTPD
internal import Foundation

/// An answer as the library holds it.
///
/// Owned by whoever made it, beside the library, which keeps it for as long as it sends it.
final class Reply {
    static let idField = "X-Request-Id"

    /// Of the content as far as it is known; 0 for streams.
    let byteCount: Int
    private let pointer: OpaquePointer
    private let status: HTTPStatus

    /// Nil if a field is not fit to be sent or memory is short.
    init?(_ response: Response, for exchange: Exchange) {
        guard let made = Self.make(response, exchange) else { return nil }
        pointer = made.0
        byteCount = exchange.sendsContent(response) ? made.1 : 0
        status = response.status
        for field in response.headers.fields where !Self.isFraming(field.name) {
            guard Self.isSendable(field), MHD_add_response_header(pointer, field.name, field.value) == .YES else {
                return nil
            }
        }
        guard MHD_add_response_header(pointer, Self.idField, exchange.id) == .YES else { return nil }
        if exchange.isLastOfConnection {
            guard MHD_add_response_header(pointer, "Connection", "close") == .YES else { return nil }
        }
    }

    deinit { MHD_destroy_response(pointer) }

    func queue(on connection: Exchange.Handle) -> Bool {
        MHD_queue_response(connection.pointer, UInt32(status.code), pointer) == .YES
    }

    /// The library writes these itself.
    private static func isFraming(_ name: String) -> Bool {
        ["Content-Length", "Transfer-Encoding", "Connection", "Date"].contains { $0.equalsIgnoringCase(name) }
    }

    /// Can the field neither end its line nor the head?
    static func isSendable(_ field: HTTPHeaders.Field) -> Bool {
        !field.name.isEmpty && field.name.utf8.allSatisfy(\.isTokenCharacter) && !isFraming(field.name)
            && field.value.utf8.allSatisfy { $0.isFieldCharacter && $0 != 0x09 }
    }

    private static func make(_ response: Response, _ exchange: Exchange) -> (OpaquePointer, Int)? {
        switch response.body {
        case .none: return buffer([])
        case .bytes(let bytes): return buffer(bytes)
        case .file(let file): return self.file(file)
        case .stream where !exchange.sendsContent(response): return buffer([])
        case .stream(let length, let body):
            return exchange.startStream(length: length, body).map { ($0, 0) }
        }
    }

    private static func buffer(_ bytes: [UInt8]) -> (OpaquePointer, Int)? {
        bytes.withUnsafeBytes { bytes in
            let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
            return MHD_create_response_from_buffer(bytes.count, start, .RESPMEM_MUST_COPY).map { ($0, bytes.count) }
        }
    }

    /// The library takes the descriptor over, if it takes it at all.
    private static func file(_ file: FileBody) -> (OpaquePointer, Int)? {
        let descriptor = file.takeDescriptor()
        guard descriptor >= 0 else { return nil }
        let pointer = MHD_create_response_from_fd_at_offset64(
            UInt64(file.range.count), descriptor, UInt64(file.range.lowerBound))
        if pointer == nil { close(descriptor) }
        return pointer.map { ($0, file.range.count) }
    }
}
