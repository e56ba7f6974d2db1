import Testing

@testable import LatheCatalog

@Suite("Words to search by")
struct SearchWordsTests {
    @Test(
        "A name is folded to the words that people type",
        arguments: [
            ("Beyoncé – Déjà Vu", "beyonce deja vu"),
            ("AC/DC", "ac dc"),
            ("Don't Stop", "dont stop"),
            ("Don’t Stop", "dont stop"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("Mø, Sigur Rós & Þórunn", "mo sigur ros thorunn"),
            ("Łódź", "lodz"),
            ("İstanbul ısı", "istanbul isi"),
            ("ﬁrst №1", "first no1"),
            ("ＦＵＬＬ　ｗｉｄｔｈ", "full width"),
            ("Дельфины Ёлка", "дельфины елка"),
            ("がんばれ", "がんばれ"),
            ("한국어", "한국어"),
            ("हिन्दी", "हिन्दी"),
            ("e\u{301}", "e"),
            ("!!!", "!!!"),
            ("", "-"),
            ("\u{0}a\u{0}", "a"),
        ])
    func fold(name: String, key: String) {
        #expect(SearchWords(name).key == key)
    }

    @Test("Folding what is folded changes nothing", arguments: ["Beyoncé", "がんばれ", "한국어", "हिन्दी", "ﬁ", "ไทย"])
    func isIdempotent(name: String) {
        let key = SearchWords(name).key
        #expect(SearchWords(key).key == key)
    }

    @Test("No name is too long for an index of PostgreSQL")
    func length() {
        for name in [String(repeating: "a", count: 1_000_000), String(repeating: "한 ", count: 100_000), "👩‍👩‍👧‍👦"] {
            let words = SearchWords(name)
            #expect(words.key.utf8.count <= 2700 && words.words.allSatisfy { $0.utf8.count <= 2046 })
            #expect(words.words.count <= 64)
        }
    }

    @Test(
        "The last word of a query is begun only",
        arguments: [("bea hel", "'bea' & 'hel*'"), ("Metamorphosis", "'metamorphosis':*")])
    func query(text: String, expected: String) {
        #expect(SearchWords(text).tsquery == expected)
    }

    @Test("Letters that mean something to a query language are only letters")
    func hostile() {
        #expect(SearchWords(#"" OR 'x':* & ! (NEAR)"#).fullTextQuery == #""or" "x" "near"*"#)
    }
}
