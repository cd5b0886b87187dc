import CYAML

/// libyaml's event parser over one text.
///
/// `@safe`: it owns the parser, whose address stays the same from `init` to `deinit`, and the caller keeps the text's
/// buffer alive for as long.
@safe
struct YAMLEventSource: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>

    /// Why libyaml stopped.
    struct Failure: Hashable {
        /// What it found, in its words.
        var problem: String
        /// What it was doing, in its words; may be empty.
        var context: String
        /// The character at which it stopped.
        var problemMark: Int
        /// The character at which that began.
        var contextMark: Int
    }

    /// Makes a parser; `nil` when there is no memory for it.
    ///
    /// - Parameter text: UTF-8 without a byte-order mark, alive for as long as the parser.
    init?(text: UnsafeBufferPointer<UInt8>) {
        unsafe parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        unsafe parser.initialize(to: yaml_parser_t())
        guard unsafe yaml_parser_initialize(parser) == 1 else {
            unsafe parser.deallocate()
            return nil
        }
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
    }

    /// Reads the next event.
    ///
    /// - Parameter event: Becomes the event; the caller deletes it.
    /// - Returns: Whether there was one: `false` after a mistake in the text, see `failure`.
    func next(_ event: inout yaml_event_t) -> Bool {
        unsafe yaml_parser_parse(parser, &event) == 1
    }

    /// Why `next` returned `false`.
    var failure: Failure {
        let problem = unsafe parser.pointee.problem
        let context = unsafe parser.pointee.context
        return Failure(
            problem: unsafe problem.map { unsafe String(cString: $0) } ?? "out of memory",
            context: unsafe context.map { unsafe String(cString: $0) } ?? "",
            problemMark: unsafe parser.pointee.problem_mark.index,
            contextMark: unsafe parser.pointee.context_mark.index
        )
    }
}
