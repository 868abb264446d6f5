//! JSON: our reader against `serde_json`, which also says where the two are meant to differ.

use serde_json::Value as Theirs;
use spanferry::trace::json::{self, Value};

/// Reads the input as JSON.
pub fn check(data: &[u8]) {
    let ours = json::parse(data);
    let theirs: Result<Theirs, _> = serde_json::from_slice(data);
    match (&ours, &theirs) {
        (Ok(ours), Ok(theirs)) => assert!(is_same(ours, theirs), "{ours:?}, {theirs:?}"),
        (Ok(_), Err(error)) => assert!(is_lenient(data), "{error}"),
        (Err(place), Ok(_)) => assert!(is_deep(data), "{place:?}"),
        (Err(place), Err(_)) => {
            assert!(place.line <= data.len() + 1 && place.column <= data.len() + 1)
        }
    }
}

/// Half a surrogate pair is U+FFFD to us, and a number too large for a double infinite.
fn is_lenient(data: &[u8]) -> bool {
    let surrogate = |four: &[u8]| {
        matches!(
            four,
            [
                b'\\',
                b'u',
                b'd' | b'D',
                b'8'..=b'9' | b'a'..=b'f' | b'A'..=b'F',
            ]
        )
    };
    let digits = data.iter().filter(|byte| byte.is_ascii_digit()).count();
    data.windows(4).any(surrogate)
        || digits > 300
        || data.iter().any(|byte| matches!(byte, b'e' | b'E'))
}

/// We stop at 32 levels, it at 128.
fn is_deep(data: &[u8]) -> bool {
    data.iter()
        .filter(|byte| matches!(byte, b'[' | b'{'))
        .count()
        > 32
}

fn is_same(ours: &Value, theirs: &Theirs) -> bool {
    match (ours, theirs) {
        (Value::Null, Theirs::Null) => true,
        (Value::Flag(ours), Theirs::Bool(theirs)) => ours == theirs,
        (Value::Number(ours), Theirs::Number(theirs)) => {
            let theirs = theirs.as_f64().unwrap_or(f64::NAN);
            // Without its slow exact mode it may miss the last bits.
            (ours - theirs).abs() <= theirs.abs() * 1e-14
        }
        (Value::Text(ours), Theirs::String(theirs)) => **ours == **theirs,
        (Value::List(ours), Theirs::Array(theirs)) => {
            ours.len() == theirs.len()
                && ours
                    .iter()
                    .zip(theirs)
                    .all(|(one, other)| is_same(one, other))
        }
        (Value::Object(members), Theirs::Object(theirs)) => {
            members.iter().all(|(key, _)| theirs.contains_key(&**key))
                && theirs
                    .iter()
                    .all(|(key, other)| ours.get(key).is_some_and(|one| is_same(one, other)))
        }
        _ => false,
    }
}
