import Testing

@testable import Manifests

@Suite struct DurationTextTests {
    @Test(arguments: [
        ("PT90S", 90), ("PT30M", 1800), ("PT1H30M", 5400), ("P2D", 172_800), ("P1DT1H1M1S", 90_061),
        ("P1DT1M", 86_460),
        ("PT0H5S", 5), ("P3650D", 3650 * 86_400), ("PT007S", 7),
    ])
    func reads(_ text: String, _ seconds: Int) {
        #expect(DurationText.seconds(text) == seconds)
    }

    @Test(arguments: [
        "", "PT0S", "P0D", "90s", "90", "P", "PT", "P1DT", "P1H", "PT1D", "PT1h", "pT1H", "T1H", "PT30M1H",
        "PT1H1H",
        "PT-1S", "PT+1S", "PT1.5H", "PT1 H", "PT1H ", "P3651D", "PT1TH", "PTT1H", "PT99999999999999999999S",
        "P9223372036854775807D", "PT1H30", "P1Y", "P1M", "P1W", "P3650DT1S",
    ])
    func refuses(_ text: String) {
        #expect(DurationText.seconds(text) == nil)
    }
}
