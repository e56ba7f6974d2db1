internal import Foundation
internal import LatheCrypto
internal import LatheStorage

extension VerificationReport.Finding: Error {}

extension ObjectStore {
    /// Reads what is in a package, and holds the document against the checksum that the catalogue has of it.
    func contents(
        ofPackage prefix: String, _ sha256: String
    ) async throws -> Result<PackageContents, VerificationReport.Finding> {
        let key = try PackageContents.documentKey(prefix)
        func fail(_ code: VerificationReport.Finding.Code, _ message: String) -> Result<
            PackageContents, VerificationReport.Finding
        > { .failure(.init(code: code, subject: key.text, message: message)) }
        do {
            guard let document = try await bytes(at: key) else { return fail(.missing, "it is not there") }
            let found = Blob(of: document).sha256.hexadecimal
            guard found == sha256 else { return fail(.damaged, "its SHA-256 is \(found) and must be \(sha256)") }
            return .success(try PackageContents(document, at: prefix))
        } catch let error as StorageError where error.code == .corrupt {
            return fail(.damaged, error.cause)
        } catch is DecodingError {
            return fail(.damaged, "it is no description of a package")
        }
    }
}
