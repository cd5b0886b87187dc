import JSONValues
import RunnerTestSupport
import Testing

@testable import Manifests

/// The official JSON Schema test suite, as far as it is about `pattern` alone.
@Suite struct PatternSuiteTests {
    @Test(
        .enabled(if: SharedReference.isPresent, "the suite is not here"),
        arguments: [
            ("draft2020-12", 70), ("draft7", 67),
        ]
    )
    func agreesWithEveryCase(draft: String, count: Int) throws {
        var right = 0
        var wrong: [String] = []
        for file in ["pattern", "optional/ecmascript-regex", "optional/non-bmp-regex"] {
            let path = "suites/json-schema-test-suite/tests/\(draft)/\(file).json"
            for group in try #require(JSONReader().read(SharedReference.bytes(path)).array) {
                guard let pattern = group["schema"]?["pattern"]?.string else { continue }
                let expression = try PatternExpression(pattern)
                for test in group["tests"]?.array ?? [] {
                    guard let text = test["data"]?.string else { continue }
                    if try expression.matches(text.utf8) == test["valid"]?.bool {
                        right += 1
                    } else {
                        wrong.append("\(pattern): \(test["description"]?.string ?? "")")
                    }
                }
            }
        }
        #expect(wrong == [])
        #expect(right == count)
    }
}
