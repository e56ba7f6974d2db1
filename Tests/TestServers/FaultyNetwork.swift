internal import Foundation

/// A way to a bucket on which requests and answers meet with accidents: `Tests/Support/fault-proxy.py`.
public final class FaultyNetwork: Sendable {
    /// What happens to the first requests that fit.
    public struct Rule: Encodable, Sendable {
        public var method: String?
        public var times: Int
        public let fault: String
        private let contains: String?
        private let status: Int?
        private let code: String?
        private let bytes: Int?
        private let seconds: Double?
        private let headers: [String: String]?

        /// - Parameters:
        ///   - fault: see the script.
        ///   - contains: a part of the request's target.
        ///   - bytes: after which it happens.
        public init(
            _ fault: String, method: String? = nil, contains: String? = nil, times: Int = 1, status: Int? = nil,
            code: String? = nil, bytes: Int? = nil, seconds: Double? = nil, headers: [String: String]? = nil
        ) {
            self.fault = fault
            self.method = method
            self.contains = contains
            self.times = times
            self.status = status
            self.code = code
            self.bytes = bytes
            self.seconds = seconds
            self.headers = headers
        }
    }

    let port: UInt16
    private let server: SupervisedServer

    /// Returns when requests can be made.
    public init(before bucket: S3Bucket, _ rules: [Rule]) async throws {
        let text = String(decoding: try JSONEncoder().encode(rules), as: UTF8.self)
        let folder = try ServerUser.folder("network")
        server = try SupervisedServer(
            ["/usr/bin/python3", TestTool.script("fault-proxy.py"), "\(folder)/port", "\(bucket.port)", text],
            in: folder, endedBy: "KILL")
        port = try await server.announcedPort
    }

    /// What was asked so far: method and fault of each request whose target contains a text.
    public func requests(containing text: String = "") -> [String] {
        server.log.split(separator: "\n").map { $0.split(separator: " ") }
            .filter { $0.count == 3 && (text.isEmpty || $0[1].contains(text)) }.map { "\($0[0]) \($0[2])" }
    }

    /// How many requests met with a fault.
    public func count(of fault: String) -> Int { requests().count { $0.hasSuffix(" \(fault)") } }
}
