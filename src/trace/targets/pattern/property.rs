//! `\p{...}`: the Unicode properties as far as ASCII text can tell.
//!
//! # Incomplete support
//!
//! Every general category and binary property of ECMAScript 2024 is here; of the scripts only the
//! common ones. Other scripts and properties of strings are refused.

use super::charset::CharSet;
use super::parser::Parser;
use super::syntax::Refusal;

/// Names (by `|`) and ASCII ranges (first and last bytes in turn) of a property; `s` and `k` say
/// whether U+017F and U+212A belong to it.
struct Row(&'static str, &'static [u8], &'static str);

const CATEGORIES: &[Row] = &[
    Row("L|Letter", b"AZaz", "sk"),
    Row("Lu|Uppercase_Letter", b"AZ", "k"),
    Row("Ll|Lowercase_Letter", b"az", "s"),
    Row("LC|Cased_Letter", b"AZaz", "sk"),
    Row("N|Number|Nd|Decimal_Number|digit", b"09", ""),
    Row("P|Punctuation|punct", b"!#%*,/:;?@[]__{{}}", ""),
    Row("Po|Other_Punctuation", b"!#%'**,,./:;?@\\\\", ""),
    Row("Pc|Connector_Punctuation", b"__", ""),
    Row("Pd|Dash_Punctuation", b"--", ""),
    Row("Ps|Open_Punctuation", b"(([[{{", ""),
    Row("Pe|Close_Punctuation", b"))]]}}", ""),
    Row("S|Symbol", b"$$++<>^^``||~~", ""),
    Row("Sm|Math_Symbol", b"++<>||~~", ""),
    Row("Sc|Currency_Symbol", b"$$", ""),
    Row("Sk|Modifier_Symbol", b"^^``", ""),
    Row("Z|Separator|Zs|Space_Separator", b"  ", ""),
    Row("Cc|Control|cntrl", b"\0\x1F\x7F\x7F", ""),
    Row("C|Other", b"\0\x1F\x7F\x7F", ""),
    Row(
        "Lt|Titlecase_Letter|Lm|Modifier_Letter|Lo|Other_Letter|M|Mark|Combining_Mark|Mn|\
         Nonspacing_Mark|Mc|Spacing_Mark|Me|Enclosing_Mark|Nl|Letter_Number|No|Other_Number|Pi|\
         Initial_Punctuation|Pf|Final_Punctuation|So|Other_Symbol|Zl|Line_Separator|Zp|\
         Paragraph_Separator|Cf|Format|Cs|Surrogate|Co|Private_Use|Cn|Unassigned",
        b"",
        "",
    ),
];

const BINARY: &[Row] = &[
    Row("ASCII", b"\0\x7F", ""),
    Row("ASCII_Hex_Digit|AHex|Hex_Digit|Hex", b"09AFaf", ""),
    Row("Alphabetic|Alpha|Cased", b"AZaz", "sk"),
    Row("Bidi_Mirrored|Bidi_M", b"()<<>>[[]]{{}}", ""),
    Row("Case_Ignorable|CI", b"''..::^^``", ""),
    Row("Changes_When_Casefolded|CWCF", b"AZ", "sk"),
    Row("Changes_When_NFKC_Casefolded|CWKCF", b"AZ", "sk"),
    Row("Changes_When_Casemapped|CWCM", b"AZaz", "sk"),
    Row("Changes_When_Lowercased|CWL|Uppercase|Upper", b"AZ", "k"),
    Row(
        "Changes_When_Titlecased|CWT|Changes_When_Uppercased|CWU|Lowercase|Lower",
        b"az",
        "s",
    ),
    Row("Dash", b"--", ""),
    Row("Diacritic|Dia", b"^^``", ""),
    Row("Emoji|Emoji_Component|EComp", b"##**09", ""),
    Row("Grapheme_Base|Gr_Base", b" ~", "sk"),
    Row("ID_Start|IDS|XID_Start|XIDS", b"AZaz", "sk"),
    Row("ID_Continue|IDC|XID_Continue|XIDC", b"09AZ__az", "sk"),
    Row("Math", b"++<>^^||~~", ""),
    Row("Pattern_Syntax|Pat_Syn", b"!/:@[^``{~", ""),
    Row(
        "Pattern_White_Space|Pat_WS|White_Space|space",
        b"\t\r  ",
        "",
    ),
    Row("Quotation_Mark|QMark", b"\"\"''", ""),
    Row("Sentence_Terminal|STerm", b"!!..??", ""),
    Row("Soft_Dotted|SD", b"ij", ""),
    Row("Terminal_Punctuation|Term", b"!!,,..:;??", ""),
    Row(
        "Bidi_Control|Bidi_C|Default_Ignorable_Code_Point|DI|Deprecated|Dep|Emoji_Modifier|EMod|\
         Emoji_Modifier_Base|EBase|Emoji_Presentation|EPres|Extended_Pictographic|ExtPict|\
         Extender|Ext|Grapheme_Extend|Gr_Ext|IDS_Binary_Operator|IDSB|IDS_Trinary_Operator|IDST|\
         Ideographic|Ideo|Join_Control|Join_C|Logical_Order_Exception|LOE|\
         Noncharacter_Code_Point|NChar|Radical|Regional_Indicator|RI|Unified_Ideograph|UIdeo|\
         Variation_Selector|VS",
        b"",
        "",
    ),
];

const SCRIPTS: &[Row] = &[
    Row("Latin|Latn", b"AZaz", "sk"),
    Row("Common|Zyyy", b"\0@[`{\x7F", ""),
    Row(
        "Arabic|Arab|Armenian|Armn|Bengali|Beng|Cyrillic|Cyrl|Devanagari|Deva|Ethiopic|Ethi|\
         Georgian|Geor|Greek|Grek|Gujarati|Gujr|Gurmukhi|Guru|Han|Hani|Hangul|Hang|Hebrew|Hebr|\
         Hiragana|Hira|Inherited|Zinh|Qaai|Kannada|Knda|Katakana|Kana|Khmer|Khmr|Lao|Laoo|\
         Malayalam|Mlym|Mongolian|Mong|Myanmar|Mymr|Sinhala|Sinh|Tamil|Taml|Telugu|Telu|Thai|\
         Tibetan|Tibt",
        b"",
        "",
    ),
];

impl Parser {
    /// `{name}` or `{name=value}`, after `\p`.
    pub(super) fn property(&mut self) -> Result<CharSet, Refusal> {
        let start = self.at;
        let refuse = |problem| Refusal { at: start, problem };
        let text = self.braced_text();
        let text = text.ok_or_else(|| refuse("invalid property name"))?;
        find(&text).ok_or_else(|| refuse("unknown or unsupported property"))
    }

    fn braced_text(&mut self) -> Option<String> {
        if !self.eat(b'{') {
            return None;
        }
        let mut text = String::new();
        loop {
            match self.peek()? {
                b'}' => break,
                byte if byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'=' => {
                    text.push(char::from(byte));
                }
                _ => return None,
            }
            self.at += 1;
        }
        self.at += 1;
        Some(text)
    }
}

fn find(text: &str) -> Option<CharSet> {
    match text.split_once('=') {
        Some(("General_Category" | "gc", value)) => lookup(CATEGORIES, value),
        Some(("Script" | "sc" | "Script_Extensions" | "scx", value)) => lookup(SCRIPTS, value),
        Some(_) => None,
        None => whole(text)
            .or_else(|| lookup(CATEGORIES, text))
            .or_else(|| lookup(BINARY, text)),
    }
}

/// The two properties that hold for unlisted characters, too.
fn whole(name: &str) -> Option<CharSet> {
    matches!(name, "Any" | "Assigned").then_some(CharSet::ALL)
}

fn lookup(rows: &[Row], name: &str) -> Option<CharSet> {
    let row = rows
        .iter()
        .find(|Row(names, ..)| names.split('|').any(|known| known == name))?;
    let Row(_, ranges, folding) = row;
    Some(CharSet::of(ranges).with_folding(folding.contains('s'), folding.contains('k')))
}
