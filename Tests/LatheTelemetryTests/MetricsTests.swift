internal import Dispatch
internal import LatheTelemetry
internal import Testing

struct MetricsTests {
    @Test("Metrics are rendered in the text format, in a fixed order")
    func exposition() {
        let metrics = Metrics()
        let requests = metrics.counter(
            "requests_total", help: "Requests\nby \\ \"method\".", labels: ["method", "path"])
        requests["PUT", "/\"a\"\\\n"].increment()
        requests["GET", "/"].increment(by: 2.5)
        metrics.gauge("free_bytes", help: "Free.") { 12_345_678_901 }
        let seconds = metrics.histogram("seconds", help: "Time.", labels: ["route"], bounds: [0.1, 1])
        for value in [0.05, 0.1, 0.5, 7] { seconds["a"].observe(value) }
        metrics.gauge("depth", help: "Depth.")[].set(-.infinity)
        _ = metrics.counter("unused_total", help: "Never used.", labels: ["x"])
        #expect(
            metrics.rendered() == #"""
                # HELP depth Depth.
                # TYPE depth gauge
                depth -Inf
                # HELP free_bytes Free.
                # TYPE free_bytes gauge
                free_bytes 12345678901
                # HELP requests_total Requests\nby \\ "method".
                # TYPE requests_total counter
                requests_total{method="GET",path="/"} 2.5
                requests_total{method="PUT",path="/\"a\"\\\n"} 1
                # HELP seconds Time.
                # TYPE seconds histogram
                seconds_bucket{route="a",le="0.1"} 2
                seconds_bucket{route="a",le="1"} 3
                seconds_bucket{route="a",le="+Inf"} 4
                seconds_sum{route="a"} 7.65
                seconds_count{route="a"} 4

                """#)
    }

    @Test("Updates of many threads are all counted")
    func threads() {
        let metrics = Metrics()
        let count = metrics.counter("count_total", help: "x", labels: ["k"])
        let times = metrics.histogram("times", help: "x", bounds: [1])
        let level = metrics.gauge("level", help: "x")
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<5000 {
                count["a"].increment()
                times[].observe(0.5)
                level[].add(1)
                level[].add(-1)
            }
        }
        #expect(count["a"].value == 40_000)
        #expect(level[].value == 0)
        #expect(metrics.rendered().contains("times_sum 20000\ntimes_count 40000\n"))
    }

    @Test("Label values that clients invent share one series when the places are taken")
    func cardinality() {
        let metrics = Metrics(seriesLimit: 3)
        let requests = metrics.counter("requests_total", help: "x", labels: ["path"])
        for number in 0..<1000 { requests["/\(number)"].increment() }
        requests["/1"].increment()
        #expect(
            metrics.rendered() == """
                # HELP requests_total x
                # TYPE requests_total counter
                requests_total{path="/0"} 1
                requests_total{path="/1"} 2
                requests_total{path="/2"} 1
                requests_total{path="overflow"} 997

                """)
    }

    @Test("A counter never falls", arguments: [-1, 0, Double.nan, -Double.infinity])
    func monotonic(amount: Double) {
        let counter = Metrics().counter("count_total", help: "x")[]
        counter.increment(by: 3)
        counter.increment(by: amount)
        #expect(counter.value == 3)
    }

    @Test("Asking twice for a family gives the same one")
    func again() {
        let metrics = Metrics()
        metrics.counter("count_total", help: "x")[].increment()
        metrics.counter("count_total", help: "x")[].increment()
        #expect(metrics.rendered().hasSuffix("count_total 2\n"))
    }
}
