@testable internal import LatheAccess
internal import Testing

struct JSONValueTests {
    @Test(
        "A value is read as it is written",
        arguments: [
            (" {} ", JSONValue.object([:])), ("[]", .array([])),
            ("[1, -2,\n3]", .array([.integer(1), .integer(-2), .integer(3)])),
            (
                #"{"a":{"b":[true,false,null]}}"#,
                .object(["a": .object(["b": .array([.bool(true), .bool(false), .null])])])
            ),
            (#""é\u00e9\ud83d\ude00\n\"\\\/""#, .string("éé😀\n\"\\/")), (#""""#, .string("")),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)), ("0", .integer(0)),
            ("1e2", .real(100)), ("-1.5E+1", .real(-15)), ("0.0", .real(0)),
        ])
    func accepted(text: String, value: JSONValue) throws {
        #expect(try JSONValue(Array(text.utf8)) == value)
    }

    @Test(
        "What two readers might read differently is refused",
        arguments: [
            "", " ", "{", "}", "[", "[1", "[1,]", "{,}", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, "{1:2}", "{} {}", "nul",
            "truex",
            #"{"a":1,"a":2}"#, #"{"a":1,"\u0061":2}"#, #"{"x":{"a":1,"a":1}}"#, "// c\n1", "'a'", "NaN", "Infinity",
            "-", "+1",
            "01", "1.", ".5", "1e", "1e400", "-1e400", "9223372036854775808", "1" + String(repeating: "0", count: 60),
            #"""#, #""\x""#, #""\u12""#, #""\u123g""#, #""\ud800""#, #""\udc00""#, #""\ud800\u0041""#, #""\ud800"#,
            "\"\u{1}\"",
            "\"\n\"", #""\"#, #""\u"#, String(repeating: "[", count: 17) + String(repeating: "]", count: 17),
            "\u{FEFF}1",
        ])
    func refused(text: String) {
        #expect(throws: JSONFault.self) { try JSONValue(Array(text.utf8)) }
    }

    @Test("A string that is not UTF-8 is refused", arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xC3]])
    func notUTF8(bytes: [UInt8]) {
        #expect(throws: JSONFault.self) { try JSONValue([0x22] + bytes + [0x22]) }
    }

    @Test("No text ends the process: every beginning and every altered byte of a document")
    func hostile() {
        let text = Array(#"{"a":[1,-2.5e3,"\ud83d\ude00\n",true,null],"b":{"c":"é"}}"#.utf8)
        for end in text.indices { #expect(throws: JSONFault.self) { try JSONValue(Array(text[..<end])) } }
        for index in text.indices {
            for byte in UInt8.min ... .max {
                var altered = text
                altered[index] = byte
                _ = try? JSONValue(altered)
            }
        }
    }
}
