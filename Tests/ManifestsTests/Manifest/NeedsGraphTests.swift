import Diagnostics
import Testing

@testable import Manifests

@Suite struct NeedsGraphTests {
    /// The faults of some jobs but for what this version does not have.
    static func problems(_ jobs: [(String, [String])]) throws -> (MarkedManifest, [Diagnostic]) {
        let lines = jobs.map { "  \($0.0): { endpoint: heart, needs: [\($0.1.joined(separator: ", "))] }" }
        let head = MarkedManifest.sound().text.split(separator: "jobs:\n")[0]
        let source = MarkedManifest(head + "jobs:\n" + lines.joined(separator: "\n") + "\n")
        return (source, try source.read().problems.filter { $0.code != .notAvailableYet })
    }

    struct Case: CustomTestStringConvertible {
        let jobs: [(String, [String])]
        /// What each circle is written as, in a note.
        let circles: [String]
        var testDescription: String { circles.joined(separator: "; ") }
    }

    @Test(arguments: [
        Case(jobs: [("a", ["b", "c"]), ("b", ["c"]), ("c", [])], circles: []),
        Case(jobs: [("a", ["b"]), ("b", ["a"])], circles: ["`a` → `b` → `a`"]),
        Case(
            jobs: [("x", ["a"]), ("a", ["b"]), ("b", ["c"]), ("c", ["a", "x"])],
            circles: ["`x` → `a` → `b` → `c` → `x`"]
        ),
        Case(
            jobs: [("a", ["b"]), ("b", ["a"]), ("c", ["d"]), ("d", ["a", "c"])],
            circles: ["`a` → `b` → `a`", "`c` → `d` → `c`"]
        ),
        Case(jobs: [("s", ["a"]), ("a", ["s2"]), ("s2", []), ("e", ["s", "a"])], circles: []),
        Case(
            jobs: [("a", ["b", "c"]), ("b", ["a"]), ("c", ["a"])],
            circles: ["`a` → `b` → `a`"]
        ),
    ])
    func findsEachCircleOnce(_ graph: Case) throws {
        let (_, problems) = try Self.problems(graph.jobs)
        #expect(problems.map(\.code) == graph.circles.map { _ in .needsCycle })
        #expect(problems.map { $0.notes.first ?? "" } == graph.circles.map { "the circle: " + $0 })
    }

    @Test func saysThatThereAreMoreCirclesInAKnot() throws {
        let (_, problems) = try Self.problems([("a", ["b", "c"]), ("b", ["a"]), ("c", ["a"])])
        #expect(problems.first?.notes.last == "1 more job waits in circles with these")
    }

    @Test func pointsAtTheFirstNeedOfTheCircle() throws {
        let (source, problems) = try Self.problems([("z", []), ("b", ["z", "a"]), ("a", ["b"])])
        let problem = try #require(problems.first)
        #expect(problem.primary.map { source.excerpt($0.span) } == "a")
        #expect(problem.primary?.text == "`b` waits for `a`")
        #expect(problem.secondary.map(\.text) == ["`a` waits for `b`"])
    }

    @Test func reportsJobsThatNeedThemselves() throws {
        let (_, problems) = try Self.problems([("a", ["a"]), ("b", ["b", "a"])])
        #expect(problems.map(\.message) == ["job `a` needs itself", "job `b` needs itself"])
    }

    @Test func reportsNamesOfNoJobOnceForAnAlias() throws {
        let source = MarkedManifest(
            MarkedManifest.sound().text + "\n  b: { endpoint: heart, needs: &n [scor] }\n"
                + "  c: { endpoint: heart, needs: *n }\n"
        )
        let problems = try source.read().problems.filter { $0.code == .unknownJob }
        #expect(problems.map(\.help) == ["did you mean `score`?"])
    }

    /// A circle of 5000 jobs and a chain as long, without recursion and in linear time.
    @Test func followsLongChains() throws {
        let count = 5000
        let started = ContinuousClock.now
        let circle = (0..<count).map { ("j\($0)", ["j\(($0 + 1) % count)"]) }
        let (_, problems) = try Self.problems(circle)
        #expect(problems.map(\.message) == ["\(count) jobs wait for each other: none of them can be first"])
        #expect(problems.first?.notes.first?.utf8.count ?? .max < 1000)
        #expect(try Self.problems(circle.dropLast() + [("j\(count - 1)", [])]).1.isEmpty)
        #expect(ContinuousClock.now - started < .seconds(60))
    }
}
