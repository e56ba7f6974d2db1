/// The seam between `MasterReader` and the libraries that decode.
protocol MasterDecoder: AnyObject {
    /// Known once the decoder is made.
    var facts: MasterFacts { get }
    /// Final once `decode` returned false.
    var warnings: [String] { get }
    /// Final once `decode` returned false.
    var integrity: MasterIntegrity { get }

    /// Hands the next run of samples to the sink. Returns false at the end, when all that the file says of itself was
    /// compared with what came out. Throws `MediaError`.
    func decode(into sink: SampleSink) throws -> Bool
}
