internal import LatheMedia

/// What is at work here.
public enum LatheVersion {
    /// Semantic version of Lathe; goes into `package.json`.
    public static let current = "0.1.0"

    /// The libraries that make the sound, by name and version as loaded.
    public static var libraries: [(name: String, version: String)] { MediaLibraries.versions }
}
