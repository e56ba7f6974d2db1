public import LatheMedia

/// Everything that the bytes of a package follow from.
public struct Recipe: Sendable, Equatable, Codable {
    /// Of the master's file.
    public var master: SHA256Digest
    /// What is made of it, to the last option.
    public var preset: Preset
    /// How media lie in files.
    public var layout: Layout
    /// The version of Lathe.
    public var version: String
    /// Versions of the libraries that decode, resample and encode, by name.
    public var libraries: [String: String]

    /// Describes a run; two of them make the same package when they are equal.
    public init(
        master: SHA256Digest, preset: Preset, layout: Layout, version: String, libraries: [String: String]
    ) {
        self.master = master
        self.preset = preset
        self.layout = layout
        self.version = version
        self.libraries = libraries
    }

    /// In what an earlier attempt differs from this one, each a phrase for people; empty where it may be continued.
    public func differences(from earlier: Recipe) -> [String] {
        let names = Set(libraries.keys).union(earlier.libraries.keys).sorted()
        let changed = names.filter { libraries[$0] != earlier.libraries[$0] }.map { name in
            "\(name) \(earlier.libraries[name] ?? "missing"), now \(libraries[name] ?? "missing")"
        }
        return differences(
            master: earlier.master, preset: earlier.preset, layout: earlier.layout, version: earlier.version) + changed
    }

    /// In what a finished package differs from what this would make. It does not say which libraries made it.
    public func differences(from package: Package) -> [String] {
        differences(
            master: package.master.sha256, preset: package.preset, layout: package.layout, version: package.version)
    }

    private func differences(
        master earlierMaster: SHA256Digest, preset earlierPreset: Preset, layout earlierLayout: Layout,
        version earlierVersion: String
    ) -> [String] {
        var phrases: [String] = []
        if master != earlierMaster { phrases.append("another master") }
        if preset != earlierPreset { phrases.append(preset.difference(from: earlierPreset)) }
        if layout != earlierLayout { phrases.append("layout \(earlierLayout.rawValue)") }
        if version != earlierVersion { phrases.append("Lathe \(earlierVersion), now \(version)") }
        return phrases
    }
}

extension Preset {
    fileprivate func difference(from earlier: Preset) -> String {
        if name != earlier.name { return "preset \"\(earlier.name)\"" }
        let ids = earlier.renditions.map(\.id)
        if renditions.map(\.id) != ids { return "the renditions \(ids.joined(separator: ", "))" }
        if segmentDuration != earlier.segmentDuration { return "segments of \(earlier.segmentDuration) s" }
        return "another edition of preset \"\(name)\""
    }
}
