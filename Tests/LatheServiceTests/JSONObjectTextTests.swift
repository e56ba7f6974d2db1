import Foundation
import Testing

@testable import LatheService

struct JSONObjectTextTests {
    @Test(
        "Whatever a text holds, another reader reads the same",
        arguments: ["", "a\"b\\c/d", "\u{0}\u{1}\n\u{1F}\u{7F}", "Ölprinz 👩‍👩‍👧 \u{2028}", "</script>"])
    func texts(text: String) throws {
        var object = JSONObjectText()
        object.add(text, text)
        #expect(try JSONDecoder().decode([String: String].self, from: Data(object.bytes)) == [text: text])
    }

    @Test("Members are what was added, without what is nothing")
    func members() {
        var inner = JSONObjectText()
        inner.add("a", -9.5)
        inner.add("b", Double.nan)
        var object = JSONObjectText()
        object.add("none", nil as String?)
        object.add("inner", inner)
        object.add("empty", JSONObjectText())
        object.add("small", 1e-7)
        #expect(String(decoding: object.bytes, as: UTF8.self) == #"{"inner":{"a":-9.5},"empty":{},"small":1e-07}"#)
    }
}
