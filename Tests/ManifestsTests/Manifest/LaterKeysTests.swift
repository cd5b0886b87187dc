import Diagnostics
import Testing

@testable import Manifests

/// Keys that this version does not obey are wrong where they are wrong in every version.
@Suite struct LaterKeysTests {
    struct Case: CustomTestStringConvertible {
        let job: String
        let codes: [Diagnostic.Code]
        var testDescription: String { job }

        init(_ job: String, _ codes: Diagnostic.Code...) {
            self.job = job
            self.codes = codes
        }

        static let axis = "0, 1, 2, 3, 4, 5, 6, 7, 8, 9"
        static func output(_ uri: String) -> String { "outputs: { p: { type: uri_file, uri: '\(uri)' } }" }

        static let all: [Case] = [
            Case("matrix: { a: [\(axis)], b: [\(axis)], c: [\(axis)] }"),
            Case("matrix: { a: [\(axis)], b: [\(axis)], c: [\(axis)], d: [1, 2] }", .matrixTooLarge),
            Case("matrix: { a: [1, x, '1'] }", .matrixValueTwice),
            Case("matrix: { a: ['${{ parameters.date }}'] }", .lookupNotAllowedHere),
            Case("matrix: { a: [1, 2] }, experimentName: '${{ matrix.a }}'"),
            Case("matrix: { a: [1, 2] }, deployment: 'x-${{ matrix.a }}'"),
            Case("matrix: { a: [1, 2] }, experimentName: '${{ matrix.b }}'", .unknownLookup),
            Case("retry: { attempts: 2 }, \(output("d/p"))", .retryOverwrites),
            Case("retry: { attempts: 2 }, \(output("d/${{ run.id }}/p"))", .retryOverwrites),
            Case("retry: { attempts: 2 }, \(output("d/${{ attempt.number }}/p"))"),
            Case("retry: { attempts: 1 }, \(output("d/p"))"),
            Case("retry: { attempts: 2 }, outputs: { p: { type: uri_file } }"),
            Case(
                "retry: { attempts: 2, backoff: { initial: P9999D, maximum: PT0S } }",
                .invalidDuration,
                .invalidDuration
            ),
            Case("timeouts: { queue: P9999D }", .invalidDuration),
            Case("concurrency: { group: 'g-${{ parameters.date }}' }"),
            Case("concurrency: { group: 'g-${{ run.id }}' }", .lookupNotAllowedHere),
            Case("concurrency: { group: 'g-${{ parameters.dat }}' }", .unknownParameter),
        ]
    }

    @Test(arguments: Case.all) func findsFaults(_ wrong: Case) throws {
        let (manifest, problems) = try MarkedManifest.sound(job: "{ endpoint: heart, \(wrong.job) }").read()
        #expect(problems.filter { $0.code != .notAvailableYet }.map(\.code) == wrong.codes)
        #expect((manifest == nil) == problems.containsErrors)
    }

    @Test func countsAMatrixThatNoIntegerHolds() throws {
        let axes = (0..<70).map { "a\($0): [0, 1]" }.joined(separator: ", ")
        let (_, problems) = try MarkedManifest.sound(job: "{ endpoint: heart, matrix: { \(axes) } }").read()
        let problem = try #require(problems.first { $0.code == .matrixTooLarge })
        #expect(problem.message == "the matrix has more combinations than can be counted")
        #expect(problem.notes.first?.hasSuffix("`a7` has 2 and 62 more axes") ?? false)
    }

    /// What is missing in this version, in thousands of jobs, does not use up the limit of faults.
    @Test func findsAFaultBehindManyKeysThatAreMissing() throws {
        let jobs = (0..<3000).map {
            "  j\($0): { endpoint: heart, priority: 3 }\n"
        }
        .joined()
        let source = MarkedManifest(
            MarkedManifest.sound().text + "\n" + jobs + "  last: { endpoint: hart }\n"
        )
        let problems = try source.read().problems
        #expect(problems.contains { $0.code == .unknownEndpoint })
        #expect(problems.count < 100)
    }
}
