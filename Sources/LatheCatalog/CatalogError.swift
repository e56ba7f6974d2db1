/// What goes wrong in the catalogue beside the database itself.
public enum CatalogError: Error, Equatable {
    /// A row that was just written is not there.
    case vanished
    /// There is no such revision.
    case unknownRevision(Revision.ID)
    /// A row says what this version of Lathe does not understand.
    case unknownValue(String, column: String)
}

extension CatalogError: CustomStringConvertible {
    /// For people.
    public var description: String {
        switch self {
        case .vanished: "cannot write to the catalogue: a row vanished while it was written."
        case .unknownRevision(let id): "cannot publish revision \(id): there is none."
        case .unknownValue(let value, let column):
            "cannot read the catalogue: \"\(column)\" holds \"\(value)\", which this version does not know. "
                + "Use the newest lathe that works on this database."
        }
    }
}
