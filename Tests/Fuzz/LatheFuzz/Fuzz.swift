internal import CFuzzer
internal import Foundation

/// Feeds one target with mutated inputs until time is up or something breaks: `make fuzz` says how.
@main
struct Fuzz {
    static let target: FuzzTarget = {
        let name = ProcessInfo.processInfo.environment["LATHE_FUZZ"] ?? ""
        guard let target = FuzzTarget(rawValue: name) else {
            fatalError("LATHE_FUZZ is \"\(name)\", none of \(FuzzTarget.allCases.map(\.rawValue))")
        }
        return target
    }()

    static func main() {
        var count = CommandLine.argc
        var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(LLVMFuzzerRunDriver(&count, &words, feedFuzzTarget))
    }
}

/// libFuzzer's own `main`, which is linked too, looks for this name.
@_cdecl("LLVMFuzzerTestOneInput")
func feedFuzzTarget(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    Fuzz.target.feed(UnsafeRawBufferPointer(start: bytes, count: count))
    return 0
}
