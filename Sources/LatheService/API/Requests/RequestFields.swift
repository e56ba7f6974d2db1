internal import LatheAccess
internal import LatheHTTP

/// The members of the JSON object that a request carries, read strictly: what is not known, missing or of another type
/// is told with a JSON pointer (RFC 6901).
struct RequestFields: Sendable {
    /// As they came.
    let bytes: [UInt8]
    private let members: [String: JSONValue]
    /// Where they are in the content: empty for the whole of it.
    private let place: String

    /// Reads all of the content.
    ///
    /// - Parameters:
    ///   - names: of the members that there may be.
    ///   - limit: bytes.
    /// - Throws: `Problem`: 415, 413, 400 for what is no JSON, 422 for what is no object of these members.
    init(
        _ request: Request, _ names: Set<String>, limit: Int = RouteLimits().body
    ) async throws {
        let type = request.headers["Content-Type"]?.prefix { $0 != ";" }.lowercased()
        guard let type, type.filter({ $0 != " " }) == "application/json" else {
            throw Problem(415, detail: "Send JSON, with Content-Type: application/json.")
        }
        bytes = try await request.body.collect(upTo: limit)
        let value: JSONValue
        do throws(JSONFault) { value = try JSONValue(bytes) } catch {
            throw Problem.malformed("The content is no JSON: \(error.cause), at byte \(error.offset).")
        }
        (members, place) = (try Self.members(of: value, names, at: ""), "")
    }

    /// An object in the content.
    init(_ value: JSONValue, _ names: Set<String>, at place: String) throws {
        (bytes, members, self.place) = ([], try Self.members(of: value, names, at: place), place)
    }

    private static func members(
        of value: JSONValue, _ names: Set<String>, at place: String
    ) throws -> [String: JSONValue] {
        guard let members = value.object else { throw Problem.invalid(place, "This is no object.") }
        if let stranger = Set(members.keys).subtracting(names).min() {
            let known = names.sorted().joined(separator: ", ")
            throw Problem.invalid(
                place + "/" + escaped(stranger), "There is no such field; there are \(known).")
        }
        return members
    }

    /// Whether there is such a member, null or not.
    func has(_ name: String) -> Bool { members[name] != nil }

    /// A text for people: not blank, without control characters, so that every database and log can hold it.
    /// - Parameter length: in code points, as JSON Schema counts.
    func name(_ name: String, length: ClosedRange<Int> = 1...300) throws -> String {
        let text = try self.text(name, length: length)
        let scalars = text.unicodeScalars
        guard !scalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            throw Problem.invalid(pointer(name), "Control characters are not allowed.")
        }
        guard scalars.contains(where: { !$0.properties.isWhitespace }) else {
            throw Problem.invalid(pointer(name), "It is blank.")
        }
        return text
    }

    /// A text that must be there.
    func text(_ name: String, length: ClosedRange<Int>) throws -> String {
        guard let value = members[name] else { throw Problem.invalid(pointer(name), "It is missing.") }
        guard let text = value.string else { throw Problem.invalid(pointer(name), "This is no string.") }
        guard length.contains(text.unicodeScalars.count) else {
            throw Problem.invalid(
                pointer(name), "It may have \(length.lowerBound) to \(length.upperBound) characters.")
        }
        return text
    }

    /// An identifier that must be there; whether there is such a thing is another question.
    func id(_ name: String) throws -> String {
        let text = try self.text(name, length: 1...64)
        guard Self.isID(text) else { throw Problem.invalid(pointer(name), "This is no identifier.") }
        return text
    }

    /// True or false; nil where it is not there.
    func flag(_ name: String) throws -> Bool? {
        switch members[name] {
        case nil: nil
        case .bool(let flag)?: flag
        default: throw Problem.invalid(pointer(name), "This is neither true nor false.")
        }
    }

    /// Identifiers in their order.
    func ids(_ name: String, atMost limit: Int) throws -> [String] {
        guard let value = members[name] else { throw Problem.invalid(pointer(name), "It is missing.") }
        guard let items = value.array else { throw Problem.invalid(pointer(name), "This is no array.") }
        guard items.count <= limit else {
            throw Problem.invalid(pointer(name), "It may have at most \(limit) items.")
        }
        return try items.enumerated().map { index, item in
            guard let text = item.string, Self.isID(text) else {
                throw Problem.invalid("\(pointer(name))/\(index)", "This is no identifier.")
            }
            return text
        }
    }

    /// The value as it is; nil where it is not there.
    func value(_ name: String) -> JSONValue? { members[name] }

    static func isID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// To a member.
    func pointer(_ name: String) -> String { "\(place)/\(Self.escaped(name))" }

    /// RFC 6901 §3.
    private static func escaped(_ name: String) -> String {
        name.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}
