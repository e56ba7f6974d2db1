internal import LatheDatabase
internal import Testing

struct DatabaseURLTests {
    @Test(
        "A URL is shown without its password",
        arguments: [
            ("sqlite:///var/lib/lathe.db", "sqlite:///var/lib/lathe.db"), ("sqlite:lathe.db", "sqlite:lathe.db"),
            ("lathe.db", "sqlite:lathe.db"), ("/var/a%20b.db", "sqlite:///var/a%20b.db"),
            ("sqlite:///var/a%20b.db", "sqlite:///var/a b.db"),
            ("postgres://u:s3cret@h:5433/n", "postgres://u:***@h:5433/n"),
            ("postgresql://u:s3cret@h/n?sslmode=require", "postgres://u:***@h/n"),
            ("postgres://u@h/n?password=s3cret", "postgres://u:***@h/n"), ("postgres:///n", "postgres:///n"),
            ("postgres://u:s3cret%40%2F@h:1,i:2/n", "postgres://u:***@h:1,i:2/n"),
            ("postgres://u:s3cret?x#y@h/n", "postgres://u:***@h/n"),
        ])
    func description(text: String, expected: String) throws {
        let url = try DatabaseURL(text)
        #expect(url.description == expected)
        #expect(String(reflecting: url) == expected)
        var dumped = ""
        dump(url, to: &dumped)
        #expect(!dumped.contains("s3cret"))
    }

    @Test(
        "A URL that is none is refused, and its password not quoted",
        arguments: [
            "", ":memory:", "sqlite:", "sqlite://host/path", "sqlite:%zz", "mysql://u:s3cret@h/n",
            "postgres://u:s3cret@x@h/n", "postgres://u:s3cret/x@h/n",
            "postgres://u:s3cret%zz@h/n", "postgres://h:s3cret/n",
            "postgres://h/n?nothing=s3cret",
        ])
    func refused(text: String) throws {
        let error = #expect(throws: DatabaseError.self) { try DatabaseURL(text) }
        #expect(error?.code == .invalid)
        #expect(error.map { "\($0)".contains("s3cret") } == false)
    }
}
