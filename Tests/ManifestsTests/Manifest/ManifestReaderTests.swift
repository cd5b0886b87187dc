import Diagnostics
import Secrets
import Testing

@testable import Manifests

@Suite struct ManifestReaderTests {
    @Test func typesEveryPart() throws {
        let source = MarkedManifest(
            """
            apiVersion: runner/v1
            kind: JobManifest
            metadata: { name: heart, labels: { team: cardiology, cost: 12 } }
            parameters:
              date: { type: string, description: d, pattern: '^x', default: x1 }
              count: { type: integer, minimum: 1, maximum: 0x10, default: 0o17 }
              rate: { type: number, enum: [1.50, 2], default: 2.0 }
              strict: { type: boolean, default: True }
              free: { type: string }
            credentials:
              one:
                type: azure-service-principal
                tenantId: { env: T }
                clientId: abc
                clientSecret: { file: ../s }
                tokenEndpoint: v1
                authorityHost: login.microsoftonline.us
                cloud: usGovernment
            endpoints:
              e: { type: azureml-batch, scoringUri: 'https://a.b.inference.ml.azure.us/jobs', deployment: d, credential: one }
            jobs:
              a:
                endpoint: e
                deployment: x-${{ parameters.date }}
                experimentName: n
                inputs:
                  z: { type: uri_folder, uri: azureml:z@latest }
                  b: { type: number, value: 1.50 }
                outputs:
                  o: { type: uri_file, uri: 'p/${{ attempt.number }}' }
                  p: { type: mltable }
                settings:
                  instanceCount: 2
                  miniBatchSize: 3.0
                  errorThreshold: -1
                  outputFileName: out.csv
                  retrySettings: { maxRetries: 0, timeout: PT90S }
                rerun: { per: '${{ parameters.date }}' }
                timeouts: { execution: PT1H30M }
                labels: { x: y }
                onUnknown: hold
              b: { endpoint: e, rerun: always }
              c: { endpoint: e, rerun: once }
            """
        )
        let (read, problems) = try source.read()
        #expect(problems == [])
        let manifest = try #require(read)
        #expect(manifest.name.value == "heart")
        #expect(manifest.labels == ["team": "cardiology", "cost": "12"])
        #expect(manifest.file == "m.yaml")
        #expect(manifest.folder == ".")
        #expect(manifest.parameters.map(\.name.value) == ["date", "count", "rate", "strict", "free"])
        #expect(manifest.parameters.map(\.defaultValue?.value) == ["x1", "15", "2", "true", nil])
        #expect(manifest.parameters[1].maximum == 16)
        #expect(manifest.parameters[2].allowedValues == ["1.5", "2"])
        let credential = manifest.credentials[0]
        guard case .azureServicePrincipal(let principal) = credential.kind else { return }
        guard case .literal(let client) = principal.clientID else {
            Issue.record("clientId is a literal")
            return
        }
        #expect(client.value == "abc")
        guard case .secret(let secret) = principal.proof else {
            Issue.record("the proof is a secret")
            return
        }
        #expect(secret.reference == .file(path: "../s"))
        #expect(secret.path == "credentials.one.clientSecret")
        #expect(source.excerpt(secret.span) == "{ file: ../s }")
        #expect(principal.tokenEndpoint == .v1)
        #expect(principal.cloud == .usGovernment)
        #expect(principal.authorityHost?.value == "login.microsoftonline.us")
        #expect(credential.references.map(\.reference) == [.environment(name: "T"), .file(path: "../s")])
        let job = manifest.jobs[0]
        #expect(job.deployment?.notation == "x-${{ parameters.date }}")
        #expect(job.inputs.map(\.name.value) == ["z", "b"])
        guard case .literal(let type, let value) = job.inputs[1].value else {
            Issue.record("b is a literal")
            return
        }
        #expect(type.value == .number)
        #expect(value.constant == "1.50")
        #expect(job.outputs.map(\.type.value) == [.uriFile, .mltable])
        #expect(job.outputs[1].uri == nil)
        #expect(job.settings.instanceCount?.value == 2)
        #expect(job.settings.miniBatchSize?.value == 3)
        #expect(job.settings.errorThreshold?.value == -1)
        #expect(job.settings.maxRetries?.value == 0)
        #expect(job.settings.retryTimeout?.value == .seconds(90))
        #expect(job.settings.outputFileName?.value == "out.csv")
        #expect(job.executionTimeout?.value == .seconds(5400))
        #expect(job.labels == ["x": "y"])
        guard case .per(let per) = job.rerun, case .always = manifest.jobs[1].rerun,
            case .once = manifest.jobs[2].rerun
        else {
            Issue.record("rerun is typed")
            return
        }
        #expect(per.lookups == [.parameter("date")])
    }

    struct Case: CustomTestStringConvertible {
        let source: MarkedManifest
        let code: Diagnostic.Code
        let name: String

        init(_ name: String, _ source: MarkedManifest, _ code: Diagnostic.Code) {
            self.name = name
            self.source = source
            self.code = code
        }

        var testDescription: String { name }

        static func input(_ text: String, _ code: Diagnostic.Code) -> Case {
            Case(text, .sound(job: "{ endpoint: heart, inputs: { x: \(text) } }"), code)
        }

        static func parameter(_ text: String) -> Case {
            Case(text, .sound(parameters: "{ p: \(text) }"), .invalidParameterDeclaration)
        }

        static let wrong: [Case] = [
            Case("credential", .sound(endpoint: "", job: "endpoint: 1️⃣hart2️⃣"), .unknownEndpoint),
            Case(
                "large",
                .sound(job: "{ endpoint: heart, settings: { miniBatchSize: 1️⃣90071992547409922️⃣ } }"),
                .integerTooLarge
            ),
            Case(
                "huge",
                .sound(job: "{ endpoint: heart, settings: { miniBatchSize: 1️⃣99999999999999999992️⃣ } }"),
                .integerTooLarge
            ),
            Case(
                "duration",
                .sound(job: "{ endpoint: heart, timeouts: { execution: 1️⃣PT0S2️⃣ } }"),
                .invalidDuration
            ),
            .input("{ type: integer, value: 1️⃣many2️⃣ }", .literalOfWrongType),
            .input("{ type: integer, value: 1️⃣1.52️⃣ }", .literalOfWrongType),
            .input("{ type: integer, value: 1️⃣0x1F2️⃣ }", .literalOfWrongType),
            .input("{ type: number, value: 1️⃣.inf2️⃣ }", .literalOfWrongType),
            .input("{ type: boolean, value: 1️⃣yes2️⃣ }", .literalOfWrongType),
            .input("{ type: uri_file, uri: 1️⃣'https://x/y?sv=1&SIG=abc'2️⃣ }", .literalSecret),
            .parameter("{ type: string, default: 1️⃣52️⃣ }"),
            .parameter("{ type: integer, default: 1️⃣'5'2️⃣ }"),
            .parameter("{ type: integer, default: 1️⃣90071992547409922️⃣ }"),
            .parameter("{ type: number, default: 1️⃣.nan2️⃣ }"),
            .parameter("{ type: integer, minimum: 1, default: 1️⃣02️⃣ }"),
            .parameter("{ type: integer, maximum: 1, default: 1️⃣22️⃣ }"),
            .parameter("{ type: string, enum: [a, b], default: 1️⃣c2️⃣ }"),
            .parameter("{ type: string, enum: [a, 1️⃣12️⃣] }"),
            .parameter("{ type: integer, minimum: 2, maximum: 1️⃣12️⃣ }"),
            .parameter("{ type: string, 1️⃣minimum2️⃣: 2 }"),
            .parameter("{ type: integer, pattern: 1️⃣x2️⃣ }"),
            .parameter("{ type: string, pattern: 1️⃣'['2️⃣ }"),
            .parameter("{ type: string, pattern: '^b$', default: 1️⃣a2️⃣ }"),
            Case(
                "default with a look-up",
                .sound(parameters: "{ p: { type: string, default: 1️⃣'${{ run.id }}'2️⃣ } }"),
                .lookupNotAllowedHere
            ),
        ]
    }

    @Test(arguments: Case.wrong)
    func refusesAtThePlace(_ wrong: Case) throws {
        let (manifest, problems) = try wrong.source.read()
        #expect(manifest == nil)
        #expect(problems.map(\.code) == [wrong.code])
        let span = try #require(problems.first?.primary?.span)
        #expect([span.start, span.end] == wrong.source.marks, "\(wrong.source.excerpt(span))")
    }

    @Test func suggestsNamesThatAreDeclared() throws {
        let source = MarkedManifest(
            """
            metadata: { name: m }
            credentials:
              scoring: { type: azure-service-principal, tenantId: t, clientId: c, clientSecret: { env: S } }
            endpoints:
              heart: { type: azureml-batch, scoringUri: 'https://x', credential: 1️⃣scorin2️⃣ }
            jobs:
              score: { endpoint: haert }
            """
        )
        let problems = try source.read().problems
        #expect(problems.map(\.code) == [.unknownCredential, .unknownEndpoint])
        #expect(problems.map(\.help) == ["did you mean `scoring`?", "did you mean `heart`?"])
        #expect(problems[0].notes == ["declared credentials: `scoring`"])
        #expect(problems[0].primary?.span.start == source.marks[0])
    }

    @Test func refusesSecretsInClearTextWithoutShowingThem() throws {
        let source = MarkedManifest(
            """
            metadata: { name: m }
            credentials:
              scoring: { type: azure-service-principal, tenantId: t, clientId: c, clientSecret: 1️⃣hunter2-hunter22️⃣ }
            endpoints: {}
            jobs: {}
            """
        )
        let problem = try #require(try source.read().problems.first)
        #expect(problem.code == .literalSecret)
        #expect(problem.primary?.span.start == source.marks[0])
        #expect(
            problem.help == "refer to it: `clientSecret: { env: NAME }` or `clientSecret: { file: PATH }`"
        )
        #expect(!"\(problem)".contains("hunter2"))
    }

    @Test func reportsEveryFaultAtOnce() throws {
        let source = MarkedManifest(
            """
            metadata: { name: m }
            parameters: { p: { type: integer, default: x } }
            credentials:
              c: { type: azure-service-principal, tenantId: t, clientId: c, clientSecret: plain }
            endpoints:
              e: { type: azureml-batch, scoringUri: 'https://x', credential: no }
            jobs:
              a: { endpoint: no, needs: [b], priority: 3, experimentName: '${{ x' }
              b: { endpoint: no }
            """
        )
        let (manifest, problems) = try source.read()
        #expect(manifest == nil)
        #expect(
            Set(problems.map(\.code)) == [
                .invalidParameterDeclaration, .literalSecret, .unknownCredential, .unknownEndpoint,
                .notAvailableYet,
                .unclosedLookup,
            ]
        )
        #expect(problems.count == 7)
    }

    /// Whatever the schema lets pass, a form that is not understood is refused, not guessed and not a crash.
    @Test(arguments: [
        "metadata: {}", "jobs: { a: {} }", "metadata: { name: m }\njobs: { a: 1 }\nendpoints: { e: [] }",
        "metadata: { name: m }\njobs: { a: { endpoint: e, rerun: never } }\nendpoints: { e: {} }", "null",
        "[]",
    ])
    func refusesFormsThatItDoesNotKnow(_ text: String) throws {
        let (manifest, problems) = try MarkedManifest(text).read()
        #expect(manifest == nil)
        #expect(problems.containsErrors)
    }

    @Test func warnsOfWhatIsNotUsed() throws {
        let source = MarkedManifest(
            """
            metadata: { name: m }
            parameters: { used: { type: string }, 1️⃣idle: { type: string } }
            credentials:
              c: { type: azure-service-principal, tenantId: t, clientId: c, clientSecret: { env: S } }
              spare: { type: azure-service-principal, tenantId: t, clientId: c, clientSecret: { env: S } }
            endpoints:
              e: { type: azureml-batch, scoringUri: 'https://x', credential: c }
              far: { type: azureml-batch, scoringUri: 'https://x', credential: c }
            jobs:
              a: { endpoint: e, experimentName: '${{ parameters.used }}' }
            """
        )
        let manifest = try #require(try source.read().manifest)
        let warnings = manifest.unusedDeclarations
        #expect(warnings.allSatisfy { $0.severity == .warning && $0.code == .unusedDeclaration })
        #expect(
            warnings.map(\.message) == [
                "parameter `idle` is not used", "credential `spare` is not used",
                "endpoint `far` is not used",
            ]
        )
        #expect(warnings[0].primary?.span.start == source.marks[0])
    }

    @Test func codesAreNamedOnceAndExplained() {
        let codes = Diagnostic.Code.manifestCodes
        #expect(Set(codes.map(\.name)).count == codes.count)
        for code in codes {
            #expect(code.name.hasPrefix("RN03"))
            #expect(code.explanation.contains("Wrong:"))
            #expect(code.explanation.contains("Right:"))
        }
    }
}
