import Foundation
import Testing

@testable import LatheCatalog

@Suite("Cursors")
struct CursorTests {
    @Test(
        "A cursor survives being text",
        arguments: [
            Cursor(order: .newest, key: .time(1_700_000_000_123), id: "018f"),
            Cursor(order: .oldest, key: .time(-1), id: ""),
            Cursor(order: .name, key: .name("deja vu  é"), id: "018f"),
        ])
    func text(cursor: Cursor) {
        let text = cursor.description
        #expect(text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
        #expect(Cursor(text) == cursor)
    }

    @Test(
        "What never was a cursor is none",
        arguments: [
            "", "?", "bmFtZQ", encoded("loudest x 1"), encoded("newest x y"), encoded("name x \u{0}"),
            String(repeating: "A", count: 5000),
        ])
    func garbage(text: String) {
        #expect(Cursor(text) == nil)
    }

    private static func encoded(_ fields: String) -> String {
        Data(fields.utf8).base64EncodedString().filter { $0 != "=" }
    }
}
