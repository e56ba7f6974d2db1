internal import CEBUR128
internal import CFFmpeg
internal import CFLAC
internal import CLAME
internal import COpus
internal import CVorbis

/// The C libraries below this target.
public enum MediaLibraries {
    /// Names and versions, as loaded.
    public static var versions: [(name: String, version: String)] {
        var loudness = (major: Int32(0), minor: Int32(0), patch: Int32(0))
        ebur128_get_version(&loudness.major, &loudness.minor, &loudness.patch)
        return [
            ("libavcodec", dotted(avcodec_version())),
            ("libavformat", AVFormat.functions.map { dotted($0.version()) } ?? "not installed"),
            ("libswresample", dotted(swresample_version())),
            ("libFLAC", String(cString: lathe_flac_version())),
            ("LAME", String(cString: get_lame_version())),
            ("libvorbis", String(cString: vorbis_version_string())),
            ("libopus", String(cString: opus_get_version_string())),
            ("libebur128", "\(loudness.major).\(loudness.minor).\(loudness.patch)"),
        ]
    }

    private static func dotted(_ version: UInt32) -> String {
        "\(version >> 16).\(version >> 8 & 0xff).\(version & 0xff)"
    }
}
