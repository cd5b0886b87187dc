import Host
import Testing

/// Something that was made to make a validator hang, crash, tell or fetch, and what is to happen instead.
struct HostileInput: Sendable, CustomTestStringConvertible {
    let name: String
    /// The schema; any mapping without one.
    var schema = #"{"type": "object"}"#
    /// The YAML file, or a JSON file where the name says so.
    let instance: [UInt8]
    /// Whether it is valid.
    var isValid = false
    /// Words that the output must have, such as the place of the first fault.
    var shows: [String] = []

    var testDescription: String { name }

    init(_ name: String, schema: String? = nil, _ text: String, isValid: Bool = false, shows: [String] = []) {
        self.init(name, bytes: Array(text.utf8), isValid: isValid, shows: shows)
        if let schema { self.schema = schema }
    }

    init(_ name: String, bytes: [UInt8], isValid: Bool = false, shows: [String] = []) {
        self.name = name
        self.instance = bytes
        self.isValid = isValid
        self.shows = shows
    }

    /// Puts the files into a folder.
    ///
    /// - Returns: What `validate` is asked.
    func written(to folder: String) throws -> [String] {
        let files = SystemFileSystem()
        try files.write(Array(schema.utf8), to: folder + "/schema.json")
        try files.write(instance, to: folder + "/input.yaml")
        return ["validate", "--schema", "schema.json", "input.yaml"]
    }

    // MARK: - The list

    static let all: [HostileInput] = texts + bombs + patterns + blowups + references + characters + numbers

    private static let texts = [
        HostileInput("empty", "", shows: ["input.yaml:1:1"]),
        HostileInput("nothing but blanks and comments", " \n# a\n\t# b\n", shows: ["input.yaml:"]),
        HostileInput("a tab as indentation", "a:\n\tb: 1\n", shows: ["input.yaml:2:1"]),
        HostileInput(
            "a key twice by spelling",
            "a b: 1\n\"a\\x20b\": 2\n",
            shows: ["input.yaml:2:1", "duplicate key"]
        ),
        HostileInput("one key, two normal forms", "\u{E9}: 1\ne\u{301}: 2\n", isValid: true),
        HostileInput(
            "a tag that makes objects",
            "a: !!python/object/apply:os.system [id]\n",
            shows: ["input.yaml:1:4"]
        ),
        HostileInput("a key that is a mapping", "? {a: 1}\n: 2\n", shows: ["input.yaml:1:3"]),
        HostileInput(
            "fifty thousand keys",
            (0..<50_000).map { "key\($0): \($0)\n" }.joined(),
            isValid: true
        ),
    ]

    private static let bombs = [
        HostileInput("a billion laughs", laughs(levels: 9, merging: false), shows: ["expand to more than"]),
        HostileInput("merge keys of merge keys", laughs(levels: 9, merging: true), isValid: true),
        HostileInput("an alias of what holds it", "a: &x\n  b: [1, *x]\n", shows: ["input.yaml:2:10"]),
        HostileInput(
            "brackets to the end",
            String(repeating: "[", count: 200_000),
            shows: ["input.yaml:1:257"]
        ),
        HostileInput("keys in keys", String(repeating: "? ", count: 20_000) + "a\n"),
        HostileInput(
            "mappings as deep as lines are many",
            (0..<1000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
            shows: ["input.yaml:257:257"]
        ),
    ]

    /// Anchors that each hold ten of the one before: as a list, or merged into a mapping.
    private static func laughs(levels: Int, merging: Bool) -> String {
        var text = merging ? "l0: &l0 {a: 1, b: 2}\n" : "l0: &l0 [ha, ha]\n"
        for level in 1...levels {
            let aliases = [String](repeating: "*l\(level - 1)", count: 10).joined(separator: ", ")
            text +=
                merging
                ? "l\(level): &l\(level) {<<: [\(aliases)]}\n" : "l\(level): &l\(level) [\(aliases)]\n"
        }
        return text
    }

    private static let patterns = [
        HostileInput(
            "a pattern that doubles with each letter",
            schema: #"{"properties": {"a": {"pattern": "^(a+)+$"}}}"#,
            "a: \(String(repeating: "a", count: 60))!\n",
            shows: ["input.yaml:1:4"]
        ),
        HostileInput(
            "a pattern of the fourth power",
            schema: #"{"properties": {"a": {"pattern": "x*x*x*x*y"}}}"#,
            "a: \(String(repeating: "x", count: 5000))\n",
            shows: ["input.yaml:1:4"]
        ),
        HostileInput(
            "a pattern larger than its limit",
            schema: #"{"pattern": "((((a{1,500}){1,500}){1,500}){1,500}){1,500}"}"#,
            "a: 1\n",
            shows: ["schema.json:1:13"]
        ),
    ]

    private static let blowups = [
        HostileInput(
            "allOf doubled thirty times",
            schema: doubled("allOf", 30, #"{"type": "object"}"#),
            "a: 1\n",
            isValid: true
        ),
        HostileInput(
            "anyOf doubled thirty times",
            schema: doubled("anyOf", 30, #"{"type": "array"}"#),
            "a: 1\n",
            shows: ["input.yaml:1:1"]
        ),
        HostileInput(
            "unevaluated over doubled branches",
            schema: doubled(
                "anyOf",
                30,
                #"{"properties": {"a": {"type": "integer"}}}"#,
                #", "unevaluatedProperties": false"#
            ),
            "a: 1\nb: 2\n",
            shows: ["input.yaml:2:1"]
        ),
        HostileInput(
            "ten thousand faults",
            schema: #"{"items": {"type": "string"}}"#,
            String(repeating: "- 1\n", count: 10_000),
            shows: ["input.yaml:1:3"]
        ),
        HostileInput(
            "twenty thousand items, all different",
            schema: #"{"uniqueItems": true}"#,
            (0..<20_000).map { "- {a: \($0)}\n" }.joined(),
            isValid: true
        ),
    ]

    /// A chain of definitions each of which refers to the next twice.
    private static func doubled(_ keyword: String, _ count: Int, _ last: String, _ beside: String = "")
        -> String
    {
        let chain = (0..<count).map { number in
            let next = ##"{"$ref": "#/$defs/d\##(number + 1)"}"##
            return #""d\#(number)": {"\#(keyword)": [\#(next), \#(next)]}"#
        }
        let all = chain.joined(separator: ", ")
        return ##"{"$ref": "#/$defs/d0"\##(beside), "$defs": {\##(all), "d\##(count)": \##(last)}}"##
    }

    private static let references = [
        HostileInput(
            "a schema on the network",
            schema: #"{"$ref": "http://127.0.0.1:{port}/latest/meta-data/"}"#,
            "a: 1\n",
            shows: ["schema.json:1:10", "leads nowhere"]
        ),
        HostileInput(
            "a dialect on the network",
            schema: #"{"$schema": "http://127.0.0.1:{port}/dialect"}"#,
            "a: 1\n",
            shows: ["schema.json:1:13"]
        ),
        HostileInput(
            "a file that was not named",
            schema: #"{"$ref": "file:///etc/passwd"}"#,
            "a: 1\n",
            shows: ["schema.json:1:10"]
        ),
        HostileInput(
            "a way out of the folder",
            schema: #"{"$ref": "../../../../etc/passwd"}"#,
            "a: 1\n",
            shows: ["schema.json:1:10"]
        ),
        HostileInput(
            "a schema that is itself",
            schema: ##"{"$ref": "#"}"##,
            "a: 1\n",
            shows: ["schema.json:1:"]
        ),
        HostileInput(
            "two schemas that are each other",
            schema:
                ##"{"$ref": "#/$defs/a", "$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"not": {"$ref": "#/$defs/a"}}}}"##,
            "a: 1\n",
            shows: ["schema.json:1:"]
        ),
    ]

    private static let characters = [
        HostileInput("a raw escape", "a: \u{1B}[2J\u{1B}]0;owned\u{7}\n", shows: ["input.yaml:1:4"]),
        HostileInput(
            "an escaped escape in a key",
            schema: #"{"additionalProperties": false}"#,
            "\"\\e[31mred\\e]8;;http://a\\a\": 1\n",
            shows: ["input.yaml:1:1"]
        ),
        HostileInput(
            "text that runs backwards",
            "a: \u{202E}lla\u{2066}\n",
            shows: ["input.yaml:1:4", "U+202E"]
        ),
        HostileInput(
            "an escaped text that runs backwards",
            schema: #"{"additionalProperties": {"const": 1}}"#,
            "\"\\u202eb\": \"\\u2066\\u0085\\u2028\"\n",
            shows: ["input.yaml:1:"]
        ),
        HostileInput("bad UTF-8", bytes: Array("a: ok\nb: ".utf8) + [0xC3, 0x28], shows: ["input.yaml:2:4"]),
        HostileInput(
            "an overlong slash",
            bytes: Array("a: ".utf8) + [0xC0, 0xAF, 0x0A],
            shows: ["input.yaml:1:4"]
        ),
        HostileInput(
            "half a surrogate pair",
            bytes: Array("a: ".utf8) + [0xED, 0xA0, 0x80, 0x0A],
            shows: ["input.yaml:1:4"]
        ),
        HostileInput("UTF-16", bytes: [0xFF, 0xFE, 0x61, 0, 0x3A, 0, 0x20, 0, 0x31, 0], shows: ["UTF-16"]),
        HostileInput("NUL", bytes: Array("a: 1".utf8) + [0, 0x0A], shows: ["input.yaml:1:5"]),
    ]

    private static let numbers = [
        HostileInput(
            "whole numbers beyond 64 bits",
            schema: #"{"properties": {"a": {"type": "integer", "minimum": 9223372036854775808}}}"#,
            "a: 9223372036854775807\n",
            shows: ["input.yaml:1:4"]
        ),
        HostileInput(
            "a number of a hundred thousand digits",
            schema: #"{"properties": {"a": {"type": "integer", "multipleOf": 7}}}"#,
            "a: 1\(String(repeating: "0", count: 100_000))\n",
            shows: ["input.yaml:1:4"]
        ),
        HostileInput(
            "exponents without end",
            schema: #"{"properties": {"a": {"maximum": 1e308}, "b": {"multipleOf": 0.1}}}"#,
            "a: 1e999999999999999999999\nb: 1e-999999999\n",
            shows: ["input.yaml:1:4"]
        ),
        HostileInput(
            "not a number within bounds",
            schema: #"{"properties": {"a": {"maximum": 5}}}"#,
            "a: .nan\n",
            shows: ["input.yaml:1:4"]
        ),
        HostileInput(
            "lengths beyond 64 bits",
            schema: #"{"properties": {"a": {"maxLength": 1e400, "minLength": 0.0}}}"#,
            "a: b\n",
            isValid: true
        ),
        HostileInput(
            "a multiple of nothing",
            schema: #"{"multipleOf": 0}"#,
            "a: 1\n",
            shows: ["schema.json:1:16"]
        ),
    ]
}
