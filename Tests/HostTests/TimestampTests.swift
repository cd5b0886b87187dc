import Host
import RunnerTestSupport
import Testing

@Suite struct TimestampTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_795_212_245_123, "2026-11-20T22:04:05.123Z"),
            (-1, "1969-12-31T23:59:59.999Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"), (-2_208_988_800_000, "1900-01-01T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)]
    )
    func writesRFC3339(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }

    @Test(arguments: [Int64.min, .max, .min + 1])
    func survivesEveryNumber(milliseconds: Int64) {
        #expect(Timestamp(milliseconds: milliseconds).description.hasSuffix("Z"))
    }

    @Test func writesUUIDsThatSortByTime() {
        let early = UUIDv7.make(now: Timestamp(milliseconds: 0x0123_4567_89AB)) { .max }
        #expect(early == "01234567-89ab-7fff-bfff-ffffffffffff")
        #expect(
            UUIDv7.make(now: Timestamp(milliseconds: 0x0123_4567_89AB)) { 0 }
                == "01234567-89ab-7000-8000-000000000000"
        )
        #expect(UUIDv7.make(now: Timestamp(milliseconds: 0x0123_4567_89AC)) { 0 } > early)
        #expect(UUIDv7.make(now: Timestamp(milliseconds: -5)) { 0 } == "00000000-0000-7000-8000-000000000000")
    }

    /// RFC 9562 appendix A.4: the SHA-1 of the DNS name space and `www.example.com`.
    @Test func putsVersionAndVariantInTheirPlaces() {
        let text = UUIDText.text(high: 0x2ED6_657D_E927_468B, low: 0x55E1_2665_A8AE_A6A2, version: 5)
        #expect(text == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
    }

    @Test func aManualClockMovesWithItsSleeps() async throws {
        let time = ManualTimekeeper(start: Timestamp(milliseconds: 1000))
        try await time.sleep(for: .milliseconds(1500))
        time.advance(by: .seconds(1))
        try await time.sleep(for: .seconds(-5))
        #expect(time.now.milliseconds == 3500)
        #expect(time.monotonic == .milliseconds(2500))
        #expect(time.sleeps == [.milliseconds(1500), .seconds(-5)])
    }
}
