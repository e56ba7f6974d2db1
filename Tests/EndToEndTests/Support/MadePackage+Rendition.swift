internal import Lathe
internal import Testing

extension MadePackage {
    func rendition(_ id: String) throws -> Package.Rendition {
        try #require(package.renditions.first { $0.id == id }, "the package has no \(id)")
    }

    /// The full path of its media playlist.
    func playlist(of rendition: Package.Rendition) throws -> String {
        "\(path)/\(try #require(rendition.playlist))"
    }
}

extension Preset {
    /// The lowest rung of each codec.
    static var small: Preset {
        get throws { try Preset.music.selecting(["aac-96", "mp3-96", "vorbis-96"]) }
    }
}
