import JSONValues
import RunnerTestSupport
import Testing

@testable import Manifests

/// The official JSON Schema test suite, its folder `optional/format`, with every format asserted.
@Suite struct FormatSuiteTests {
    static let drafts: [(draft: String, count: Int, files: [String])] = [
        (
            "draft2020-12", 764,
            [
                "date-time", "date", "duration", "ecmascript-regex", "email", "hostname", "idn-email",
                "idn-hostname", "ipv4", "ipv6", "iri-reference", "iri", "json-pointer", "regex",
                "relative-json-pointer", "time", "unknown", "uri-reference", "uri-template", "uri", "uuid",
            ]
        ),
        (
            "draft7", 676,
            [
                "date-time", "date", "ecmascript-regex", "email", "hostname", "idn-email", "idn-hostname",
                "ipv4",
                "ipv6", "iri-reference", "iri", "json-pointer", "regex", "relative-json-pointer", "time",
                "unknown", "uri-reference", "uri-template", "uri",
            ]
        ),
    ]

    @Test(.enabled(if: SharedReference.isPresent, "the suite is not here"), arguments: drafts)
    func agreesWithEveryCase(draft: String, count: Int, files: [String]) throws {
        var right = 0
        var wrong: [String] = []
        for file in files {
            let path = "suites/json-schema-test-suite/tests/\(draft)/optional/format/\(file).json"
            let groups = try #require(JSONReader().read(SharedReference.bytes(path)).array)
            for group in groups {
                let format = try #require(group["schema"]?["format"]?.string)
                for test in group["tests"]?.array ?? [] {
                    let answer = test["data"]?.string.flatMap { text in
                        FormatCheck.conforms(Array(text.utf8)[...], to: format)
                    }
                    // Anything but a string conforms, and so does every string to an unknown format.
                    if (answer ?? true) == test["valid"]?.bool {
                        right += 1
                    } else {
                        wrong.append("\(format): \(test["description"]?.string ?? "")")
                    }
                }
            }
        }
        #expect(wrong == [])
        #expect(right == count)
    }
}
