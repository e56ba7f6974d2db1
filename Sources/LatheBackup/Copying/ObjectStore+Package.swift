internal import Foundation
internal import LatheCrypto
internal import LatheStorage

/// What reading a package's description came to.
enum PackageReading: Sendable {
    case contents(PackageContents)
    /// It is not there, or not what the catalogue says.
    case flaw(VerificationReport.Finding)
}

extension ObjectStore {
    /// Reads what is in a package, and holds the document against the checksum that the catalogue has of it.
    func readPackage(_ prefix: String, _ sha256: String) async throws -> PackageReading {
        let key = try PackageContents.documentKey(prefix)
        func fail(_ code: VerificationReport.Finding.Code, _ message: String) -> PackageReading {
            .flaw(.init(code: code, subject: key.text, message: message))
        }
        do {
            guard let document = try await bytes(at: key) else { return fail(.missing, "it is not there") }
            let found = Blob(of: document).sha256.hexadecimal
            guard found == sha256 else { return fail(.damaged, "its SHA-256 is \(found) and must be \(sha256)") }
            return .contents(try PackageContents(document, at: prefix))
        } catch let error as StorageError where error.code == .corrupt {
            return fail(.damaged, error.cause)
        } catch is DecodingError {
            return fail(.damaged, "it is no description of a package")
        }
    }
}
