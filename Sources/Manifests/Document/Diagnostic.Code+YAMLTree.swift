public import Diagnostics

// Codes for what is wrong with the tree of a document; those for its text are in Diagnostic.Code+YAML.swift.
extension Diagnostic.Code {
    /// The code for: duplicate key.
    public static let duplicateKey = Diagnostic.Code(
        "RN0104",
        "duplicate key",
        exitStatus: .invalid,
        explanation: #"""
            A mapping has the same key twice. Parsers disagree about which one counts, so neither does. Keys
            are compared as text after quotes are taken away.

            Wrong:

            ```yaml
            name: nightly
            "name": weekly
            ```

            Right:

            ```yaml
            name: weekly
            ```
            """#
    )

    /// The code for: undefined alias.
    public static let undefinedAlias = Diagnostic.Code(
        "RN0110",
        "undefined alias",
        exitStatus: .invalid,
        explanation: #"""
            An alias `*name` needs an anchor `&name` above it in the same document. Text that begins with `*`
            needs quotes.

            Wrong:

            ```yaml
            files: *.csv
            ```

            Right:

            ```yaml
            files: "*.csv"
            ```
            """#
    )

    /// The code for: cyclic alias.
    public static let cyclicAlias = Diagnostic.Code(
        "RN0111",
        "cyclic alias",
        exitStatus: .invalid,
        explanation: #"""
            An alias stands inside the value that it names. Such a value would have no end.

            Wrong:

            ```yaml
            a: &a [1, *a]
            ```

            Right:

            ```yaml
            a: &a [1]
            b: [*a, 2]
            ```
            """#
    )

    /// The code for: expands too far.
    public static let expandsTooFar = Diagnostic.Code(
        "RN0112",
        "expands too far",
        exitStatus: .invalid,
        explanation: #"""
            With every alias and merge key written out, the document would have more than 100,000 values and
            more than ten times those in the file. Aliases of aliases multiply.

            Wrong:

            ```yaml
            a: &a [x, x, x, x, x, x, x, x, x, x]
            b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
            c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]   # and so on
            ```

            Right:

            ```yaml
            a: &a [x, x, x]
            b: *a
            ```
            """#
    )

    /// The code for: merge of something else.
    public static let mergesOther = Diagnostic.Code(
        "RN0113",
        "merge of something else",
        exitStatus: .invalid,
        explanation: #"""
            The merge key `<<` takes a mapping or a sequence of mappings, mostly aliases. As an ordinary key
            it needs quotes.

            Wrong:

            ```yaml
            <<: 3
            ```

            Right:

            ```yaml
            <<: *defaults
            ```
            """#
    )

    /// The code for: nested too deep.
    public static let nestedTooDeep = Diagnostic.Code(
        "RN0114",
        "nested too deep",
        exitStatus: .invalid,
        explanation: #"""
            Collections stand inside one another in more than 256 levels; levels that come through an alias
            count.

            Wrong:

            ```yaml
            [[[[[[ …
            ```

            Right:

            ```yaml
            a flatter structure
            ```
            """#
    )

    /// The code for: unknown tag.
    public static let unknownTag = Diagnostic.Code(
        "RN0115",
        "unknown tag",
        exitStatus: .invalid,
        explanation: #"""
            Only the tags of the YAML 1.2 core schema have a meaning here: `!!str`, `!!int`, `!!float`,
            `!!bool`, `!!null`, `!!seq`, `!!map`, and `!` for text.

            Wrong:

            ```yaml
            password: !secret abc
            ```

            Right:

            ```yaml
            password: {env: PASSWORD}
            ```
            """#
    )

    /// The code for: tag mismatch.
    public static let tagMismatch = Diagnostic.Code(
        "RN0116",
        "tag mismatch",
        exitStatus: .invalid,
        explanation: #"""
            A tag says that a value is of a kind, and it is not.

            Wrong:

            ```yaml
            count: !!int many
            ```

            Right:

            ```yaml
            count: !!int 12
            ```
            """#
    )

    /// The code for: key is a collection.
    public static let keyNotScalar = Diagnostic.Code(
        "RN0117",
        "key is a collection",
        exitStatus: .invalid,
        explanation: #"""
            A key is a list or a mapping. YAML allows that; JSON and manifests do not.

            Wrong:

            ```yaml
            ? [a, b]
            : 1
            ```

            Right:

            ```yaml
            "[a, b]": 1
            ```
            """#
    )

    /// The code for: too many values.
    public static let tooManyValues = Diagnostic.Code(
        "RN0120",
        "too many values",
        exitStatus: .invalid,
        explanation: #"""
            A document has more than ten million values, or a file more than 10,000 documents or 100 `%TAG`
            lines.

            Wrong:

            ```yaml
            a file of 20,000 documents
            ```

            Right:

            ```yaml
            several files
            ```
            """#
    )

    /// The code for: empty file.
    public static let emptySource = Diagnostic.Code(
        "RN0121",
        "empty file",
        exitStatus: .invalid,
        explanation: #"""
            The file holds nothing but blanks and comments.

            Wrong:

            ```yaml
            # kind: JobManifest
            ```

            Right:

            ```yaml
            kind: JobManifest
            ```
            """#
    )
}
