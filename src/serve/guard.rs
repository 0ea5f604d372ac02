//! Who may ask. A page of another site can send requests to this machine, and
//! by rebinding a name can even read the answers; so the name that a request
//! calls this server by, and the page that it comes from, must be the server's
//! own.

use std::net::IpAddr;

use super::request::Request;

/// The names that this server goes by.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    /// Each with the port.
    hosts: Vec<String>,
    /// The port, if it listens on all addresses of the machine: then any number
    /// will do, since only a name can be bound to something else.
    numbers: Option<u16>,
}

impl Guard {
    /// The guard of a server on this machine, and on another address if one was
    /// given.
    pub(super) fn new(host: Option<&str>, port: u16) -> Self {
        let all = host.and_then(|host| host.parse::<IpAddr>().ok()).is_some_and(|address| address.is_unspecified());
        let names = ["localhost", "127.0.0.1", "[::1]"].into_iter().map(str::to_owned);
        let given =
            host.filter(|_| !all).map(|host| if host.contains(':') { format!("[{host}]") } else { host.to_owned() });
        let mut hosts: Vec<String> = Vec::new();
        for name in names.chain(given) {
            hosts.push(format!("{}:{port}", name.to_ascii_lowercase()));
            if port == 80 {
                hosts.push(name.to_ascii_lowercase());
            }
        }
        Self { hosts, numbers: all.then_some(port) }
    }

    /// Whether a request calls the server by one of its names, and comes from
    /// none but its own pages.
    pub(super) fn admits(&self, request: &Request) -> bool {
        let Some(host) = request.field("host").map(str::to_ascii_lowercase) else { return false };
        self.knows(&host) && is_own(request, &host)
    }

    /// Whether it says itself that it comes from one of the server's pages.
    pub(super) fn is_from_own_page(request: &Request) -> bool {
        request.field("origin").is_some()
    }

    fn knows(&self, host: &str) -> bool {
        let is_number = |port: u16| {
            let number = host.strip_suffix(&format!(":{port}")).unwrap_or_default();
            let inner = number.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
            inner.unwrap_or(number).parse::<IpAddr>().is_ok_and(|address| address.is_ipv6() == inner.is_some())
        };
        self.hosts.iter().any(|known| known == host) || self.numbers.is_some_and(is_number)
    }
}

/// Whether no other site's page sent it. Following a link from elsewhere to a
/// page is a visit, and a visit is welcome.
fn is_own(request: &Request, host: &str) -> bool {
    if let Some(origin) = request.field("origin") {
        return origin.strip_prefix("http://").is_some_and(|origin| origin.eq_ignore_ascii_case(host));
    }
    match request.field("sec-fetch-site") {
        None | Some("same-origin" | "none") => true,
        Some(_) => {
            request.field("sec-fetch-mode") == Some("navigate")
                && request.field("sec-fetch-dest") == Some("document")
                && request.method == "GET"
                && !request.path.starts_with(super::own::FOLDER)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Guard;

    #[test]
    fn names_are_exact() {
        let own = Guard::new(None, 4000);
        for good in ["localhost:4000", "127.0.0.1:4000", "[::1]:4000"] {
            assert!(own.knows(good), "{good}");
        }
        for bad in
            ["localhost", "localhost:80", "localhost:4000.", "evil.example:4000", "127.0.0.2:4000", "::1:4000", ""]
        {
            assert!(!own.knows(bad), "{bad}");
        }
        let all = Guard::new(Some("0.0.0.0"), 4000);
        assert!(all.knows("192.0.2.7:4000") && all.knows("[2001:db8::1]:4000"));
        assert!(!all.knows("evil.example:4000") && !all.knows("192.0.2.7:80") && !all.knows("[192.0.2.7]:4000"));
        let given = Guard::new(Some("192.0.2.7"), 80);
        assert!(given.knows("192.0.2.7") && !given.knows("192.0.2.8"));
    }
}
