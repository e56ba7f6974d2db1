import FoundationEssentials
import LatheAccess
import LatheHTTP

/// A request and what was answered.
struct Exchange: Sendable, Encodable {
    let method: String
    /// Below the API's prefix, with its query.
    let path: String
    let status: Int
    let headers: [String: String]
    let body: String

    init(method: String, path: String, _ response: Response) {
        self.method = method
        self.path = path
        status = response.status.code
        headers = Dictionary(response.headers.fields.map { ($0.name.lowercased(), $0.value) }) { "\($0), \($1)" }
        body = if case .bytes(let bytes) = response.body { String(decoding: bytes, as: UTF8.self) } else { "" }
    }

    /// A member of the answer, members of members after dots: `items.0.name`.
    subscript(_ path: String) -> JSONValue? {
        var value = try? JSONValue(Array(body.utf8))
        for name in path.split(separator: ".") {
            value =
                Int(name).flatMap { index in
                    value?.array.flatMap { $0.indices.contains(index) ? $0[index] : nil }
                } ?? value?.object?[String(name)]
        }
        return value
    }

    /// The text at such a path; empty where there is none.
    func text(_ path: String) -> String { self[path]?.string ?? "" }

    /// The texts at a path in each item of a page.
    func items(_ name: String) -> [String] {
        self["items"]?.array?.compactMap { $0.object?[name]?.string } ?? []
    }
}
