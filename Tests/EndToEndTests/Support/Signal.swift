internal import Foundation

/// Decoded sound, as one channel.
struct Signal {
    let samples: [Float]

    /// Decodes with an FFmpeg; the channels are added up.
    init(
        decoding path: String, with program: String = "ffmpeg", options: [String] = [], rate: Int? = nil,
        channels: Int = 2
    ) throws {
        let resampling = rate.map { ["-ar", String($0)] } ?? []
        let run = try Tool.run(
            program, ["-nostdin", "-v", "error"] + options + ["-i", path] + resampling + ["-f", "f32le", "-"])
        let floats = run.floats
        samples = stride(from: 0, to: floats.count, by: channels).map { start in
            floats[start..<start + channels].reduce(0, +)
        }
    }

    /// The shift of this signal against another, at a place: the lag with the largest normalised correlation.
    func lag(against other: Signal, at position: Int, range: Int = 1200, length: Int = 2048) -> Int? {
        let lags = (-range...range).filter { position + $0 >= 0 && position + $0 + length <= samples.count }
        return samples.withUnsafeBufferPointer { ours in
            other.samples.withUnsafeBufferPointer { theirs in
                lags.max { score($0, ours, theirs, position, length) < score($1, ours, theirs, position, length) }
            }
        }
    }

    private func score(
        _ lag: Int, _ ours: UnsafeBufferPointer<Float>, _ theirs: UnsafeBufferPointer<Float>, _ position: Int,
        _ length: Int
    ) -> Float {
        var product: Float = 0
        var energy: Float = 1e-9
        var index = 0
        while index < length {
            let sample = ours[position + lag + index]
            product += sample * theirs[position + index]
            energy += sample * sample
            index += 1
        }
        return product / energy.squareRoot()
    }
}
