//! The rules of JavaScript's regular expressions, one test each, as the public API shows them.

use super::{CaseMode, Pattern, Verdict};

fn matches(source: &str, flags: &str, text: &str) -> bool {
    let pattern = Pattern::new(source, flags, CaseMode::Js10);
    let pattern = pattern.unwrap_or_else(|error| panic!("/{source}/{flags}: {error}"));
    pattern.test(text.as_bytes()) == Verdict::Match
}

fn refused(source: &str, flags: &str) -> (usize, &'static str) {
    match Pattern::new(source, flags, CaseMode::Js10) {
        Ok(_) => panic!("/{source}/{flags} was accepted"),
        Err(error) => (error.position, error.problem),
    }
}

fn all_refused(sources: &[&str], flags: &str) {
    for source in sources {
        refused(source, flags);
    }
}

#[test]
fn js11_ignores_case_and_js10_does_not() {
    let test = |case| {
        Pattern::new("^HTTPS:", "", case)
            .unwrap()
            .test(b"https://a")
    };
    assert_eq!(test(CaseMode::Js11), Verdict::Match);
    assert_eq!(test(CaseMode::Js10), Verdict::NoMatch);
}

#[test]
fn sticky_counts_in_js10_only() {
    let test = |case| Pattern::new("b", "gy", case).unwrap().test(b"ab");
    assert_eq!(test(CaseMode::Js11), Verdict::Match);
    assert_eq!(test(CaseMode::Js10), Verdict::NoMatch);
}

#[test]
fn braces_that_are_no_quantifier_are_plain_text_without_u() {
    assert!(matches("^a{,1}$", "", "a{,1}"));
    assert!(matches("^a{1$", "", "a{1"));
    assert!(matches("^}]$", "", "}]"));
    all_refused(&["a{,1}", "a{1", "}", "]", "{"], "u");
}

#[test]
fn a_quantifier_needs_something_to_repeat() {
    let sources = [
        "*", "a**", "a++", "a{2}{3}", "{2}", "^*", r"\b+", "(?<=a)*", "a|*", "(?:+)",
    ];
    all_refused(&sources, "");
    assert_eq!(refused("ab**", ""), (3, "nothing to repeat"));
}

#[test]
fn a_look_ahead_may_be_repeated_without_u() {
    assert!(matches("^(?=a)*b", "", "b"));
    assert!(matches("^(?!a){2}b", "", "b"));
    all_refused(&["(?=a)*", "(?!a)+"], "u");
}

#[test]
fn quantifier_bounds_must_be_in_order() {
    assert_eq!(
        refused("ab{2,1}", ""),
        (2, "numbers out of order in {} quantifier")
    );
    assert!(matches("^a{2}$", "", "aa") && !matches("^a{2}$", "", "aaa"));
    assert!(matches("^a{2,}$", "", "aaaa") && !matches("^a{2,}$", "", "a"));
    assert!(matches("^a{1,2}?b", "", "aab") && !matches("^a{1,2}?b", "", "aaab"));
}

#[test]
fn group_syntax_of_other_engines_is_refused() {
    all_refused(
        &[
            "(?P<n>a)", "(?>a)", "(?#a)", "(?i:a)", "(?i)a", "(?", "(?<1>a)", "(?<>a)",
        ],
        "",
    );
    assert_eq!(refused("ab(?>c)", "").1, "invalid group");
}

#[test]
fn parentheses_must_pair() {
    assert_eq!(refused("a(b", ""), (1, "unterminated group"));
    assert_eq!(refused("ab)", ""), (2, "unmatched )"));
    assert_eq!(refused("a[b", ""), (1, "unterminated character class"));
    assert_eq!(refused("a\\", ""), (2, "\\ at end of pattern"));
}

#[test]
fn an_escape_beyond_the_group_count_is_octal_without_u() {
    assert!(matches(r"^\1$", "", "\u{1}"));
    assert!(matches(r"^\101$", "", "A"));
    assert!(matches(r"^\400$", "", "\u{20}0"));
    assert!(matches(r"^\8\9$", "", "89"));
    assert!(matches(r"^\08$", "", "\u{0}8"));
    all_refused(&[r"\1", r"\01", r"\8", r"[\1]"], "u");
}

#[test]
fn letters_escape_to_themselves_without_u() {
    assert!(matches(r"^\a\e\A\z\Q\p{L}$", "", "aeAzQp{L}"));
    assert!(matches(r"^\x6\u00g$", "", "x6u00g"));
    all_refused(
        &[r"\a", r"\z", r"\x6", r"\u00", r"\-", r"\p{Nope}", r"\p"],
        "u",
    );
    assert!(matches(r"^\/\-$", "", "/-") && matches(r"^[\-]$", "u", "-"));
}

#[test]
fn control_escapes_need_a_letter() {
    assert!(matches(r"^\cA\cj$", "", "\u{1}\n"));
    assert!(matches(r"^\c1$", "", r"\c1"));
    assert!(matches(r"^[\c1]$", "", "\u{11}"));
    assert!(matches(r"^[\c*]+$", "", r"\c*"));
    all_refused(&[r"\c", r"\c1", r"[\c1]"], "u");
}

#[test]
fn k_is_a_reference_only_with_named_groups() {
    assert!(matches(r"^\k<a>$", "", "k<a>"));
    assert!(matches(r"^(?<a>.)\k<a>$", "", "xx"));
    all_refused(&[r"(?<a>.)\k", r"(?<a>.)\k<b>", r"(?<a>.)[\k]"], "");
    all_refused(&[r"\k<a>"], "u");
}

#[test]
fn group_names_may_be_escaped_and_must_differ() {
    assert!(matches(r"^(?<\u0061>.)\k<a>$", "", "xx"));
    assert!(matches(r"^(?<$_\u{62}1>.)\k<$_b1>$", "", "xx"));
    all_refused(&["(?<a>.)(?<a>.)", "(?<a>x)|(?<a>y)", "(?<é>.)"], "");
}

#[test]
fn escapes_of_code_points_read_as_in_javascript() {
    assert!(matches(r"^\x61\u0062$", "", "ab"));
    assert!(matches(r"^\u{61}$", "u", "a"));
    assert!(matches(r"^\u{3}$", "", "uuu"));
    assert!(matches(r"^\ud83d\ude00?a$", "u", "a"));
    assert!(!matches(r"^\ud83d\ude00?a$", "", "a"));
    all_refused(&[r"\u{110000}", r"\u{}", r"\u{6"], "u");
}

#[test]
fn an_emoji_is_two_characters_without_u() {
    assert!(!matches("^😀*a$", "", "a"));
    assert!(matches("^😀*a$", "u", "a"));
    assert!(refused("[😀-😂]", "").1.starts_with("range out of order"));
    assert!(!matches("[😀-😂]", "u", "a"));
}

#[test]
fn places_count_characters() {
    assert_eq!(refused("😀😀**", "").0, 3);
    assert_eq!(refused("😀😀**", "u").0, 3);
    assert_eq!(refused("é(", "").0, 1);
    assert_eq!(refused("a", "x"), (0, "unknown flag"));
}

#[test]
fn empty_and_full_classes_match_nothing_and_everything() {
    assert!(!matches("[]", "", "a") && matches("a[]|b", "", "b"));
    assert!(matches("^[^]$", "", "\n") && !matches("[^]", "", ""));
}

#[test]
fn set_notation_is_plain_text_without_v() {
    assert!(matches("^[a&&b]+$", "", "a&b") && matches("^[+--b]+$", "", "+,-b"));
    assert!(matches("^[[:alpha:]]$", "", "a]") && !matches("^[[:alpha:]]$", "", "b]"));
    assert!(matches("^[[a]$", "", "[") && matches("^[~~]$", "", "~"));
}

#[test]
fn hyphens_and_ranges_in_classes() {
    assert!(matches(r"^[\d-x]+$", "", "1-x") && matches("^[a-]+$", "", "a-"));
    assert!(matches("^[-a]+$", "", "a-") && matches("^[+--]+$", "", "+,-"));
    all_refused(&[r"[\d-x]", r"[a-\d]"], "u");
    assert_eq!(
        refused("a[z-a]", "").1,
        "range out of order in character class"
    );
    assert!(matches(r"^[\b]$", "", "\u{8}") && matches(r"^[\B]$", "", "B"));
}

#[test]
fn set_operations_work_with_v() {
    assert!(matches(r"^[[a-z]--[aeiou]]$", "v", "b") && !matches(r"^[[a-z]--[aeiou]]$", "v", "a"));
    assert!(matches(r"^[\w&&[^\d]]$", "v", "b") && !matches(r"^[\w&&[^\d]]$", "v", "1"));
    assert!(matches(r"^[\q{a|b}\-]+$", "v", "a-b"));
    all_refused(
        &[
            "[a&&b--c]",
            "[a-z&&b]",
            "[(]",
            "[!!]",
            "[a-]",
            "[&&a]",
            "[a&&]",
            "[a&&&b]",
        ],
        "v",
    );
    assert!(refused(r"[\q{ab}]", "v").1.starts_with("unsupported"));
}

#[test]
fn classes_negate_after_folding() {
    assert!(!matches("[^a]", "i", "A") && matches(r"^\P{Lu}$", "iu", "A"));
    assert!(!matches(r"^\P{Lu}$", "iv", "A") && matches(r"^[^\P{Lu}]$", "iv", "a"));
    assert!(matches("^[A-_]$", "i", "z") && !matches("^[A-_]$", "", "z"));
}

#[test]
fn only_unicode_mode_folds_kelvin_and_long_s_into_ascii() {
    assert!(matches(r"\u212a", "iu", "k") && !matches(r"\u212a", "i", "k"));
    assert!(matches(r"^\u017f$", "iv", "S") && matches("^[\u{100}-\u{200}]$", "iu", "s"));
    assert!(!matches(r"\W", "iu", "k") && !matches(r"\W", "iu", "S"));
}

#[test]
fn shorthand_classes_are_the_ascii_ones() {
    for (source, inside, outside) in [
        (r"^\d$", "059", "/:a"),
        (r"^\w$", "az09_AZ", "-.`{@["),
        (r"^\s$", "\t\n\u{b}\u{c}\r ", "\u{1c}\u{1f}\u{8}a"),
        (r"^.$", "a\u{b}\u{c}\0", "\n\r"),
    ] {
        for text in inside.chars() {
            assert!(matches(source, "", &text.to_string()), "{source} {text:?}");
        }
        for text in outside.chars() {
            assert!(!matches(source, "", &text.to_string()), "{source} {text:?}");
        }
    }
    assert!(matches("^.$", "s", "\n"));
}

#[test]
fn line_ends_count_with_m_only() {
    assert!(matches("^b", "m", "a\nb") && matches("^b", "m", "a\rb") && !matches("^b", "", "a\nb"));
    assert!(matches("a$", "m", "a\nb") && !matches("a$", "", "a\n") && matches("a$", "", "ba"));
}

#[test]
fn an_unset_group_matches_empty() {
    assert!(matches(r"^(?:(a)|b)\1$", "", "b") && matches(r"^\1(a)$", "", "a"));
    assert!(matches(r"^(a\1)$", "", "a") && !matches(r"^(a)\1$", "", "a"));
}

#[test]
fn each_round_forgets_the_groups_inside() {
    assert!(matches(r"^(?:(a)|b)*\1$", "", "ab") && matches(r"^(?:(a)|(b)\1)+$", "", "ab"));
    assert!(matches(r"^(?:(a)|b\1)+$", "", "aba"));
}

#[test]
fn an_optional_round_that_takes_nothing_is_given_up() {
    assert!(matches(r"^(a*)*\1b", "", "b") && matches(r"^(a?)*?\1b", "", "aab"));
    assert!(matches(r"^(?:(?=(a)))?\1b", "", "b") && !matches(r"^(?:(?=(a)))?\1ab", "", "aab"));
}

#[test]
fn back_references_ignore_case_with_i() {
    assert!(matches(r"^(ab)\1$", "i", "abAB") && !matches(r"^(ab)\1$", "", "abAB"));
}

#[test]
fn look_around_keeps_positive_groups_and_drops_negative_ones() {
    assert!(matches(r"^(?=(a))\1", "", "a") && matches(r"^(?!(b))\1a", "", "a"));
    assert!(!matches(r"^(?=(a|ab))\1c", "", "abc"));
}

#[test]
fn look_behind_reads_leftwards_and_may_be_of_any_length() {
    assert!(matches(r"(?<=^\/api\/.*)v\d", "", "/api/x/v1"));
    assert!(matches(r"(?<!\w)a", "", "b.a") && !matches(r"(?<!\w)a", "", "ba"));
    assert!(matches(r"(?<=\1(a))b", "", "aab") && !matches(r"(?<=(a)\1)b", "", "cb"));
}

#[test]
fn documented_targets_select_what_they_say() {
    assert!(matches(r"^\/(?!\/)", "", "/api") && !matches(r"^\/(?!\/)", "", "//cdn.example"));
    let no_health = r"^https:\/\/api\.example\.com\/(?!health)";
    assert!(matches(no_health, "", "https://api.example.com/users"));
    assert!(!matches(no_health, "", "https://api.example.com/health"));
}

#[test]
fn other_characters_are_in_negated_sets_only() {
    assert!(matches("^[^a]+$", "", "é") && matches(r"^\W+$", "", "é") && matches("^.+$", "", "é"));
    assert!(!matches("é", "", "é") && !matches(r"\w|\s|[a-ÿ]", "", "é"));
}

#[test]
fn what_is_too_large_or_too_deep_is_refused_without_harm() {
    let deep = |levels: usize| "(?:".repeat(levels) + "a" + &")*".repeat(levels);
    assert_eq!(
        refused(&"(".repeat(100_000), "").1,
        "pattern longer than 8192 bytes"
    );
    assert_eq!(refused(&deep(1_000), ""), (600, "nested too deeply"));
    assert!(matches(&deep(200), "", "a"));
    refused(&"[".repeat(1_000), "v");
    assert_eq!(refused("ba{1000}{1000}", "").1, "nothing to repeat");
    assert_eq!(refused("b(?:a{1000}){1000}", ""), (12, "pattern too large"));
    assert_eq!(refused("a{99999999999}", "").1, "pattern too large");
    assert!(matches("^(?:(?=a){1000}){1000}a", "", "a"));
    let empty = "(?:".repeat(100) + &"){16}".repeat(100);
    assert!(matches(&empty, "", ""));
    assert_eq!(
        refused(&"(?=a)".repeat(65), "").1,
        "unsupported: more than 64 look-arounds"
    );
}

#[test]
fn a_pattern_may_be_shared_by_threads() {
    let pattern = Pattern::new(r"^https:\/\/(?:api|cdn)\.", "", CaseMode::Js11).unwrap();
    let tests = || (0..100).all(|_| pattern.test(b"https://cdn.example") == Verdict::Match);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(tests)).collect();
        assert!(threads.into_iter().all(|thread| thread.join().unwrap()));
    });
}
