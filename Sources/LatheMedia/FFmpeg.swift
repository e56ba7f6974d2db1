internal import CFFmpeg

/// The one place where FFmpeg's return codes and options become errors.
enum FFmpeg {
    /// FFmpeg writes to the standard error unless told otherwise; what matters comes back as an error code. Touched
    /// before anything is opened.
    static let silence: Void = av_log_set_callback { _, _, _, _ in }

    /// Passes a status that is no error, throws the others with FFmpeg's own words for them.
    @discardableResult
    static func check(_ status: Int32, _ code: MediaError.Code, _ attempt: String, _ subject: String) throws -> Int32 {
        guard status < 0 else { return status }
        throw MediaError(code, attempt, subject, because: message(of: status))
    }

    /// FFmpeg's words for a status.
    static func message(of status: Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(AV_ERROR_MAX_STRING_SIZE)) { text in
            guard let address = text.baseAddress, av_strerror(status, address, text.count) >= 0 else {
                return "FFmpeg error \(status)"
            }
            return String(cString: address)
        }
    }

    static func outOfMemory(_ subject: String) -> MediaError {
        MediaError(.encoder, "allocate memory for", "\"\(subject)\"", because: "there is none left")
    }

    /// Lends the options as a dictionary to a call that consumes what it knows; what it leaves is an error, so that a
    /// typo never encodes silently wrong.
    static func withOptions(
        _ options: [String: String], for subject: String, _ body: (inout OpaquePointer?) throws -> Void
    ) throws {
        var dictionary: OpaquePointer?
        defer { av_dict_free(&dictionary) }
        for (name, value) in options {
            try check(av_dict_set(&dictionary, name, value, 0), .encoder, "set option \"\(name)\" of the", subject)
        }
        try body(&dictionary)
        guard let left = av_dict_get(dictionary, "", nil, AV_DICT_IGNORE_SUFFIX) else { return }
        throw MediaError(
            .encoder, "configure the", subject,
            because: "it has no option \"\(String(cString: left.pointee.key))\"",
            remedy: "Correct \"options\" in the preset.")
    }
}
