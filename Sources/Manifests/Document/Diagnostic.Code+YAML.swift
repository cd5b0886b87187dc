public import Diagnostics

extension Diagnostic.Code {
    /// Every code of the YAML and JSON readers, in order.
    public static let yamlCodes: [Diagnostic.Code] = [
        .sourceTooLarge, .notUTF8, .forbiddenCharacter, .duplicateKey, .unclosed, .badIndentation,
        .badSyntax, .badEscape, .unfilledTemplate, .undefinedAlias, .cyclicAlias, .expandsTooFar,
        .mergesOther, .nestedTooDeep, .unknownTag, .tagMismatch, .keyNotScalar, .badDirective,
        .invalidJSON, .tooManyValues, .emptySource, .invisibleCharacter,
    ]

    /// The code for: file too large.
    public static let sourceTooLarge = Diagnostic.Code(
        "RN0101",
        "file too large",
        exitStatus: .invalid,
        explanation: #"""
            The file is larger than runner reads.

            Wrong:

            ```yaml
            a 70 MiB file of generated jobs
            ```

            Right:

            ```yaml
            several files of at most 64 MiB
            ```
            """#
    )

    /// The code for: not UTF-8.
    public static let notUTF8 = Diagnostic.Code(
        "RN0102",
        "not UTF-8",
        exitStatus: .invalid,
        explanation: #"""
            The file is in another encoding, or some of its bytes are damaged. Manifests are UTF-8.

            Wrong:

            ```yaml
            name: caf\xE9          # Latin-1: one byte
            ```

            Right:

            ```yaml
            name: café             # UTF-8: two bytes
            ```
            """#
    )

    /// The code for: forbidden control character.
    public static let forbiddenCharacter = Diagnostic.Code(
        "RN0103",
        "forbidden control character",
        exitStatus: .invalid,
        explanation: #"""
            YAML allows no control characters but tab and line breaks, so that a file shows all that it says.

            Wrong:

            ```yaml
            name: "a<U+0007>b"
            ```

            Right:

            ```yaml
            name: "a\ab"
            ```
            """#
    )

    /// The code for: unclosed quote or bracket.
    public static let unclosed = Diagnostic.Code(
        "RN0105",
        "unclosed quote or bracket",
        exitStatus: .invalid,
        explanation: #"""
            A quote, bracket or brace is opened and never closed.

            Wrong:

            ```yaml
            tags: [a, b
            name: x
            ```

            Right:

            ```yaml
            tags: [a, b]
            name: x
            ```
            """#
    )

    /// The code for: indentation.
    public static let badIndentation = Diagnostic.Code(
        "RN0106",
        "indentation",
        exitStatus: .invalid,
        explanation: #"""
            The indentation of a line fits no line above it, or a tab indents. YAML indents with blanks only.

            Wrong:

            ```yaml
            job:
               name: a
              input: b
            ```

            Right:

            ```yaml
            job:
              name: a
              input: b
            ```
            """#
    )

    /// The code for: YAML syntax.
    public static let badSyntax = Diagnostic.Code(
        "RN0107",
        "YAML syntax",
        exitStatus: .invalid,
        explanation: #"""
            The text breaks a rule of YAML. The most common cause is a value that should be quoted because it
            holds `: `, ` #`, or begins with one of `[]{}&*!|>'"%@`, a comma or a grave accent.

            Wrong:

            ```yaml
            command: echo a: b
            ```

            Right:

            ```yaml
            command: "echo a: b"
            ```
            """#
    )

    /// The code for: bad escape.
    public static let badEscape = Diagnostic.Code(
        "RN0108",
        "bad escape",
        exitStatus: .invalid,
        explanation: #"""
            A backslash in double quotes begins an escape, and this one does not exist. Single quotes have no
            escapes.

            Wrong:

            ```yaml
            path: "C:\data"
            ```

            Right:

            ```yaml
            path: 'C:\data'
            ```
            """#
    )

    /// The code for: unfilled template.
    public static let unfilledTemplate = Diagnostic.Code(
        "RN0109",
        "unfilled template",
        exitStatus: .invalid,
        explanation: #"""
            Braces that a template engine should have replaced are still there. To YAML they are mappings.
            Expressions of runner, `${{ … }}`, are text and need no quotes outside brackets. In a text that
            YAML can read, leftovers such as `{{NAME}}`, `<NAME>` and `${NAME}` are a warning of `validate`.

            Wrong:

            ```yaml
            image: {{IMAGE}}
            ```

            Right:

            ```yaml
            image: registry.example/scoring:3
            ```
            """#
    )

    /// The code for: bad directive.
    public static let badDirective = Diagnostic.Code(
        "RN0118",
        "bad directive",
        exitStatus: .invalid,
        explanation: #"""
            A line that begins with `%` is a directive. Only `%YAML 1.2` (or 1.1) and `%TAG` exist, they stand
            before `---`, and after another document only behind `...`.

            Wrong:

            ```yaml
            %YAML 2.0
            ---
            name: a
            ```

            Right:

            ```yaml
            name: a
            ```
            """#
    )

    /// The code for: invalid JSON.
    public static let invalidJSON = Diagnostic.Code(
        "RN0119",
        "invalid JSON",
        exitStatus: .invalid,
        explanation: #"""
            A file named `.json` must be JSON (RFC 8259): double quotes, no comments, no comma after the last
            item, each name once.

            Wrong:

            ```yaml
            {"name": "a",}
            ```

            Right:

            ```yaml
            {"name": "a"}
            ```
            """#
    )

    /// The code for: invisible character.
    public static let invisibleCharacter = Diagnostic.Code(
        "RN0122",
        "invisible character",
        exitStatus: .invalid,
        explanation: #"""
            A character that cannot be seen can make a text read otherwise than it is: bidirectional controls,
            zero-width space, byte-order marks inside the file. Joiners (U+200C, U+200D) are allowed.

            Wrong:

            ```yaml
            name: admin<U+202E>
            ```

            Right:

            ```yaml
            name: "admin\u202e"
            ```
            """#
    )
}
