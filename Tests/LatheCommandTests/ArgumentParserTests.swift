import Testing

@testable import LatheCommand

@Suite("Command lines")
struct ArgumentParserTests {
    static let color = OptionSyntax(name: "color", short: "c", placeholder: "NAME", help: "the color")
    static let size = ValueOption<Int>.integer(OptionSyntax(name: "size", placeholder: "N", help: "size"), in: 1...9)
    static let tag = ValueOption.text(OptionSyntax(name: "tag", placeholder: "T", isRepeatable: true, help: "a tag"))
    static let loud = OptionSyntax(name: "loud", short: "l", help: "shout")
    static let syntax = CommandSyntax(
        name: "paint", summary: "paint things",
        operands: [
            .init(placeholder: "THING", help: "what to paint"),
            .init(placeholder: "WALL", isRequired: false, help: "where"),
        ],
        options: [color, size.syntax, tag.syntax, loud])

    @Test(
        "Operands and options are sorted whatever their order and spelling",
        arguments: [
            (["cat"], ["cat"], [:]),
            (["cat", "north"], ["cat", "north"], [:]),
            (["cat", "--color", "red"], ["cat"], ["color": ["red"]]),
            (["--color=red", "cat"], ["cat"], ["color": ["red"]]),
            (["--color=", "cat"], ["cat"], ["color": [""]]),
            (["--color=a=b", "cat"], ["cat"], ["color": ["a=b"]]),
            (["--color=-red", "cat"], ["cat"], ["color": ["-red"]]),
            (["-c", "red", "cat"], ["cat"], ["color": ["red"]]),
            (["-cred", "cat"], ["cat"], ["color": ["red"]]),
            (["-l", "cat"], ["cat"], ["loud": [""]]),
            (["--tag", "a", "cat", "--tag=b"], ["cat"], ["tag": ["a", "b"]]),
            (["--color", "-", "-"], ["-"], ["color": ["-"]]),
            (["--", "--color", "-l"], ["--color", "-l"], [:]),
            (["--help"], [], ["help": [""]]),
            (["-h", "--color", "red"], [], ["help": [""], "color": ["red"]]),
        ] as [([String], [String], [String: [String]])])
    func sorts(words: [String], operands: [String], texts: [String: [String]]) throws {
        let expected = ParsedArguments(command: "paint", operands: operands, texts: texts)
        #expect(try Self.syntax.parse(words) == expected)
    }

    @Test(
        "What makes no sense is refused in words",
        arguments: [
            ([], "paint needs THING: what to paint"),
            (["a", "b", "c"], "unexpected argument \"c\""),
            (["a", "--colour", "red"], "there is no option --colour; did you mean --color?"),
            (["a", "--co=red"], "there is no option --co; did you mean --color?"),
            (["a", "--wrong"], "there is no option --wrong"),
            (["a", "-x"], "there is no option -x"),
            (["a", "--color"], "--color NAME: the value is missing"),
            (["a", "--color", "--loud"], "--color NAME: the value is missing"),
            (["a", "--color", "red", "--color", "blue"], "--color is given twice"),
            (["a", "--loud", "--loud"], "--loud is given twice"),
            (["a", "--loud=yes"], "--loud takes no value"),
        ])
    func refuses(words: [String], message: String) {
        #expect(throws: UsageError(message, command: "paint")) { try Self.syntax.parse(words) }
    }

    @Test("A required option is missed by name, unless help is asked for")
    func requiredOption() throws {
        let output = OptionSyntax(name: "output", placeholder: "DIR", isRequired: true, help: "the folder")
        let syntax = CommandSyntax(name: "make", summary: "make", options: [output])
        #expect(throws: UsageError("make needs --output DIR: the folder", command: "make")) { try syntax.parse([]) }
        #expect(try syntax.parse(["--help"]).has(CommandSyntax.help))
    }

    @Test("Values are typed", arguments: [("1", 1), ("9", 9)])
    func typedValue(text: String, value: Int) throws {
        #expect(try Self.syntax.parse(["a", "--size", text]).value(Self.size) == value)
    }

    @Test("An option that is not given has no value")
    func noValue() throws {
        let arguments = try Self.syntax.parse(["a"])
        #expect(try arguments.value(Self.size) == nil)
        #expect(try arguments.values(Self.tag) == [])
        #expect(!arguments.has(Self.loud))
    }

    @Test("A value of the wrong type is refused with what it must be", arguments: ["0", "10", "x", "1.5", "", "1 "])
    func wrongValue(text: String) throws {
        let arguments = try Self.syntax.parse(["a", "--size=\(text)"])
        #expect(throws: UsageError("--size takes a whole number from 1 to 9, not \"\(text)\"", command: "paint")) {
            try arguments.value(Self.size)
        }
    }

    @Test("The paragraph names the help that says more")
    func paragraph() {
        #expect(UsageError("no", command: "paint").description == "no. See `lathe help paint`.")
        #expect(UsageError("did you mean --x?").description == "did you mean --x? See `lathe help`.")
    }
}
