use serde_json::{Value, json};
use spanferry::trace::dsn::Dsn;

use crate::case::{Case, Verdict, same};

pub fn check(case: &Case<'_>) -> Result<Verdict, String> {
    case.known(&["dsn"])?;
    let text = case.input["dsn"].as_str().ok_or("no dsn")?;
    same(
        case.expected,
        &Dsn::parse(text).map_or(Value::Null, |dsn| parts(&dsn)),
    )
}

fn parts(dsn: &Dsn) -> Value {
    let port = if dsn.port.is_empty() {
        String::new()
    } else {
        format!(":{}", dsn.port)
    };
    let path = if dsn.path.is_empty() {
        String::new()
    } else {
        format!("/{}", dsn.path)
    };
    let authority = format!("{}{port}{path}", dsn.host);
    json!({
        "protocol": dsn.protocol,
        "public_key": dsn.public_key,
        "secret": dsn.secret,
        "host": dsn.host,
        "port": dsn.port,
        "path": dsn.path,
        "project_id": dsn.project_id,
        "org_id": dsn.org_id(),
        "string": format!("{}://{}@{authority}/{}", dsn.protocol, dsn.public_key, dsn.project_id),
        "envelope_url": format!("{}://{authority}/api/{}/envelope/", dsn.protocol, dsn.project_id),
    })
}
