import Diagnostics
import Testing

@testable import Manifests

@Suite struct ParameterValuesTests {
    static let declarations = """
        { date: { type: string, pattern: '^[0-9]{4}$', default: '2026' }, count: { type: integer, minimum: 1,
        maximum: 9, default: 1 }, rate: { type: number, default: 1 }, strict: { type: boolean, default: false },
        region: { type: string, enum: [eu, us], default: eu } }
        """

    private func values(
        _ assignments: [String],
        of parameters: String = declarations
    ) throws -> (ParameterValues?, [Diagnostic]) {
        let manifest = try #require(try MarkedManifest.sound(parameters: parameters).read().manifest)
        var problems: [Diagnostic] = []
        let values = ParameterValues.values(for: [manifest], assignments: assignments, into: &problems)
        return (values?.first, problems)
    }

    @Test func takesDefaults() throws {
        let (values, problems) = try values([])
        #expect(problems == [])
        #expect(
            try #require(values).sorted.map { "\($0.name)=\($0.text)" } == [
                "count=1", "date=2026", "rate=1", "region=eu", "strict=false",
            ]
        )
    }

    @Test(
        arguments: [
            ("count=+007", "count", "7"), ("count=-0", nil, nil), ("rate=1.50", "rate", "1.5"),
            ("rate=1e3", "rate", "1000"),
            ("rate=-0.0", "rate", "0"), ("rate=1e-7", "rate", "1e-7"), ("rate=0.1", "rate", "0.1"),
            ("strict=True", "strict", "true"), ("region=us", "region", "us"), ("date=2027", "date", "2027"),
            ("count=0", nil, nil), ("count=10", nil, nil), ("count=1.0", nil, nil), ("count=", nil, nil),
            ("count=0x5", nil, nil), ("rate=inf", nil, nil), ("rate=nan", nil, nil), ("rate=0x1p3", nil, nil),
            ("rate=1e999", nil, nil), ("rate=.", nil, nil), ("rate=9007199254740993", nil, nil),
            ("strict=yes", nil, nil),
            ("strict=1", nil, nil), ("region=eux", nil, nil), ("date=202", nil, nil),
            ("date=2026${{ run.id }}", nil, nil),
        ] as [(String, String?, String?)]
    )
    func checksAndNormalises(_ assignment: String, _ name: String?, _ text: String?) throws {
        let (values, problems) = try values([assignment])
        if let name {
            #expect(problems == [])
            #expect(values?[name] == text)
        } else {
            #expect(values == nil)
            #expect(problems.map(\.code) == [.invalidParameterValue])
            #expect(problems[0].primary == nil)
            #expect(problems[0].secondary.count == 1)
            #expect(problems.exitStatus == .usage)
        }
    }

    @Test func listsWhatIsMissingAtOnce() throws {
        let (values, problems) = try values(
            [],
            of: "{ a: { type: string }, b: { type: string, default: x }, c: { type: integer } }"
        )
        #expect(values == nil)
        #expect(problems.map(\.code) == [.missingParameter])
        #expect(problems[0].message == "`m` needs a value for `a`, `c`")
        #expect(problems[0].help == "add `--set a=… --set c=…`")
        #expect(problems[0].secondary.count == 2)
    }

    @Test func suggestsNames() throws {
        let (_, problems) = try values(["dat=2026"])
        #expect(problems.map(\.code) == [.unknownAssignment])
        #expect(problems[0].help == "did you mean `date`?")
    }

    @Test(arguments: [["date"], ["=x"], ["date=2026", "date=2027"]])
    func refusesMalformedAssignments(_ assignments: [String]) throws {
        let (values, problems) = try values(assignments)
        #expect(values == nil)
        #expect(problems.map(\.code) == [.malformedAssignment])
    }

    @Test func keepsEqualsSignsOfValues() throws {
        let (values, _) = try values(["a=x=y"], of: "{ a: { type: string } }")
        #expect(values?["a"] == "x=y")
    }

    @Test func sharesAssignmentsAmongManifests() throws {
        let first = try #require(
            try MarkedManifest.sound(parameters: "{ a: { type: string } }").read().manifest
        )
        let second = try #require(
            try MarkedManifest.sound(parameters: "{ b: { type: string } }").read().manifest
        )
        var problems: [Diagnostic] = []
        let values = ParameterValues.values(
            for: [first, second],
            assignments: ["a=1", "b=2"],
            into: &problems
        )
        #expect(problems == [])
        #expect(values?[0]["a"] == "1")
        #expect(values?[0]["b"] == nil)
        #expect(values?[1]["b"] == "2")
    }
}
