import JSONValues
import Testing

@Suite struct JSONWriterTests {
    private func canonical(_ text: String) throws -> String {
        JSONWriter.text(try JSONReader().read(Array(text.utf8)), .canonical)
    }

    @Test func writesOneLineInOrder() {
        let value: JSONValue = ["b": [1, true, .null], "a": ["x": "y"], "c": [], "d": [:]]
        #expect(JSONWriter.text(value) == #"{"b":[1,true,null],"a":{"x":"y"},"c":[],"d":{}}"#)
    }

    @Test func indentsByTwoBlanks() {
        let value: JSONValue = ["b": [1, ["c": "d"]], "e": [], "f": [:]]
        #expect(
            JSONWriter.text(value, .indented) == """
                {
                  "b": [
                    1,
                    {
                      "c": "d"
                    }
                  ],
                  "e": [],
                  "f": {}
                }
                """
        )
    }

    @Test func escapesNoMoreThanItMust() {
        let text = "\u{0}\u{8}\t\n\u{B}\u{C}\r\u{1F}\"\\/\u{7F}\u{2028}é😀"
        #expect(
            JSONWriter.text(.string(text))
                == "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\\\"\\\\/\u{7F}\u{2028}é😀\""
        )
    }

    @Test func keepsTheTextOfNumbersOutsideCanonicalForm() {
        #expect(JSONWriter.text([.number(JSONNumber(text: "1.50E+2"))]) == "[1.50E+2]")
    }

    /// RFC 8785 §3.2.2 and §3.2.3.
    @Test func writesTheSampleOfRFC8785() throws {
        let text = #"""
            {
              "numbers": [333333333.33333329, 1E30, 4.50,
                          2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """#
        let expected =
            #"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#
            + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#
        #expect(try canonical(text) == expected)
    }

    /// RFC 8785 §3.2.3: the order of UTF-16 code units is neither that of scalars nor that of any language.
    @Test func sortsNamesByUTF16CodeUnits() throws {
        let text = #"""
            {
              "\u20ac": "Euro Sign",
              "\r": "Carriage Return",
              "\ufb33": "Hebrew Letter Dalet With Dagesh",
              "1": "One",
              "\ud83d\ude00": "Emoji: Grinning Face",
              "\u0080": "Control",
              "\u00f6": "Latin Small Letter O With Diaeresis"
            }
            """#
        let value = try JSONReader().read(Array(try canonical(text).utf8))
        #expect(
            value.members?.compactMap(\.value.string) == [
                "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
                "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh",
            ]
        )
    }

    /// RFC 8785 appendix B: IEEE 754 bits and the text that ECMAScript gives them.
    @Test(
        arguments: [
            (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"), (0x7FEF_FFFF_FFFF_FFFF, "1.7976931348623157e+308"),
            (0xFFEF_FFFF_FFFF_FFFF, "-1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
            (0xC340_0000_0000_0000, "-9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44B5_2D02_C7E1_4AF5, "9.999999999999997e+22"), (0x44B5_2D02_C7E1_4AF6, "1e+23"),
            (0x44B5_2D02_C7E1_4AF7, "1.0000000000000001e+23"),
            (0x444B_1AE4_D6E2_EF4E, "999999999999999700000"),
            (0x444B_1AE4_D6E2_EF4F, "999999999999999900000"), (0x444B_1AE4_D6E2_EF50, "1e+21"),
            (0x3EB0_C6F7_A0B5_ED8C, "9.999999999999997e-7"), (0x3EB0_C6F7_A0B5_ED8D, "0.000001"),
            (0x41B3_DE43_5555_5553, "333333333.3333332"), (0x41B3_DE43_5555_5554, "333333333.33333325"),
            (0x41B3_DE43_5555_5555, "333333333.3333333"), (0x41B3_DE43_5555_5556, "333333333.3333334"),
            (0x41B3_DE43_5555_5557, "333333333.33333343"),
            (0xBECB_F647_612F_3696, "-0.0000033333333333333333"),
            (0x4314_3FF3_C1CB_0959, "1424953923781206.2"),
        ] as [(UInt64, String)]
    )
    func writesNumbersAsECMAScriptDoes(bits: UInt64, text: String) {
        let number = JSONNumber(text: Double(bitPattern: bits).description)
        #expect(number.canonicalText == text)
    }

    @Test(arguments: [
        ("1", true), ("-0", true), ("0.0e5", true), ("9007199254740992", true), ("-9007199254740992", true),
        ("9007199254740993", false), ("-9007199254740993", false), ("12345678901234567890123", false),
        ("0.1", true), ("1e15", true), ("1e16", false), ("1e400", false), ("1e-400", false), ("1.5", true),
    ])
    func knowsWhatCanonicalFormKeeps(text: String, isExact: Bool) {
        #expect(JSONNumber(text: text).isExactInCanonicalForm == isExact)
    }
}
