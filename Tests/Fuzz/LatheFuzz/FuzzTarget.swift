internal import Lathe
internal import LatheMedia

/// What is fed with mutated bytes. Any error is fine, a trap or a sanitizer's report is not.
enum FuzzTarget: String, CaseIterable {
    /// Masters: demuxing, decoding, tags.
    case master
    /// Coded audio that is packaged as it is: MP4, ADTS, MP3, Ogg Vorbis, FLAC.
    case coded
    /// JSON5 of presets.
    case preset
    /// Packages: the first byte chooses a file of a good one, which the others replace.
    case package

    func feed(_ bytes: UnsafeRawBufferPointer) {
        switch self {
        case .master: Scratch.shared.withFile(of: bytes, decode)
        case .coded:
            Scratch.shared.withFile(of: bytes) { path in
                let limits = MasterLimits(bytes: 1 << 22, duration: 60)
                try CodedFile.open(path, limits: limits).forEachFrame { _ in }
            }
        case .preset: Scratch.shared.withFile(of: bytes) { _ = try Preset(contentsOf: $0) }
        case .package: GoodPackages.shared.validate(replacing: bytes)
        }
    }

    /// Reads everything, with limits that keep one input short.
    private func decode(_ path: String) throws {
        let reader = try MasterReader(path: path, limits: MasterLimits(bytes: 1 << 22, duration: 60))
        while try reader.read(46_080) != nil {}
    }
}
