//! Addresses: their host, what is asked for of them, where a redirect leads,
//! and which machines are nobody's business.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use fluent_uri::{Uri, UriRef};

/// The host that is asked for an address, with its port, in small letters;
/// `None` if it is no address of the web.
pub(super) fn host(address: &str) -> Option<String> {
    let uri = Uri::parse(address).ok()?;
    let scheme = uri.scheme().as_str();
    let web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let authority = uri.authority().filter(|authority| web && !authority.host().is_empty())?;
    Some(authority.as_str().to_ascii_lowercase())
}

/// What is sent to the host: everything but the part of the page that is meant.
pub(super) fn without_fragment(address: &str) -> &str {
    address.split('#').next().unwrap_or_default()
}

/// Where a redirect leads that stands at an address.
pub(super) fn redirected(from: &str, location: &str) -> Option<String> {
    let base = Uri::parse(without_fragment(from)).ok()?;
    let to = UriRef::parse(location.trim()).ok()?.resolve_against(&base).ok()?;
    let to = without_fragment(to.as_str()).to_owned();
    host(&to).map(|_| to)
}

/// Whether the name of a host stands for this machine or for one in a network
/// of its own: by RFC 6761 and RFC 8375, or as the address of such a machine.
pub(super) fn is_private_host(host: &str) -> bool {
    let name = host
        .rsplit_once(':')
        .map_or(host, |(name, port)| if port.bytes().all(|byte| byte.is_ascii_digit()) { name } else { host });
    let name = name.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
    if let Ok(ip) = name.parse::<IpAddr>() {
        return is_private(ip);
    }
    let last = name.rsplit('.').next().unwrap_or_default();
    !name.contains('.') || matches!(last, "localhost" | "local" | "internal" | "lan") || name.ends_with(".home.arpa")
}

/// Whether an address of a machine is not of the open net (the registries of
/// special-purpose addresses of RFC 6890).
pub(super) fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_private_v4(ip),
        IpAddr::V6(ip) => ip.to_ipv4_mapped().map_or_else(|| is_private_v6(ip), is_private_v4),
    }
}

fn is_private_v4(ip: Ipv4Addr) -> bool {
    let [a, b, ..] = ip.octets();
    ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a == 198 && (18..20).contains(&b))
        || a >= 240
}

fn is_private_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    ip.is_loopback()
        || ip.is_unspecified()
        || ip.is_multicast()
        || (a & 0xfe00) == 0xfc00
        || (a & 0xffc0) == 0xfe80
        || (a == 0x2001 && b == 0x0db8)
        // Addresses that carry one of the older kind (RFC 6052, RFC 3056).
        || (a == 0x0064 && b == 0xff9b)
        || a == 0x2002
}

#[cfg(test)]
mod tests {
    use super::{host, is_private_host, redirected};

    #[test]
    fn hosts_are_found() {
        assert_eq!(host("https://Www.IOM.int:8443/a?b#c").as_deref(), Some("www.iom.int:8443"));
        for wrong in ["mailto:a@b.example", "https:///x", "/x", "https://b\u{fc}cher.example/", "https://a b/"] {
            assert_eq!(host(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn redirects_are_read_against_where_they_stand() {
        let from = "https://a.example/x/y?q#f";
        let to = |location: &str| redirected(from, location);
        assert_eq!(to("../z#part").as_deref(), Some("https://a.example/z"));
        assert_eq!(to("//b.example").as_deref(), Some("https://b.example"));
        assert_eq!(to("?p").as_deref(), Some("https://a.example/x/y?p"));
        assert_eq!((to("javascript:alert(1)"), to("file:///etc/passwd"), to("a b")), (None, None, None));
    }

    #[test]
    fn private_machines_are_known() {
        let private = "localhost a.localhost printer.local intranet db.internal x.home.arpa 127.0.0.1 127.0.0.1:80 \
                       10.0.0.8 172.16.0.1 192.168.1.1:8080 169.254.169.254 100.64.0.1 0.0.0.0 [::1] [::1]:8080 \
                       [fe80::1] [fd00::1] [::ffff:10.0.0.1] 198.18.0.1 224.0.0.1 255.255.255.255 [64:ff9b::a00:1]";
        assert!(private.split_whitespace().all(is_private_host));
        for open in
            ["iom.int", "www.westminster.ac.uk:443", "8.8.8.8", "[2606:4700::1111]", "172.32.0.1", "100.128.0.1"]
        {
            assert!(!is_private_host(open), "{open}");
        }
    }
}
