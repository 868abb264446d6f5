//! The DSN: the parser against the expression of the JavaScript SDK.

use super::expression;
use spanferry::trace::dsn::Dsn;

/// That expression, with the checks that follow it there: scheme, and a project that begins with
/// a digit. The scheme alone is read in any case.
const GRAMMAR: &str = r"^[ \t]*[Hh][Tt][Tt][Pp][Ss]?:\/\/\w+(?::\w*)?@(?:\[[:.%\w]+\]|[\w.-]+)(?::\d+)?\/(?:.*\/)?\d[^\/]*[ \t]*$";

/// Reads the input as a DSN.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let parsed = Dsn::parse(text);
    // The expression ends at the first line break; only texts without one are compared.
    if !text.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
        assert_eq!(parsed.is_ok(), expression::matches(GRAMMAR, "", data));
    }
    match parsed {
        Ok(dsn) => assert_parts(&dsn),
        Err(error) => assert!(text.len() < 80 || !error.to_string().contains(text)),
    }
}

/// The parts put together again are the same DSN.
fn assert_parts(dsn: &Dsn) {
    let colon = |part: &str| {
        if part.is_empty() {
            String::new()
        } else {
            format!(":{part}")
        }
    };
    let path = if dsn.path.is_empty() {
        String::new()
    } else {
        format!("{}/", dsn.path)
    };
    let Dsn {
        protocol,
        public_key,
        host,
        project_id,
        ..
    } = dsn;
    let (secret, port) = (colon(&dsn.secret), colon(&dsn.port));
    let text = format!("{protocol}://{public_key}{secret}@{host}{port}/{path}{project_id}");
    assert_eq!(Dsn::parse(&text).as_ref(), Ok(dsn));
    let org_id = dsn.org_id().unwrap_or("0");
    assert!(org_id.bytes().all(|byte| byte.is_ascii_digit()));
    assert!(format!("{dsn:?}").len() < 10, "a DSN is never printed");
}
