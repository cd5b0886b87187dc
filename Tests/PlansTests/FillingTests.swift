import Diagnostics
import Manifests
import Plans
import Testing

@Suite struct FillingTests {
    @Test func fillsParametersAndOccurrenceAndKeepsWhatIsLate() throws {
        var planning = Planning(
            jobs: """
                { a: { endpoint: heart, rerun: { per: 'x-${{ parameters.day }}' }, deployment: 'd-${{ occurrence }}',
                experimentName: '${{run.id}}', inputs: { i: { type: integer, value: '${{ parameters.count }}' } },
                outputs: { o: { type: uri_file, uri: 'az:p/${{ parameters.day }}/${{attempt.number}}' } } } }
                """,
            endpoint: "deployment: other"
        )
        planning.assignments = ["day=2026-11-21"]
        let submission = try planning.submission()
        #expect(submission.occurrence == "x-2026-11-21")
        guard case .azureMLBatch(_, let deployment) = submission.target else { return }
        #expect(deployment == "d-x-2026-11-21")
        #expect(submission.specification.experimentName?.text == "${{ run.id }}")
        #expect(submission.specification.outputs[0].uri?.text == "az:p/2026-11-21/${{ attempt.number }}")
        #expect(submission.specification.inputs[0].value == .literal(type: "integer", text: LateText("3")))
    }

    @Test func takesTheEndpointsDeployment() throws {
        let submission = try Planning(jobs: "{ a: { endpoint: heart } }", endpoint: "deployment: blue")
            .submission()
        guard case .azureMLBatch(_, let deployment) = submission.target else { return }
        #expect(deployment == "blue")
    }

    @Test(arguments: [
        ("uri: '${{ parameters.day }}'", "day=", Diagnostic.Code.invalidFilledText),
        ("uri: 'az:a${{ parameters.day }}'", "day= ", .invalidFilledText),
        ("uri: 'az:${{ parameters.day }}b'", "day=\u{1B}[31m", .invalidFilledText),
        ("uri: 'az:${{ parameters.day }}b'", "day=\u{202E}", .invalidFilledText),
        ("uri: 'az:${{ parameters.day }}b'", "day=\r\nX-Evil: 1", .invalidFilledText),
        ("uri: 'az:$${{ parameters.day }}b'", "day={{ run.id }}", .invalidFilledText),
        ("uri: '${{ parameters.day }}'", "day=file:///etc/passwd", .invalidFilledText),
        ("uri: '${{ parameters.day }}'", "day=data/patients", .invalidFilledText),
        ("uri: '${{ parameters.day }}'", "day=C:\\data", .invalidFilledText),
        ("uri: 'https://x/${{ parameters.day }}'", "day=?sig=abc", .literalSecret),
    ])
    func refusesURIsThatCannotBeSent(_ uri: String, _ assignment: String, _ code: Diagnostic.Code) throws {
        var planning = Planning(jobs: "{ a: { endpoint: heart, inputs: { i: { type: uri_file, \(uri) } } } }")
        planning.assignments = [assignment]
        let (plan, problems) = try planning.attempt()
        #expect(plan == nil)
        #expect(problems.map(\.code) == [code])
        #expect(!"\(problems)".contains("abc"))
    }

    @Test func judgesLiteralsAfterFilling() throws {
        var planning = Planning(
            jobs: """
                { a: { endpoint: heart, inputs: { i: { type: integer, value: '${{ parameters.day }}' },
                n: { type: integer, value: '${{ attempt.number }}' } } },
                b: { endpoint: heart, inputs: { r: { type: number, value: '${{ run.id }}' } } } }
                """
        )
        #expect(try planning.attempt().problems.map(\.code) == [.literalOfWrongType, .literalOfWrongType])
        planning.assignments = ["day=5"]
        #expect(try planning.attempt().problems.map(\.code) == [.literalOfWrongType])
    }

    @Test(arguments: ["day=", "day=a\u{7}", "day= a", "day=" + String(repeating: "x", count: 129)])
    func refusesOccurrencesThatNameNothing(_ assignment: String) throws {
        var planning = Planning(jobs: "{ a: { endpoint: heart, rerun: { per: '${{ parameters.day }}' } } }")
        planning.assignments = [assignment]
        #expect(try planning.attempt().problems.map(\.code) == [.invalidOccurrence])
    }

    @Test func codesAreNamedOnceAndExplained() {
        let codes = Diagnostic.Code.planCodes
        #expect(Set(codes.map(\.name)).count == codes.count)
        for code in codes {
            #expect(code.name.hasPrefix("RN03"))
            #expect(code.explanation.contains("Wrong:"))
            #expect(code.explanation.contains("Right:"))
        }
    }
}
