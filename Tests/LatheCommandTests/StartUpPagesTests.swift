import Testing

@testable import LatheCommand

struct StartUpPagesTests {
    @Test(
        "Only code of files is given back",
        arguments: [
            ("55d0c8a00000-55d0c9f00000 r-xp 00000000 08:01 131 /usr/bin/lathe", 0x55d0_c8a0_0000..<0x55d0_c9f0_0000),
            ("7f00-7f10 r-xp 00000000 08:01 131                      /a path (deleted)", 0x7f00..<0x7f10),
            ("7f00-7f10 r--p 00000000 08:01 131 /usr/lib/libc.so.6", nil),
            ("7f00-7f10 rw-p 00000000 08:01 131 /usr/lib/libc.so.6", nil),
            ("7f00-7f10 rwxp 00000000 08:01 131 /usr/lib/libc.so.6", nil),
            ("7f00-7f10 r-xp 00000000 00:00 0 [vdso]", nil), ("7f00-7f10 r-xp 00000000 00:00 0 ", nil),
            ("7f10-7f00 r-xp 00000000 08:01 131 /x", nil), ("x-y r-xp 00000000 08:01 131 /x", nil), ("", nil),
        ] as [(String, Range<UInt>?)])
    func code(line: String, range: Range<UInt>?) {
        #expect(StartUpPages.code(line[...]) == range)
    }

    @Test("The program runs on without them")
    func release() {
        for _ in 1...3 { StartUpPages.release() }
        #expect([3, 1, 2].sorted().map { "\($0)" }.joined() == "123")
    }
}
