internal import LatheMedia

extension MasterTags {
    /// Names of the Vorbis comment specification and of common use.
    var vorbisComments: [(name: String, value: String)] {
        let fields: [(String, String?)] = [
            ("TITLE", title), ("ARTIST", artist), ("ALBUM", album), ("DATE", date), ("TRACKNUMBER", track),
            ("ISRC", isrc), ("REPLAYGAIN_TRACK_GAIN", trackGain), ("REPLAYGAIN_TRACK_PEAK", trackPeak),
            ("REPLAYGAIN_ALBUM_GAIN", albumGain), ("REPLAYGAIN_ALBUM_PEAK", albumPeak),
        ]
        return fields.compactMap { name, value in value.map { (name, $0) } }
    }
}
