import Diagnostics
import Testing

@testable import Manifests

@Suite struct LookupTests {
    struct Case: CustomTestStringConvertible {
        let uri: String
        let code: Diagnostic.Code
        let help: String?

        init(_ uri: String, _ code: Diagnostic.Code, help: String? = nil) {
            self.uri = uri
            self.code = code
            self.help = help
        }

        var testDescription: String { uri }

        static let wrong: [Case] = [
            Case(
                "a/1️⃣${{2️⃣ parameters.date",
                .unclosedLookup,
                help: "close it with `}}`; a text cannot hold `${{` for itself"
            ),
            Case("a/1️⃣${{2️⃣ parameters.date ${{ run.id }}", .unclosedLookup),
            Case("1️⃣${{2️⃣", .unclosedLookup),
            Case("$1️⃣${{2️⃣ x", .unclosedLookup),
            Case("a/1️⃣${{ }}2️⃣", .malformedLookup),
            Case("a/1️⃣${{}}2️⃣", .malformedLookup),
            Case("${{ 1️⃣upper(parameters.date)2️⃣ }}", .malformedLookup),
            Case("${{ 1️⃣parameters['date']2️⃣ }}", .malformedLookup),
            Case("${{ 1️⃣parameters.2️⃣ }}", .malformedLookup),
            Case("${{ 1️⃣parameters.date + 12️⃣ }}", .malformedLookup),
            Case("${{1️⃣parameter.date2️⃣}}", .unknownLookup, help: "did you mean `parameters.date`?"),
            Case("${{ 1️⃣date2️⃣ }}", .unknownLookup, help: "did you mean `parameters.date`?"),
            Case("${{ 1️⃣attempt.numbr2️⃣ }}", .unknownLookup, help: "did you mean `attempt.number`?"),
            Case("${{ 1️⃣run.ID2️⃣ }}", .unknownLookup, help: "did you mean `run.id`?"),
            Case("${{ 1️⃣env.HOME2️⃣ }}", .unknownLookup),
            Case("${{ 1️⃣attempt2️⃣ }}", .unknownLookup),
            Case("${{ 1️⃣parameters.a.b2️⃣ }}", .unknownLookup),
            Case("${{ 1️⃣parameters.dat2️⃣ }}", .unknownParameter, help: "did you mean `parameters.date`?"),
            Case("${{ 1️⃣parameters.zzzzz2️⃣ }}", .unknownParameter),
            Case("${{ 1️⃣occurrence2️⃣ }}", .lookupNotAllowedHere),
            Case("${{ 1️⃣matrix.region2️⃣ }}", .unknownLookup),
            Case("${{ jobs.1️⃣prepare2️⃣.outputs.table.uri }}", .unknownJob),
            Case("${{ jobs.1️⃣score2️⃣.outputs.p.uri }}", .outputOfUnneededJob),
            Case(
                "${{ 1️⃣jobs.score.outputs.p2️⃣ }}",
                .unknownLookup,
                help: "did you mean `jobs.score.outputs.p.uri`?"
            ),
            Case("${{ 1️⃣needs.score.outputs.p2️⃣ }}", .unknownLookup),
        ]
    }

    @Test(arguments: Case.wrong)
    func refusesWithExactSpan(_ wrong: Case) throws {
        let source = MarkedManifest.sound(
            job: "{ endpoint: heart, outputs: { p: { type: uri_file } }, "
                + "inputs: { x: { type: uri_file, uri: \"\(wrong.uri)\" } } }"
        )
        let (manifest, problems) = try source.read()
        #expect(manifest == nil)
        let problem = try #require(problems.first)
        #expect(problems.count == 1)
        #expect(problem.code == wrong.code)
        let span = try #require(problem.primary?.span)
        #expect([span.start, span.end] == source.marks, "\(source.excerpt(span))")
        if let help = wrong.help { #expect(problem.help == help) }
    }

    @Test func reportsEachWrongLookupOfOneText() throws {
        let source = MarkedManifest.sound(
            job: "{ endpoint: heart, experimentName: '${{ a.b }}-${{ parameters.no }}-${{ run.id }}' }"
        )
        let (_, problems) = try source.read()
        #expect(problems.map(\.code) == [.unknownLookup, .unknownParameter])
    }

    @Test func keepsTextAndSpansOfLookups() throws {
        let source = MarkedManifest.sound(
            job:
                "{ endpoint: heart, experimentName: \"a-1️⃣${{parameters.date}}2️⃣-3️⃣${{  attempt.number  }}4️⃣}}é\" }"
        )
        let manifest = try #require(try source.read().manifest)
        let template = try #require(manifest.jobs.first?.experimentName)
        let marks = source.marks
        #expect(
            template.parts == [
                .text("a-"),
                .lookup(.parameter("date"), SourceSpan(file: "m.yaml", start: marks[0], end: marks[1])),
                .text("-"),
                .lookup(.attemptNumber, SourceSpan(file: "m.yaml", start: marks[2], end: marks[3])),
                .text("}}é"),
            ]
        )
        #expect(template.notation == "a-${{ parameters.date }}-${{ attempt.number }}}}é")
        #expect(template.constant == nil)
    }

    /// An escape leaves no way back from a byte of the text to a byte of the source.
    @Test func pointsAtTheWholeScalarWhereItIsEscaped() throws {
        let source = MarkedManifest.sound(
            job: #"{ endpoint: heart, experimentName: 1️⃣"\u0061-${{ parameters.dat }}"2️⃣ }"#
        )
        let problem = try #require(try source.read().problems.first)
        #expect(problem.code == .unknownParameter)
        let span = try #require(problem.primary?.span)
        #expect([span.start, span.end] == source.marks)
    }

    @Test func takesDollarsAndBracesThatAreNoLookup() throws {
        let source = MarkedManifest.sound(job: "{ endpoint: heart, experimentName: '$ ${ $} {{ }} $' }")
        let manifest = try #require(try source.read().manifest)
        #expect(manifest.jobs[0].experimentName?.constant == "$ ${ $} {{ }} $")
    }

    struct Place: CustomTestStringConvertible {
        let job: String
        let endpoint: String
        let isAllowed: Bool

        init(_ job: String, endpoint: String = "", isAllowed: Bool) {
            self.job = job
            self.endpoint = endpoint
            self.isAllowed = isAllowed
        }

        var testDescription: String { job + endpoint }

        static let all: [Place] = [
            Place("rerun: { per: '${{ parameters.date }}' }", isAllowed: true),
            Place("rerun: { per: '${{ occurrence }}' }", isAllowed: false),
            Place("rerun: { per: '${{ attempt.number }}' }", isAllowed: false),
            Place("rerun: { per: '${{ run.id }}' }", isAllowed: false),
            Place("deployment: '${{ parameters.date }}'", isAllowed: true),
            Place("deployment: '${{ attempt.number }}'", isAllowed: false),
            Place("rerun: { per: a }, deployment: '${{ occurrence }}'", isAllowed: true),
            Place("rerun: { per: a }, experimentName: '${{ occurrence }}'", isAllowed: true),
            Place("rerun: always, experimentName: '${{ occurrence }}'", isAllowed: false),
            Place("experimentName: '${{ attempt.number }}-${{ run.id }}'", isAllowed: true),
            Place("inputs: { x: { type: string, value: '${{ run.id }}' } }", isAllowed: true),
            Place("outputs: { x: { type: uri_file, uri: 'a/${{ attempt.number }}' } }", isAllowed: true),
            Place("labels: { a: '${{ parameters.date }}' }", isAllowed: false),
            Place("settings: { outputFileName: '${{ parameters.date }}' }", isAllowed: false),
            Place("experimentName: a", endpoint: "deployment: '${{ parameters.date }}'", isAllowed: false),
        ]
    }

    @Test(arguments: Place.all)
    func allowsLookupsWhereTheyCanBeFilledIn(_ place: Place) throws {
        let source = MarkedManifest.sound(endpoint: place.endpoint, job: "{ endpoint: heart, \(place.job) }")
        let (manifest, problems) = try source.read()
        #expect((manifest != nil) == place.isAllowed)
        #expect(problems.map(\.code) == (place.isAllowed ? [] : [.lookupNotAllowedHere]))
    }
}
