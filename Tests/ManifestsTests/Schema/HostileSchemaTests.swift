import Diagnostics
import RunnerTestSupport
import Testing

@testable import Manifests

/// The hostile schemas of the reference: each as its table wants, quickly.
@Suite(.enabled(if: SharedReference.isPresent, "the reference is not here"))
struct HostileSchemaTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let fields: [String]
        var testDescription: String { fields[0] }
    }

    static let rows: [Row] = {
        guard let bytes = try? SharedReference.bytes("hostile/TABLE.tsv") else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0) }
            return fields.count > 4 && fields[2].hasSuffix(".json") ? Row(fields: fields) : nil
        }
    }()

    @Test(arguments: rows)
    func isAsTheTableWants(row: Row) throws {
        let began = ContinuousClock.now
        let (problems, file) = try Self.problems(of: row)
        // Built for debugging it is some ten times slower than it ships.
        #expect(began.duration(to: .now) < .seconds(10))
        let errors = problems.filter { $0.severity == .error }
        switch row.fields[3] {
        case "ok": #expect(errors.map(\.message) == [])
        case "reject":
            let first = try #require(errors.first, "accepted")
            let words = row.fields[4].split(separator: " ")
            let wanted = words.first == "schema" ? row.fields[2] : row.fields[1]
            #expect(first.primary?.span.file == wanted, "\(first.message)")
            if let place = words.last, place.contains(":"), let span = first.primary?.span {
                let position = file[wanted]?.position(at: span.start)
                #expect(position.map { "\($0.line):\($0.column)" } == String(place), "\(first.message)")
            }
        default: break
        }
    }

    @Test func hasRows() { #expect(Self.rows.count > 20) }

    @Test func warnsOfUnknownKeywords() throws {
        let row = try #require(Self.rows.first { $0.fields[0] == "S25" })
        let problems = try Self.problems(of: row).0
        #expect(problems.map(\.severity) == [.warning])
        #expect(problems.first?.help == "did you mean `properties`?")
    }

    private static func problems(of row: Row) throws -> ([Diagnostic], [String: SourceText]) {
        var problems: [Diagnostic] = []
        var files: [String: SourceText] = [:]
        let documents = try [row.fields[2], row.fields[1]].map { name in
            let source = SourceText(name: name, bytes: try SharedReference.bytes("hostile/\(name)"))
            files[name] = source
            return YAMLParser().documents(in: source, into: &problems).first
        }
        if let schema = documents[0], let validator = SchemaValidator(schema, into: &problems),
            let document = documents[1]
        {
            _ = validator.check(document, into: &problems)
        }
        return (problems, files)
    }
}
