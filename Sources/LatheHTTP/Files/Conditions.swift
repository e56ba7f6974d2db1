/// The conditions of a request, RFC 9110 §13, against the representation that is there.
struct Conditions {
    enum Outcome: Equatable {
        case proceed
        /// 304.
        case notModified
        /// 412.
        case failed
    }

    let request: Request
    /// Strong: with its quotes.
    let entityTag: String
    /// In whole seconds since 1970.
    let modified: Int

    /// In the order of §13.2.2.
    var outcome: Outcome {
        if let list = request.headers.list("If-Match") {
            guard Self.matches(list, entityTag, weakly: false) else { return .failed }
        } else if let date = request.headers["If-Unmodified-Since"].flatMap(HTTPDate.seconds) {
            guard modified <= date else { return .failed }
        }
        let isReading = request.method == .get || request.method == .head
        if let list = request.headers.list("If-None-Match") {
            guard Self.matches(list, entityTag, weakly: true) else { return .proceed }
            return isReading ? .notModified : .failed
        }
        if isReading, let date = request.headers["If-Modified-Since"].flatMap(HTTPDate.seconds) {
            return modified <= date ? .notModified : .proceed
        }
        return .proceed
    }

    /// Does the Range field count? Only for GET, and only while If-Range names what is there (§13.1.5, §14.2).
    var allowsRange: Bool {
        guard request.method == .get else { return false }
        guard let condition = request.headers["If-Range"] else { return true }
        // A date is a strong validator only if it is exact, and that it is only if it is ours.
        return condition == entityTag || HTTPDate.seconds(condition) == modified
    }

    /// Looks for the tag in a list like `"a", W/"b"` or `*`.
    private static func matches(_ list: String, _ tag: String, weakly: Bool) -> Bool {
        if list.wholeMatch(of: /\s*\*\s*/) != nil { return true }
        return list.matches(of: /(W\/)?("[^"]*")/).contains { $0.2 == tag && (weakly || $0.1 == nil) }
    }
}
