//! Which requests carry the trace: `decide` against `explain`, against the normalised URL, and
//! against the rules told plainly.

use super::input::Input;
use spanferry::trace::reason::Reason;
use spanferry::trace::targets::url::Url;
use spanferry::trace::targets::{Ingest, Matching, Mode, Target, TargetOptions, Targets};

const ORIGINS: [Option<&str>; 5] = [
    None,
    None,
    Some("https://app.example.com/home/page?x=1"),
    Some("capacitor://localhost"),
    Some("file:///android_asset/www/index.html"),
];

/// Takes four letters (matching, mode, app origin, own ingest), a line with the tunnel, lines with
/// rules up to an empty one (`!` denies, `/` begins an expression and `i` one without case); the
/// URL is what follows.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let options = options(&mut input);
    let url = input.rest();
    let Ok(targets) = Targets::new(&options) else {
        return;
    };
    let reason = targets.decide(url);
    assert_explained(&targets, url, reason);
    assert_gates(&options, url, reason);
    assert_same_for_the_normalised_url(&targets, &options, url, reason);
    assert_texts(&options, url, reason);
}

fn options(input: &mut Input<'_>) -> TargetOptions {
    let mut options = TargetOptions {
        matching: input.pick(&[Matching::Js11, Matching::Js10]),
        mode: input.pick(&[Mode::Native, Mode::Browser]),
        app_origin: input.pick(&ORIGINS).map(str::to_owned),
        ingest: input.flag().then(ingest),
        tunnel: Some(input.text()).filter(|tunnel| !tunnel.is_empty()),
        ..TargetOptions::default()
    };
    let mut rules = Vec::new();
    loop {
        let line = input.text();
        match line.as_bytes() {
            [] => break,
            [b'!', ..] => options.deny.push(target(&line[1..])),
            _ => rules.push(target(&line)),
        }
    }
    options.targets = Some(rules).filter(|rules| !rules.is_empty());
    options
}

fn target(line: &str) -> Target {
    let regex = |source: &str, flags: &str| Target::Regex {
        source: source.to_owned(),
        flags: flags.to_owned(),
    };
    match line.split_at_checked(1) {
        Some(("/", source)) => regex(source, ""),
        Some(("i", source)) => regex(source, "i"),
        Some(("0", "")) => Target::Text(String::new()),
        _ => Target::Text(line.to_owned()),
    }
}

fn ingest() -> Ingest {
    Ingest {
        host: "o42.ingest.example".to_owned(),
        port: String::new(),
        scheme: "https".to_owned(),
        path: "sub".to_owned(),
        project_id: "7".to_owned(),
    }
}

fn assert_explained(targets: &Targets, url: &[u8], reason: Reason) {
    let explanation = targets.explain(url);
    assert_eq!(explanation.reason, reason);
    assert!(
        !reason.attaches() || explanation.rule.is_some(),
        "a yes names its rule"
    );
    assert!(explanation.url.len() <= 3 * url.len().max(2048) + 2048);
}

/// What no list of rules can let through.
fn assert_gates(options: &TargetOptions, url: &[u8], reason: Reason) {
    let origin = options
        .app_origin
        .as_deref()
        .and_then(|text| Url::parse(text.as_bytes(), None));
    let parsed = Url::parse(url, origin.as_ref());
    let is_http = parsed.as_ref().is_some_and(Url::is_http);
    assert!(is_http || !reason.attaches(), "only http and https");
    if let (Some(_), Some(parsed)) = (&options.ingest, &parsed) {
        let to_ingest = parsed.host() == Some(b"o42.ingest.example")
            && parsed.path().starts_with(b"/sub/api/7/")
            && parsed.effective_port() == Some(443);
        assert!(!to_ingest || !reason.attaches(), "own ingest");
    }
}

/// The decision is about the normalised URL, so that URL is decided alike; only the browser's rule
/// without a page looks at the text itself.
fn assert_same_for_the_normalised_url(
    targets: &Targets,
    options: &TargetOptions,
    url: &[u8],
    reason: Reason,
) {
    let origin = options
        .app_origin
        .as_deref()
        .and_then(|text| Url::parse(text.as_bytes(), None));
    let raw = options.mode == Mode::Browser && origin.is_none();
    if let (false, Some(parsed)) = (raw, Url::parse(url, origin.as_ref())) {
        if parsed.href().len() <= spanferry::trace::targets::url::MAX_LENGTH {
            assert_eq!(targets.decide(parsed.href()), reason);
        }
    }
}

/// Lists of texts alone, told plainly.
fn assert_texts(options: &TargetOptions, url: &[u8], reason: Reason) {
    let origin = options
        .app_origin
        .as_deref()
        .and_then(|text| Url::parse(text.as_bytes(), None));
    let raw = options.mode == Mode::Browser && origin.is_none();
    let (Some(rules), Some(parsed), false) =
        (&options.targets, Url::parse(url, origin.as_ref()), raw)
    else {
        return;
    };
    let href = String::from_utf8_lossy(parsed.href()).into_owned();
    let contains = |target: &Target| match (target, options.matching) {
        (Target::Text(text), Matching::Js10) => Some(href.contains(text.as_str())),
        (Target::Text(text), Matching::Js11) => {
            Some(href.to_lowercase().contains(&text.to_lowercase()))
        }
        (Target::Regex { .. }, _) => None,
    };
    let (Some(allowed), Some(denied)) = (any(rules, contains), any(&options.deny, contains)) else {
        return;
    };
    let gated = matches!(
        reason,
        Reason::SchemeNotHttp | Reason::OwnIngest | Reason::Tunnel
    );
    if !gated {
        assert_eq!(reason == Reason::Denied, denied);
        assert_eq!(reason.attaches(), allowed && !denied);
    }
}

/// Whether any rule matches; `None` if one cannot be told plainly.
fn any(rules: &[Target], matches: impl Fn(&Target) -> Option<bool>) -> Option<bool> {
    let answers: Option<Vec<bool>> = rules.iter().map(matches).collect();
    Some(answers?.contains(&true))
}
