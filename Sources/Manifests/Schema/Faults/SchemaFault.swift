import Diagnostics

/// One mistake of a document, found by a schema.
struct SchemaFault: Sendable {
    /// What is wrong.
    enum Problem: Sendable {
        /// A key that is not allowed here.
        case unknownKey(Node.Entry, allowed: [String])
        /// Keys that must be here; because of another one, or always.
        case missingKeys([String], because: String?)
        /// None of several sets of keys is here.
        case missingChoice([[String]])
        /// The property that says what this is.
        case missingTag(String, [Node])
        /// Keys that exclude each other.
        case exclusiveKeys([String])
        case wrongType(SchemaTypes)
        /// None of the allowed values.
        case notAllowed([Node])
        /// No match of a pattern.
        case noMatch(String)
        /// Not of a format.
        case wrongFormat(String)
        /// What it is, and what is allowed.
        case outOfRange(String, String)
        /// What it has, and what is allowed.
        case wrongLength(Int, String)
        /// What it has, what is allowed, and of what.
        case wrongCount(Int, String, String)
        /// How many items fit what `contains` describes, what is allowed, and the rule that describes them.
        case wrongItems(Int, String, rule: Int)
        /// An item that is equal to an earlier one, and the list that holds both.
        case repeatedItem(Node, in: Node)
        /// None of several schemas.
        case noAlternative
        /// More than one of several schemas that exclude each other.
        case severalAlternatives(Int)
        /// What a `not` describes.
        case refused(String?)
        /// What the schema `false` stands for.
        case forbidden
        case patternTooCostly(String)
        case tooCostly
    }

    /// What is wrong.
    var problem: Problem
    /// The value.
    let node: Node
    /// The way to it.
    let path: [SchemaEvaluator.Step]
    /// The rule that found it.
    let rule: Int
    /// The rule that the value was met with.
    let placeRule: Int
    /// Whether nothing of the value may be shown.
    let isSecret: Bool
    /// The keyword that says so.
    let keyword: SchemaKeyword?
    /// The rules that led to it, when they are kept.
    let trace: [Int]
    /// Whether it is about the key itself.
    var isOfKey = false

    init(
        problem: Problem,
        node: Node,
        path: [SchemaEvaluator.Step],
        rule: Int,
        placeRule: Int,
        isSecret: Bool,
        keyword: SchemaKeyword?,
        trace: [Int] = []
    ) {
        self.problem = problem
        self.node = node
        self.path = path
        self.rule = rule
        self.placeRule = placeRule
        self.isSecret = isSecret
        self.keyword = keyword
        self.trace = trace
    }

    /// Whether the check itself was given up.
    var isTooCostly: Bool {
        if case .tooCostly = problem { return true }
        return false
    }

    /// The key that the value stands under.
    var key: Node? {
        guard case .key(let key) = path.last else { return nil }
        return key
    }

    /// The value's place by numbers, for comparing.
    private var place: [Int] {
        path.map { step in
            switch step {
            case .key(let key): Int(key.index)
            case .item(let index): -1 - index
            }
        }
    }
}

extension SchemaFault {
    /// How many unknown keys of a document are compared with the known ones.
    static let greatestGuesses = 200

    /// The key that an unknown one was probably meant to be: one that is spelt alike, or that other tools call so.
    ///
    /// - Parameters:
    ///   - entry: The unknown key.
    ///   - allowed: The keys that may stand there.
    ///   - node: The mapping around it.
    /// - Returns: `nil` when there is no guess.
    static func meantKey(_ entry: Node.Entry, among allowed: [String], in node: Node) -> String? {
        if let nearest = NearestName.among(allowed, to: entry.name) { return nearest }
        return otherNames[entry.name]?.first { allowed.contains($0) && node.entry($0) == nil }
    }

    /// What `az ml` and its like call things, by their names here.
    private static let otherNames = [
        "path": ["uri"], "url": ["uri"], "default": ["value"], "value": ["uri"], "uri": ["value"],
        "endpoint_name": ["endpoint"], "depends_on": ["needs"], "dependsOn": ["needs"], "tags": ["labels"],
        "env_var": ["env"], "secret": ["clientSecret"],
    ]

    /// Leaves one fault for each mistake.
    ///
    /// A mistyped key is not missing as well, keys that are missing from one value are one fault, and the choice of
    /// a key that is unknown is complained about once.
    static func tidied(_ faults: [SchemaFault]) -> [SchemaFault] {
        guard faults.count > 1 else { return faults }
        var meant: [[Int]: Set<String>] = [:]
        var missing: [[Int]: [String]] = [:]
        var guesses = 0
        for fault in faults {
            switch fault.problem {
            case .unknownKey(let entry, let allowed):
                // Who mistypes more than this did not mistype.
                guesses += 1
                guard guesses <= greatestGuesses else {
                    meant[fault.place] = meant[fault.place] ?? []
                    continue
                }
                let nearest = meantKey(entry, among: allowed, in: fault.node)
                meant[fault.place, default: []].formUnion(nearest.map { [$0] } ?? [])
            case .missingKeys(let names, _):
                let known = missing[fault.place] ?? []
                missing[fault.place] = known + names.filter { !known.contains($0) }
            default: break
            }
        }
        return faults.compactMap { fault in
            switch fault.problem {
            case .missingChoice: return meant[fault.place] == nil ? fault : nil
            case .missingKeys(_, let cause):
                // The first one speaks for all.
                guard let names = missing.removeValue(forKey: fault.place) else { return nil }
                let left = names.filter { !(meant[fault.place]?.contains($0) ?? false) }
                guard !left.isEmpty else { return nil }
                var merged = fault
                merged.problem = .missingKeys(left, because: left.count == 1 ? cause : nil)
                return merged
            default: return fault
            }
        }
    }
}
