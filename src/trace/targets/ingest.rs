//! Requests to Sentry itself, which never carry a trace: the DSN's endpoint and the tunnel.

use super::Ingest;
use super::url::Url;
use crate::trace::dsn::Dsn;

impl From<&Dsn> for Ingest {
    fn from(dsn: &Dsn) -> Self {
        Self {
            host: dsn.host.clone(),
            port: dsn.port.clone(),
            scheme: dsn.protocol.clone(),
            path: dsn.path.clone(),
            project_id: dsn.project_id.clone(),
        }
    }
}

/// Where the DSN sends envelopes.
#[derive(Debug)]
pub(super) struct Endpoint {
    /// `https://host/path/api/project/`, normalised.
    url: Url<'static>,
}

impl Endpoint {
    /// `None` if no request can go there, because it makes no URL.
    pub(super) fn new(ingest: &Ingest) -> Option<Self> {
        let Ingest {
            scheme,
            host,
            project_id,
            ..
        } = ingest;
        let port = Some(&*ingest.port).filter(|port| !port.is_empty());
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        let path = Some(&*ingest.path).filter(|path| !path.is_empty());
        let path = path.map(|path| format!("/{path}")).unwrap_or_default();
        let text = format!("{scheme}://{host}{port}{path}/api/{project_id}/");
        let url = Url::parse(text.as_bytes(), None)?.into_owned();
        Some(Self { url })
    }

    /// Whether a request to `url` goes to Sentry: by its host, port and path, or as the JavaScript
    /// SDK sees it, by its host and the key in its query.
    pub(super) fn takes(&self, url: &Url<'_>) -> bool {
        let (Some(own), Some(host)) = (self.url.host(), url.host()) else {
            return false;
        };
        let Some(before) = host.strip_suffix(own) else {
            return false;
        };
        match before {
            [] if self.is_below(url) => true,
            [] | [.., b'.'] => url.port().is_none() && has_key(url.query()),
            _ => false,
        }
    }

    fn is_below(&self, url: &Url<'_>) -> bool {
        url.effective_port() == self.url.effective_port() && url.path().starts_with(self.url.path())
    }
}

fn has_key(query: &[u8]) -> bool {
    query
        .split(|byte| matches!(byte, b'&' | b'?'))
        .any(|member| member.starts_with(b"sentry_key="))
}

/// The URL that stands in for the endpoint, usually on the app's own server.
#[derive(Debug)]
pub(super) struct Tunnel {
    /// As configured, for a relative one that no app origin makes absolute.
    text: Box<[u8]>,
    /// Normalised, without fragment and without one slash at its end.
    href: Option<Box<[u8]>>,
    has_query: bool,
}

impl Tunnel {
    /// `None` for the empty text, which means no tunnel.
    pub(super) fn new(text: &str, base: Option<&Url<'_>>) -> Option<Self> {
        let url = Url::parse(text.as_bytes(), base);
        let href = url.as_ref().map(Url::without_fragment);
        (!text.is_empty()).then(|| Self {
            text: without_slash(text.as_bytes()).into(),
            has_query: href.is_some_and(|href| href.contains(&b'?')),
            href: href.map(|href| without_slash(href).into()),
        })
    }

    /// Whether `url` is the tunnel, with any fragment, and with any query if the tunnel has none.
    pub(super) fn is(&self, url: &Url<'_>) -> bool {
        let rest = self
            .href
            .as_deref()
            .and_then(|href| url.href().strip_prefix(href));
        match rest.map(|rest| rest.strip_prefix(b"/").unwrap_or(rest)) {
            Some([] | [b'#', ..]) => true,
            Some([b'?', ..]) => !self.has_query,
            _ => false,
        }
    }

    /// Whether a text that does not parse is the tunnel, letter for letter.
    pub(super) fn is_text(&self, text: &[u8]) -> bool {
        without_slash(text) == &*self.text
    }
}

fn without_slash(text: &[u8]) -> &[u8] {
    text.strip_suffix(b"/").unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(host: &str, port: &str, path: &str) -> Endpoint {
        Endpoint::new(&Ingest {
            host: host.into(),
            port: port.into(),
            scheme: "https".into(),
            path: path.into(),
            project_id: "1".into(),
        })
        .unwrap()
    }

    fn takes(endpoint: &Endpoint, url: &str) -> bool {
        endpoint.takes(&Url::parse(url.as_bytes(), None).unwrap())
    }

    #[test]
    fn an_endpoint_takes_what_is_below_its_project() {
        let endpoint = endpoint("O1.ingest.example", "", "sub/dir");
        assert!(takes(
            &endpoint,
            "https://o1.ingest.example/sub/dir/api/1/envelope/"
        ));
        assert!(takes(
            &endpoint,
            "https://o1.ingest.example:443/sub/dir/api/1/store/?x=1"
        ));
        assert!(!takes(
            &endpoint,
            "https://o1.ingest.example/api/1/envelope/"
        ));
        assert!(!takes(
            &endpoint,
            "https://o1.ingest.example/sub/dir/api/12/envelope/"
        ));
        assert!(!takes(
            &endpoint,
            "https://o1.ingest.example:8443/sub/dir/api/1/envelope/"
        ));
        assert!(!takes(
            &endpoint,
            "http://o1.ingest.example/sub/dir/api/1/envelope/"
        ));
        assert!(!takes(
            &endpoint,
            "https://x.o1.ingest.example/sub/dir/api/1/envelope/"
        ));
    }

    #[test]
    fn a_key_in_the_query_counts_on_the_host_and_below_it() {
        let endpoint = endpoint("o1.ingest.example", "9000", "");
        assert!(takes(
            &endpoint,
            "https://o1.ingest.example/?a=1&sentry_key=k"
        ));
        assert!(takes(
            &endpoint,
            "https://x.o1.ingest.example/y?sentry_key=k"
        ));
        assert!(!takes(
            &endpoint,
            "https://xo1.ingest.example/?sentry_key=k"
        ));
        assert!(!takes(
            &endpoint,
            "https://o1.ingest.example/#?sentry_key=k"
        ));
        assert!(!takes(
            &endpoint,
            "https://o1.ingest.example:1/?sentry_key=k"
        ));
    }

    #[test]
    fn an_endpoint_that_is_no_url_takes_nothing() {
        let ingest = Ingest {
            host: "a b".into(),
            port: String::new(),
            scheme: "https".into(),
            path: String::new(),
            project_id: "1".into(),
        };
        assert!(Endpoint::new(&ingest).is_none());
    }

    fn is_tunnel(tunnel: &str, url: &str) -> bool {
        let tunnel = Tunnel::new(tunnel, None).unwrap();
        tunnel.is(&Url::parse(url.as_bytes(), None).unwrap())
    }

    #[test]
    fn one_slash_at_the_end_and_the_query_do_not_count_for_a_tunnel() {
        assert!(is_tunnel("https://A.example/t/", "https://a.example/t?x#y"));
        assert!(is_tunnel("https://a.example", "https://a.example:443/"));
        assert!(is_tunnel("https://a.example/t", "https://a.example/t/#y"));
        assert!(!is_tunnel("https://a.example/t", "https://a.example/t//"));
        assert!(!is_tunnel("https://a.example/t", "https://a.example/tt"));
        assert!(!is_tunnel("https://a.example/t", "https://a.example/t/u"));
    }

    #[test]
    fn a_tunnel_with_a_query_is_only_that_query() {
        assert!(is_tunnel(
            "https://a.example/t?to=sentry",
            "https://a.example/t?to=sentry#y"
        ));
        assert!(!is_tunnel(
            "https://a.example/t?to=sentry",
            "https://a.example/t?to=other"
        ));
        assert!(!is_tunnel(
            "https://a.example/t?to=sentry",
            "https://a.example/t"
        ));
    }

    #[test]
    fn the_empty_tunnel_is_none() {
        assert!(Tunnel::new("", None).is_none());
    }
}
