/// A request's line and header fields, as they came.
struct RequestHead {
    enum Version { case http10, http11 }

    /// How the content's end is found, RFC 9112 §6.3.
    enum Framing: Equatable {
        case none
        case length(Int)
        case chunked
    }

    let method: HTTPMethod
    let target: RequestTarget
    let version: Version
    let headers: HTTPHeaders
    let framing: Framing
    /// The client waits for a word before it sends the content.
    let expectsContinue: Bool
}
