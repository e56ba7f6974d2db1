internal import Foundation
@testable internal import LatheHTTP
internal import Testing

/// What a client sends and gets, whatever is between.
struct Exchanged: Sendable, Equatable {
    let status: Int
    /// With names in lower case, without those that only a connection has.
    let headers: [String: String]
    let content: String
}

/// Two ways to the same handlers: directly, and through a socket with curl.
enum Client: CaseIterable, CustomTestStringConvertible {
    case router, curl

    var testDescription: String { self == .router ? "at the router" : "over a socket, with curl" }

    /// Sends one request and gives its answer.
    func send(
        _ method: String, _ target: String, headers: [String: String] = [:], content: String? = nil,
        routes: (inout Router) -> Void = Sample.register
    ) async throws -> Exchanged {
        switch self {
        case .router: try await askRouter(method, target, headers, content, routes)
        case .curl:
            try await withServer(routes: routes) { server in
                try await onThread { try Self.curl(server.port, method, target, headers, content) }
            }
        }
    }

    private func askRouter(
        _ method: String, _ target: String, _ headers: [String: String], _ content: String?,
        _ routes: (inout Router) -> Void
    ) async throws -> Exchanged {
        var router = Router()
        routes(&router)
        guard let target = RequestTarget(target) else { return Exchanged(status: 400, headers: [:], content: "") }
        var fields = HTTPHeaders()
        for (name, value) in headers { fields.add(name, value) }
        let body = content.map { RequestBody.bytes(Array($0.utf8)) } ?? .empty
        let response = await router.respond(
            to: Request(HTTPMethod(rawValue: method), target, headers: fields, id: "7", body: body))
        let pairs = response.headers.fields.map { ($0.name.lowercased(), $0.value) }
        return Exchanged(
            status: response.status.code, headers: Dictionary(pairs) { first, _ in first },
            content: method == "HEAD" ? "" : String(decoding: try await bytes(of: response.body), as: UTF8.self))
    }

    private func bytes(of body: Response.Body) async throws -> [UInt8] {
        switch body {
        case .none: return []
        case .bytes(let bytes): return bytes
        case .file(let file): return try file.contents()
        case .stream(_, let write):
            let collector = Collector()
            try await write(ResponseWriter { await collector.append($0) })
            return await collector.bytes
        }
    }

    private actor Collector {
        var bytes: [UInt8] = []
        func append(_ more: [UInt8]) { bytes += more }
    }

    private static func curl(
        _ port: UInt16, _ method: String, _ target: String, _ headers: [String: String], _ content: String?
    ) throws -> Exchanged {
        var arguments = ["curl", "--silent", "--include", "--max-time", "30", "--path-as-is", "--globoff"]
        arguments += method == "HEAD" ? ["--head"] : ["--request", method]
        arguments += headers.sorted { $0.key < $1.key }.flatMap { ["--header", "\($0.key): \($0.value)"] }
        if content != nil { arguments += ["--data-binary", "@-"] }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments + ["http://127.0.0.1:\(port)\(target)"]
        let output = Pipe()
        process.standardOutput = output
        let input = Pipe()
        process.standardInput = input
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data((content ?? "").utf8))
        try input.fileHandleForWriting.close()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try parsed(String(decoding: data, as: UTF8.self))
    }

    private static func parsed(_ text: String) throws -> Exchanged {
        guard let end = text.firstRange(of: "\r\n\r\n") else { throw RawClient.Failure(cause: "no head in \(text)") }
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw RawClient.Failure(cause: "no status in \(text)")
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespaces)
        }
        for name in ["date", "x-request-id", "content-length", "transfer-encoding", "connection"] {
            headers[name] = nil
        }
        return Exchanged(status: status, headers: headers, content: String(text[end.upperBound...]))
    }
}

extension FileBody {
    /// What would be sent.
    fileprivate func contents() throws -> [UInt8] {
        let handle = FileHandle(fileDescriptor: takeDescriptor(), closeOnDealloc: true)
        try handle.seek(toOffset: UInt64(range.lowerBound))
        return Array(try handle.read(upToCount: range.count) ?? Data())
    }
}
