/// Why a request below `/s/` is not served.
public enum DeliveryRefusal: String, Error, Sendable, Equatable, CaseIterable {
    /// The path is not one of ours, or tries to leave its prefix. 400, or 404 to say less.
    case path
    /// Neither GET nor HEAD. 405.
    case method
    /// The token is not of our form. 403.
    case malformed
    /// No key has this kid. 403.
    case unknownKey
    /// The key is no longer used. 403.
    case retiredKey
    /// The token was altered, or is for another track or revision. 403.
    case signature
    /// Its time is over: the player must ask for a new one. 410.
    case expired
    /// It would last longer than any that we sign, so the clock of its signer is ahead. 403.
    case notYetValid
}
