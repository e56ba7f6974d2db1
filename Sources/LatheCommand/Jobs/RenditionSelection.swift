import LatheAccess

/// A part of the renditions that a job makes.
enum RenditionSelection {
    /// By the members `preset.renditions` of the payload; what else is in it stays, whichever version wrote it.
    ///
    /// - Parameters:
    ///   - payload: of a job, JSON.
    ///   - wanted: ids as a preset has them, `aac-96`.
    /// - Returns: the payload of the same job that makes these only.
    /// - Throws: `CommandError` with code `wrongState` where the job makes no such rendition.
    static func select(_ wanted: [String], of payload: String) throws -> String {
        guard var order = JSONValue(text: payload).object, var preset = order["preset"]?.object,
            let all = preset["renditions"]?.array
        else {
            throw CommandError(
                .wrongState, "select", "renditions", because: "the job makes none", remedy: "Leave --rendition out.")
        }
        let ids = all.map(id)
        for name in wanted where !ids.contains(name) {
            throw CommandError(
                .wrongState, "select", "the rendition \"\(name)\"", because: "the job does not make it",
                remedy: "It makes \(ids.compactMap(\.self).joined(separator: ", ")).")
        }
        preset["renditions"] = .array(zip(all, ids).filter { $1.map(wanted.contains) == true }.map(\.0))
        order["preset"] = .object(preset)
        return try jsonText(JSONValue.object(order))
    }

    private static func id(_ rendition: JSONValue) -> String? {
        guard let codec = rendition["codec"]?.string else { return nil }
        return rendition["kilobitsPerSecond"]?.integer.map { "\(codec)-\($0)" } ?? codec
    }
}
