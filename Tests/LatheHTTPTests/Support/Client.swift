internal import Foundation
@testable internal import LatheHTTP
internal import TestServers
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
            content: method == "HEAD" || response.status == 304
                ? "" : String(decoding: try await bytes(of: response.body), as: UTF8.self))
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
        let folder = FileManager.default.temporaryDirectory.path + "/lathe-curl-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data((content ?? "").utf8).write(to: URL(filePath: folder + "/in"))
        try spawn(arguments + ["http://127.0.0.1:\(port)\(target)"], folder + "/in", folder + "/out")
        return try parsed(String(decoding: Data(contentsOf: URL(filePath: folder + "/out")), as: UTF8.self))
    }

    /// Runs a program between two files. Foundation's `Process` crashes when other threads open many descriptors while
    /// it looks for those to be closed, and servers are tested here beside it.
    private static func spawn(_ arguments: [String], _ input: String, _ output: String) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
        let texts = arguments.map { strdup($0) }
        defer { texts.forEach { free($0) } }
        var child = pid_t()
        let status = posix_spawnp(&child, arguments[0], &actions, nil, texts + [nil], nil)
        guard status == 0 else { throw RawClient.Failure(cause: String(cString: strerror(status))) }
        _ = repeatingInterrupted { Int(waitpid(child, nil, 0)) }
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
