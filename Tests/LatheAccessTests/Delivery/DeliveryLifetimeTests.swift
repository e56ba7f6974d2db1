@testable internal import LatheAccess
internal import Testing

struct DeliveryLifetimeTests {
    @Test(
        "A URL lives for three times the duration, 10 minutes at least and 6 hours at most",
        arguments: [
            (Duration.seconds(-5), 600), (.zero, 600), (.seconds(200), 600), (.seconds(201), 603),
            (.seconds(3600), 10_800),
            (.seconds(7200), 21_600), (.seconds(7201), 21_600), (.seconds(Int64.max), 21_600), (nil, 21_600),
        ] as [(Duration?, Int64)])
    func lifetime(duration: Duration?, seconds: Int64) {
        #expect(DeliveryLifetime.seconds(duration: duration) == seconds)
    }

    @Test(
        "It ends on a multiple of five minutes, no earlier than promised and never later than 6 hours",
        arguments: 0..<301)
    func end(offset: Int64) {
        let now = UnixTime(1_798_675_200 + offset)
        for duration in [Duration.seconds(60), .seconds(1000), .seconds(7000), nil] {
            let promised = DeliveryLifetime.seconds(duration: duration)
            let lifetime = DeliveryLifetime.end(duration: duration, at: now).seconds - now.seconds
            #expect(DeliveryLifetime.end(duration: duration, at: now).seconds % 300 == 0)
            #expect(lifetime <= 21_600 && lifetime >= min(promised, 21_600 - 299))
        }
    }

    @Test("Within five minutes a listener gets one URL")
    func cacheable() {
        let ends = Set((1...300).map { DeliveryLifetime.end(duration: .seconds(60), at: UnixTime(1_798_675_200 + $0)) })
        #expect(ends.count == 1)
    }
}
