internal import CFFmpeg

/// libavformat's functions, loaded with the first master that needs them and kept.
enum AVFormat {
    /// Nil when the library is not installed.
    static let functions: lathe_avformat? = {
        var functions = lathe_avformat()
        return lathe_load_avformat(&functions) ? functions : nil
    }()

    /// Throws `unsupported`, which says what to install.
    static func functions(for file: MasterFile) throws -> lathe_avformat {
        if let functions { return functions }
        throw file.failure(
            .unsupported, "libavformat.so.\(LIBAVFORMAT_VERSION_MAJOR), which reads WAV and AIFF, cannot be loaded",
            remedy: "Install FFmpeg's libavformat, or give Lathe a FLAC master.")
    }
}
