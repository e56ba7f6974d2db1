internal import LatheTelemetry

/// What came of a request, for the access log and for metrics.
public struct AccessRecord: Sendable {
    /// As the client got it in `X-Request-Id`.
    public let id: String
    /// `-` if the request was refused before it was read.
    public let method: String
    /// The pattern of the route that answered; nil if none did. Unlike the target it is one of a few.
    public let route: String?
    /// Without credentials.
    public let target: String
    public let status: Int
    /// Of content that was sent, or begun to be sent.
    public let bytes: Int
    /// From the request's line to the end of the answer.
    public let duration: Duration
    public let remoteAddress: String
    /// False if the client left, broke a deadline, or the answer failed midway.
    public let isComplete: Bool
}

extension Log {
    func record(_ record: AccessRecord) {
        info(
            "request",
            [
                "request": .string(record.id), "method": .string(record.method), "path": .string(record.target),
                "status": .integer(Int64(record.status)), "bytes": .integer(Int64(record.bytes)),
                "milliseconds": .number(Double(record.duration / .microseconds(1)).rounded() / 1000),
                "remote": .string(record.remoteAddress), "complete": .boolean(record.isComplete),
            ])
    }
}
