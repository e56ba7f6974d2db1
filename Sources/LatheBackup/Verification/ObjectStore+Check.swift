internal import LatheStorage

extension ObjectStore {
    /// Holds an object against what it must be.
    ///
    /// - Parameters:
    ///   - expected: nil where only the store itself says what it must be.
    ///   - isRead: its bytes are; else what the store says of them.
    ///   - subject: what a finding calls it; its key by default.
    func check(
        _ key: ObjectKey, against expected: Blob?, reading isRead: Bool, as subject: String? = nil
    ) async throws -> ObjectCheck {
        let subject = subject ?? key.text
        func found(_ code: VerificationReport.Finding.Code, _ message: String) -> ObjectCheck {
            ObjectCheck(isRead: isRead, finding: .init(code: code, subject: subject, message: message))
        }
        guard let object = try await head(key) else { return found(.missing, "it is not there") }
        if let expected, object.size != expected.bytes {
            return found(.damaged, "it has \(object.size) bytes and must have \(expected.bytes)")
        }
        if let expected, let sha256 = object.sha256, sha256 != expected.sha256 {
            return found(.damaged, "its SHA-256 is \(sha256) and must be \(expected.sha256)")
        }
        guard isRead else { return ObjectCheck() }
        do {
            guard let blob = try await blob(at: key) else { return found(.missing, "it is not there") }
            guard let sha256 = expected?.sha256 ?? object.sha256, sha256 != blob.sha256 else {
                return ObjectCheck(isRead: true, bytes: blob.bytes)
            }
            return found(.damaged, "its SHA-256 is \(blob.sha256) and must be \(sha256)")
        } catch let error as StorageError where error.code == .corrupt {
            return found(.damaged, error.cause)
        }
    }
}
