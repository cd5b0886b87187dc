import Manifests
import Testing

@Suite struct ISODurationTests {
    @Test(
        arguments: [
            ("PT0S", .zero), ("PT0.2S", .milliseconds(200)), ("PT30S", .seconds(30)),
            ("PT1M30S", .seconds(90)),
            ("PT1H", .seconds(3600)), ("P1D", .seconds(86_400)),
            ("P1DT2H3M4.5S", .seconds(93_784) + .milliseconds(500)),
            ("PT0.000000001S", .nanoseconds(1)), ("PT0,5S", .milliseconds(500)),
            ("P3650D", ISODuration.greatest),
        ] as [(String, Duration)]
    )
    func readsLengthsOfTime(text: String, duration: Duration) {
        #expect(ISODuration.duration(text) == duration)
    }

    @Test(arguments: [
        "", "P", "PT", "T1S", "1S", "PT1", "PTS", "PT1S1S", "PT1S1M", "P1H", "PT1D", "P1DT", "P1Y", "P1M",
        "P1W", "-PT1S",
        "PT-1S", "PT.5S", "PT1.S", "PT1.5H", "PT0.0000000001S", "pt1s", "PT 1S", "P3650DT1S",
        "P99999999999999999999D",
        "PT9223372036854775807H", "P١D",
    ])
    func refusesEverythingElse(text: String) {
        #expect(ISODuration.duration(text) == nil)
    }
}
