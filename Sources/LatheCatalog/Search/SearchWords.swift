internal import Foundation

/// A name as it is sorted by and found: its words in lower case, without diacritics, with one space between.
///
/// Folded when it is written and when it is asked for, so that both databases agree: `Beyoncé – Déjà Vu` is
/// `beyonce deja vu`. Marks that belong to a letter of its script (Devanagari, Thai, kana) stay.
struct SearchWords: Equatable {
    let words: [String]
    /// What a name without a word in it (`!!!`) is sorted by.
    private let remains: String

    /// PostgreSQL refuses a word of more than 2046 bytes, and an index entry of more than 2704.
    private static let lengthLimit = 64
    private static let countLimit = 64
    private static let keyLimit = 200

    /// - Parameter limit: how many words are looked at.
    init(_ text: String, limit: Int = countLimit) {
        let folded = Self.folded(text.unicodeScalars.prefix(2000))
        words = folded.split { !Self.belongsToWord($0) }.prefix(limit).map {
            String(String.UnicodeScalarView($0.prefix(Self.lengthLimit)))
        }
        remains = String(folded).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// What it is sorted by, and found by the beginning of. Never empty: that is the key of rows from before there were any.
    var key: String {
        let text = words.isEmpty ? (remains.isEmpty ? "-" : remains) : words.joined(separator: " ")
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.keyLimit)))
    }

    /// The words of several names: what a full text search finds something by.
    static func text(of names: [String]) -> String {
        names.flatMap { SearchWords($0).words }.joined(separator: " ")
    }

    private static func folded(_ scalars: some Sequence<Unicode.Scalar>) -> String.UnicodeScalarView {
        let text = String(String.UnicodeScalarView(scalars)).decomposedStringWithCompatibilityMapping.lowercased()
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !isDropped(scalar) {
            if let letters = lettersWithoutDecomposition[scalar] {
                result.append(contentsOf: letters.unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        // Hangul and kana in one piece again.
        return String(result).precomposedStringWithCanonicalMapping.unicodeScalars
    }

    /// Diacritics have combining classes from 200 on (Unicode §4.3); an apostrophe does not part a word: `dont`.
    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "'" || scalar == "\u{2019}" || scalar.value == 0
            || scalar.properties.canonicalCombiningClass.rawValue >= 200
    }

    /// Letters whose stroke or ligature is no mark to Unicode.
    private static let lettersWithoutDecomposition: [Unicode.Scalar: String] = [
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i",
        "ŧ": "t",
    ]

    private static func belongsToWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber, .privateUse:
            true
        default: false
        }
    }
}
