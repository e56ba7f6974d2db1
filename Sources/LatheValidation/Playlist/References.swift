/// Follows the references that one file makes.
struct References {
    /// The file.
    let path: String

    /// - Returns: a path of the package; nil, with a finding, for what leads elsewhere.
    func resolve(_ uri: String, at place: Finding.Place, _ findings: inout Findings) -> String? {
        switch Reference(uri, from: path) {
        case .inside(let path): return path
        case .outside: findings.add(.uriOutside, at: place, "\"\(uri)\" leads out of the package")
        case .remote: findings.add(.uriRemote, at: place, "\"\(uri)\" lies on another server")
        case .malformed: findings.add(.uriMalformed, at: place, "\"\(uri)\" is no URI reference")
        }
        return nil
    }
}
