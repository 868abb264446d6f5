//! Propagation targets: the two vector topics as a whole, and each rule of the decision as a claim.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test panics when it cannot go on, and prints its counts"
)]

use serde_json::Value;
use spanferry::trace::dsn::Dsn;
use spanferry::trace::reason::Reason;
use spanferry::trace::targets::{Matching, Mode, RuleKind, Target, TargetOptions, Targets};

fn cases(topic: &str) -> Vec<Value> {
    let path = format!(
        "{}/testdata/vectors/{topic}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(path).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    file["cases"].as_array().unwrap().clone()
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn target(value: &Value) -> Target {
    match value {
        Value::String(text) => Target::Text(text.clone()),
        _ => regex(
            value["source"].as_str().unwrap(),
            value["flags"].as_str().unwrap(),
        ),
    }
}

fn regex(source: &str, flags: &str) -> Target {
    Target::Regex {
        source: source.into(),
        flags: flags.into(),
    }
}

fn texts(targets: &[&str]) -> Vec<Target> {
    targets
        .iter()
        .map(|&text| Target::Text(text.into()))
        .collect()
}

fn matches(input: &Value, matching: Matching) -> bool {
    let targets = input["targets"].as_array();
    let options = TargetOptions {
        targets: targets.map(|targets| targets.iter().map(target).collect()),
        matching,
        mode: Mode::Browser,
        app_origin: text(&input["page"]),
        ..TargetOptions::default()
    };
    let url = input["url"].as_str().unwrap().as_bytes();
    let explanation = Targets::new(&options).unwrap().explain(url);
    if explanation.reason.attaches() {
        assert!(explanation.rule.is_some(), "{input}");
    }
    explanation.rule.is_some()
}

/// Runs `run` on each case and compares with its expected value, `None` to leave the case out.
fn run_topic(topic: &str, run: impl Fn(&Value) -> Option<(bool, bool)>) -> usize {
    let (mut passed, mut failed) = (0, 0);
    for case in cases(topic) {
        match run(&case) {
            Some((actual, expected)) if actual == expected => passed += 1,
            Some((actual, _)) => {
                failed += 1;
                println!("{}: {actual}\n  {}", case["name"], case["input"]);
            }
            None => {}
        }
    }
    println!("{topic}: {passed} passed, {failed} failed");
    assert_eq!(failed, 0, "{topic}");
    passed
}

#[test]
fn every_vector_of_propagation_targets_passes_as_javascript_11() {
    let passed = run_topic("propagation_targets", |case| {
        let tuple = case["expected_tuple_origin"].as_bool();
        let expected = tuple.or(case["expected"].as_bool())?;
        Some((matches(&case["input"], Matching::Js11), expected))
    });
    assert!(passed >= 251, "{passed}");
}

#[test]
fn every_vector_of_propagation_targets_passes_as_javascript_10() {
    let passed = run_topic("propagation_targets", |case| {
        let differs = case["expected_v10"].as_bool();
        // There are no tuple-origin values for version 10: where the page has an opaque origin and
        // that decides, only cases on which both kinds of origin agree can be compared.
        let tuple = case["expected_tuple_origin"].as_bool();
        if differs.is_none() && tuple.is_some_and(|tuple| Some(tuple) != case["expected"].as_bool())
        {
            return None;
        }
        let expected = differs.or(case["expected"].as_bool())?;
        Some((matches(&case["input"], Matching::Js10), expected))
    });
    assert!(passed > 230, "{passed}");
}

#[test]
fn every_vector_of_sentry_request_url_passes() {
    let passed = run_topic("sentry_request_url", |case| {
        let input = &case["input"];
        let dsn = input["dsn"].as_str().map(|dsn| Dsn::parse(dsn).unwrap());
        let targets = Targets::new(&TargetOptions {
            tunnel: text(&input["tunnel"]),
            ingest: dsn.as_ref().map(Into::into),
            ..TargetOptions::default()
        });
        let reason = targets
            .unwrap()
            .decide(input["url"].as_str().unwrap().as_bytes());
        let is_sentry = matches!(reason, Reason::OwnIngest | Reason::Tunnel);
        let expected = case["recommended"]
            .as_bool()
            .or(case["expected"].as_bool())?;
        Some((is_sentry, expected))
    });
    assert!(passed >= 16, "{passed}");
}

fn decide(options: &TargetOptions, url: &str) -> Reason {
    let targets = Targets::new(options).unwrap();
    let reason = targets.decide(url.as_bytes());
    assert_eq!(targets.explain(url.as_bytes()).reason, reason, "{url}");
    reason
}

fn native(targets: Option<Vec<Target>>) -> TargetOptions {
    TargetOptions {
        targets,
        ..TargetOptions::default()
    }
}

#[test]
fn unset_targets_attach_to_every_http_url_of_a_native_request() {
    let options = native(None);
    assert_eq!(decide(&options, "https://a.example/"), Reason::DefaultAll);
    assert_eq!(decide(&options, "HTTP://A.example"), Reason::DefaultAll);
    for url in [
        "wss://a.example/",
        "ftp://a.example/",
        "data:,x",
        "capacitor://localhost/",
    ] {
        assert_eq!(decide(&options, url), Reason::SchemeNotHttp, "{url}");
    }
    for url in ["", "/api", "//a.example/", "https://", "https://a b/"] {
        assert_eq!(decide(&options, url), Reason::InvalidUrl, "{url}");
    }
}

#[test]
fn an_app_origin_resolves_relative_urls_but_does_not_narrow_the_native_default() {
    let app_origin = Some("https://app.example/home?x".to_owned());
    let options = TargetOptions {
        app_origin,
        ..native(None)
    };
    assert_eq!(decide(&options, "/api"), Reason::DefaultAll);
    assert_eq!(
        decide(&options, "https://other.example/"),
        Reason::DefaultAll
    );
    let browser = TargetOptions {
        mode: Mode::Browser,
        ..options
    };
    assert_eq!(decide(&browser, "/api"), Reason::SameOrigin);
    assert_eq!(
        decide(&browser, "https://other.example/"),
        Reason::NotSameOrigin
    );
}

#[test]
fn the_empty_list_attaches_to_nothing() {
    assert_eq!(
        decide(&native(Some(vec![])), "https://a.example/"),
        Reason::NoTargets
    );
}

#[test]
fn the_normalised_url_is_matched() {
    let options = native(Some(texts(&["https://api.example/v2"])));
    assert_eq!(
        decide(&options, "HTTPS:\\\\API.example:443\\v1\\..\\V2"),
        Reason::TargetMatched
    );
    assert_eq!(
        decide(&options, "https://api.example:8443/v2"),
        Reason::NoTargetMatched
    );
}

#[test]
fn the_path_alone_is_matched_only_with_the_origin_of_the_app() {
    let targets = Some(vec![regex("^/api/", "")]);
    let app_origin = Some("capacitor://localhost".to_owned());
    let http = TargetOptions {
        app_origin: Some("http://localhost".to_owned()),
        ..native(targets.clone())
    };
    assert_eq!(decide(&http, "/api/x"), Reason::TargetMatched);
    assert_eq!(
        decide(&http, "http://localhost:80/api/x"),
        Reason::TargetMatched
    );
    assert_eq!(
        decide(&http, "https://localhost/api/x"),
        Reason::NoTargetMatched
    );
    let custom = TargetOptions {
        app_origin,
        ..native(targets)
    };
    assert_eq!(decide(&custom, "/api/x"), Reason::SchemeNotHttp);
    let rule = Targets::new(&custom)
        .unwrap()
        .explain(b"/api/x")
        .rule
        .unwrap();
    assert_eq!(
        (rule.index, rule.kind, &*rule.text),
        (Some(0), RuleKind::Regex, "/^/api//")
    );
}

#[test]
fn a_path_pattern_without_app_origin_is_told() {
    let options = native(Some(vec![
        Target::Text("x.example".into()),
        regex("^/api/", ""),
    ]));
    assert_eq!(
        decide(&options, "https://a.example/api/1"),
        Reason::PathPatternNeedsAppOrigin
    );
    assert_eq!(
        decide(&options, "https://a.example/other"),
        Reason::NoTargetMatched
    );
}

#[test]
fn case_counts_only_as_in_javascript_10() {
    let targets = Some(vec![Target::Text("/API".into()), regex("Users$", "")]);
    let options = native(targets);
    let version10 = TargetOptions {
        matching: Matching::Js10,
        ..options.clone()
    };
    for url in ["https://a.example/api/", "https://a.example/users"] {
        assert_eq!(decide(&options, url), Reason::TargetMatched);
        assert_eq!(decide(&version10, url), Reason::NoTargetMatched);
    }
    assert_eq!(
        decide(&version10, "https://a.example/API"),
        Reason::TargetMatched
    );
    assert_eq!(
        decide(&version10, "https://a.example/Users"),
        Reason::TargetMatched
    );
}

#[test]
fn the_deny_list_refuses_what_targets_or_the_default_let_through() {
    let mut options = native(None);
    options.deny = vec![
        Target::Text("VENDOR.example".into()),
        regex("/private/\\d+$", ""),
    ];
    assert_eq!(
        decide(&options, "https://x.vendor.example/"),
        Reason::Denied
    );
    assert_eq!(
        decide(&options, "https://a.example/private/12"),
        Reason::Denied
    );
    assert_eq!(
        decide(&options, "https://a.example/private/"),
        Reason::DefaultAll
    );
    let explanation = Targets::new(&options)
        .unwrap()
        .explain(b"https://a.example/private/12");
    let rule = explanation.rule.unwrap();
    assert_eq!((rule.index, rule.kind.name()), (Some(1), "deny"));
    options.targets = Some(texts(&["a.example"]));
    assert_eq!(
        decide(&options, "https://a.example/private/12"),
        Reason::Denied
    );
    assert_eq!(
        decide(&options, "https://a.example/public/12"),
        Reason::TargetMatched
    );
}

fn with_dsn(targets: Option<Vec<Target>>) -> TargetOptions {
    let dsn = Dsn::parse("https://k@o1.ingest.example/1").unwrap();
    let tunnel = Some("https://app.example/tunnel".to_owned());
    TargetOptions {
        ingest: Some((&dsn).into()),
        tunnel,
        ..native(targets)
    }
}

#[test]
fn requests_to_sentry_itself_never_carry_the_trace() {
    for options in [with_dsn(None), with_dsn(Some(texts(&[""])))] {
        let endpoint = "https://o1.ingest.example/api/1/envelope/?x=1";
        assert_eq!(decide(&options, endpoint), Reason::OwnIngest);
        assert_eq!(
            decide(&options, "HTTPS://APP.example:443/tunnel/?o=1#x"),
            Reason::Tunnel
        );
        assert!(decide(&options, "https://o1.ingest.example/").attaches());
        let rule = Targets::new(&options)
            .unwrap()
            .explain(endpoint.as_bytes())
            .rule;
        assert!(rule.is_some(), "the rule that would match is told");
    }
}

#[test]
fn a_pattern_that_gives_up_is_told_unless_another_rule_matches() {
    let slow = regex("(a|aa)+\\1b", "");
    let url = format!("https://b.example/{}", "a".repeat(300));
    let mut options = native(Some(vec![slow.clone()]));
    assert_eq!(decide(&options, &url), Reason::PatternStepLimit);
    options.targets = Some(vec![slow.clone(), Target::Text("b.example".into())]);
    assert_eq!(decide(&options, &url), Reason::TargetMatched);
    options.targets = None;
    options.deny = vec![slow];
    assert_eq!(
        decide(&options, &url),
        Reason::PatternStepLimit,
        "the careful answer"
    );
}

#[test]
fn a_wrong_pattern_is_an_error_that_names_its_place() {
    let mut options = native(Some(vec![Target::Text("x".into()), regex("^/api/(", "")]));
    let error = Targets::new(&options).unwrap_err();
    assert_eq!(error.option(), "tracePropagationTargets[1]");
    assert_eq!(error.pattern(), Some("^/api/("));
    assert!(error.position().is_some());
    options.targets = None;
    options.deny = vec![regex("a", "ii")];
    assert_eq!(
        Targets::new(&options).unwrap_err().option(),
        "denyTargets[0]"
    );
}

#[test]
fn an_app_origin_that_is_no_absolute_url_is_an_error() {
    for origin in ["", "localhost", "/home", "https://"] {
        let app_origin = Some(origin.to_owned());
        let error = Targets::new(&TargetOptions {
            app_origin,
            ..native(None)
        })
        .unwrap_err();
        assert_eq!(error.option(), "appOrigin", "{origin}");
    }
}

#[test]
fn hostile_bytes_and_lengths_are_invalid_urls() {
    let targets = Targets::new(&native(Some(texts(&["a"])))).unwrap();
    let long = [&b"https://a.example/"[..], &[b'a'; 65_536]].concat();
    for url in [&b"\xFF"[..], b"https://a.example/\xC3", b"\0", &long] {
        assert_eq!(targets.decide(url), Reason::InvalidUrl);
        assert!(targets.explain(url).url.len() < 8192);
    }
}

#[test]
fn without_a_page_browser_mode_matches_the_text_as_written() {
    let rules = vec![
        Target::Text("ÉTÉ".into()),
        regex("^https://A\\.example/.\\?$", ""),
    ];
    let options = TargetOptions {
        mode: Mode::Browser,
        ..native(Some(rules))
    };
    assert_eq!(
        decide(&options, "https://b.example/été"),
        Reason::TargetMatched
    );
    assert_eq!(
        decide(&options, "https://a.example/é?"),
        Reason::TargetMatched
    );
    assert_eq!(
        decide(&options, "https://a.example/😀?"),
        Reason::NoTargetMatched
    );
    assert_eq!(decide(&options, "/été"), Reason::InvalidUrl);
    let rule = Targets::new(&options)
        .unwrap()
        .explain("/été".as_bytes())
        .rule
        .unwrap();
    assert_eq!((rule.index, rule.kind), (Some(0), RuleKind::Text));
}

#[test]
fn an_explanation_shows_the_url_as_it_was_matched() {
    let targets = Targets::new(&native(None)).unwrap();
    let explanation = targets.explain("HTTPS://Bücher.example/a b".as_bytes());
    assert_eq!(explanation.url, "https://xn--bcher-kva.example/a%20b");
    assert_eq!(targets.explain(b"/a b").url, "/a b");
}
