internal import Foundation

/// What an S3 server answered instead of doing what it was asked.
struct S3Fault: Sendable {
    let status: Int
    /// `NoSuchBucket`, for one; empty in replies to HEAD.
    let code: String
    private let message: String
    /// How far the server's clock is ahead of ours.
    private let skew: TimeInterval?
    private let retryAfter: String?

    /// Nil for a success, which a 200 with an error in its body is not (CompleteMultipartUpload).
    init?(_ reply: HTTPReply, at now: Date) {
        let answer = reply.head.isSuccess && !Self.mayBeError(reply.body) ? nil : XMLElement(reply.body)
        let error = answer?.name == "Error" ? answer : answer?["Error"]
        guard !reply.head.isSuccess || answer?.name == "Error" else { return nil }
        status = reply.head.status
        code = error?.text("Code") ?? ""
        message = error?.text("Message") ?? ""
        skew = reply.head["date"].flatMap(Timestamp.http).map { $0.timeIntervalSince(now) }
        retryAfter = reply.head["retry-after"]
    }

    /// Spares long lists from being read twice.
    private static func mayBeError(_ body: [UInt8]) -> Bool {
        String(decoding: body.prefix(256), as: UTF8.self).contains("<Error")
    }

    var isTransient: Bool {
        switch status {
        case 200, 400, 403: Self.transientCodes.contains(code)
        // Two conditional puts of one key at once, or a deletion beside one.
        case 409: code == "ConditionalRequestConflict" || code == "OperationAborted"
        case 507: false
        default: status == 408 || status == 429 || status >= 500
        }
    }

    private static let transientCodes = ["InternalError", "RequestTimeout", "ServiceUnavailable", "SlowDown"]

    /// How long the server wants to be left alone (RFC 9110 §10.2.3).
    var requestedPause: Duration? { retryAfter.flatMap { Int($0) }.flatMap { $0 >= 0 ? .seconds(min($0, 3600)) : nil } }

    func error(_ attempt: String, _ subject: String) -> StorageError {
        let said =
            code.isEmpty ? "the server answered \(status)" : "the server answered \(code): \(message.prefix(300))"
        return StorageError(kind, attempt, subject, because: cause ?? said, remedy: remedy)
    }

    private var kind: StorageError.Code {
        if isTransient { return .unavailable }
        switch (status, code) {
        case (_, "BadDigest"), (_, "XAmzContentSHA256Mismatch"), (_, "InvalidDigest"): return .corrupt
        case (507, _), (_, "QuotaExceeded"), (_, "InsufficientStorage"): return .full
        case (401, _), (403, _), (_, "AccessDenied"), (_, "ExpiredToken"), (_, "InvalidToken"): return .denied
        case (_, "NoSuchBucket"), (404, _): return .notFound
        case (412, _), (409, _): return .conditionFailed
        default: return .invalid
        }
    }

    private var cause: String? {
        guard code == "RequestTimeTooSkewed" else { return nil }
        let distance = skew.map { "\(Int(abs($0.rounded()))) s \($0 > 0 ? "behind" : "ahead of")" } ?? "far from"
        return "the clock of this machine is \(distance) the server's"
    }

    private var remedy: String? {
        switch code {
        case "RequestTimeTooSkewed": "Let the clock be set by NTP."
        case "NoSuchBucket": "Create the bucket, or name another."
        case "InvalidAccessKeyId", "SignatureDoesNotMatch": "Check the access key and its secret."
        case "ExpiredToken": "Get new temporary credentials."
        case "PermanentRedirect", "AuthorizationHeaderMalformed", "TemporaryRedirect":
            "Name the region and endpoint of the bucket."
        default: nil
        }
    }
}
