//! Who passkeys are made for: the host name of the portal's public address. It runs no exchange.
//!
//! A passkey is bound to a host name, never to a number. A portal on this machine alone is `localhost`, whatever
//! number it listens on; a portal on any other number can have no passkeys, and pages say so.

use url::{Host, Url};
use webauthn_rs::prelude::{Uuid, Webauthn, WebauthnBuilder};

use holdfast_core::model::AccountId;

/// The host name passkeys are bound to, and the address they are used at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelyingParty {
    /// The host name.
    pub id: String,
    /// The address, with its port.
    pub origin: Url,
}

impl RelyingParty {
    /// The relying party of a portal at this public address, or `None` where passkeys cannot work.
    pub fn of(public_url: &Url) -> Option<Self> {
        match public_url.host()? {
            Host::Domain(name) => Some(Self { id: name.to_owned(), origin: public_url.clone() }),
            Host::Ipv4(ip) if ip.is_loopback() => Self::on_this_machine(public_url),
            Host::Ipv6(ip) if ip.is_loopback() => Self::on_this_machine(public_url),
            Host::Ipv4(_) | Host::Ipv6(_) => None,
        }
    }

    fn on_this_machine(public_url: &Url) -> Option<Self> {
        let mut origin = public_url.clone();
        origin.set_host(Some("localhost")).ok()?;
        Some(Self { id: "localhost".to_owned(), origin })
    }

    /// Whether a page asked for with this `Host` header is at the address passkeys work at.
    pub fn is_at(&self, host_header: &str) -> bool {
        let name = host_header.rsplit_once(':').map_or(host_header, |(name, port)| {
            if port.bytes().all(|b| b.is_ascii_digit()) { name } else { host_header }
        });
        name.eq_ignore_ascii_case(&self.id)
    }

    /// The same page at the address passkeys work at.
    pub fn address_of(&self, path: &str) -> String {
        format!("{}{path}", self.origin.as_str().trim_end_matches('/'))
    }

    /// The checker of exchanges. On this machine any port will do, so that a tunnel or a test can stand in front.
    pub(crate) fn webauthn(&self, program_name: &str) -> Option<Webauthn> {
        let any_port = self.id == "localhost";
        let builder = WebauthnBuilder::new(&self.id, &self.origin).ok()?;
        builder.rp_name(program_name).allow_any_port(any_port).build().ok()
    }
}

/// The name an authenticator knows an account by: fixed letters and the account's random id, nothing personal.
pub(crate) fn user_handle(account: AccountId) -> Uuid {
    Uuid::from_u64_pair(u64::from_be_bytes(*b"HOLDFAST"), account.0.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expect: Option<(&str, &str)>) {
        let found = RelyingParty::of(&Url::parse(url).expect("an address"));
        let found = found.as_ref().map(|p| (p.id.as_str(), p.origin.as_str()));
        assert_eq!(found, expect);
        if let Some(party) = RelyingParty::of(&Url::parse(url).expect("an address")) {
            assert!(party.webauthn("Holdfast").is_some(), "{url}");
        }
    }

    #[test]
    fn passkeys_are_bound_to_a_name() {
        check(
            "https://holdfast.example.org",
            Some(("holdfast.example.org", "https://holdfast.example.org/")),
        );
        check("http://localhost:8080", Some(("localhost", "http://localhost:8080/")));
        check("http://127.0.0.1:8080", Some(("localhost", "http://localhost:8080/")));
        check("http://[::1]:8080", Some(("localhost", "http://localhost:8080/")));
        check("https://10.1.2.3", None);
    }

    #[test]
    fn the_host_header_says_whether_we_are_there() {
        let party =
            RelyingParty::of(&Url::parse("http://localhost:8080").expect("an address")).expect("a name");
        assert!(party.is_at("localhost:8080") && party.is_at("LOCALHOST") && party.is_at("localhost:9999"));
        assert!(!party.is_at("127.0.0.1:8080") && !party.is_at("[::1]:8080") && !party.is_at("evil.example"));
        assert_eq!(party.address_of("/sign-in"), "http://localhost:8080/sign-in");
    }

    #[test]
    fn a_handle_names_one_account_and_nothing_else() {
        assert_ne!(user_handle(AccountId(1)), user_handle(AccountId(2)));
        assert!(user_handle(AccountId(7)).as_bytes().starts_with(b"HOLDFAST"));
    }
}
