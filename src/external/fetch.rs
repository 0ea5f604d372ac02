//! One whole answer of a published site, for whoever compares it with what was
//! built. Follows no redirect: where one leads is what is asked.

use std::time::Duration;

use ureq::Agent;

/// Bytes of an answer that are read; what a site publishes is smaller.
const MOST: u64 = 512 << 20;

/// What a host answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fetched {
    /// The status.
    pub status: u16,
    /// The headers, names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body as it travelled.
    pub body: Vec<u8>,
}

impl Fetched {
    /// The value of a header; of one that stands there twice, the first.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Asks for whole files, one after the other on a connection. Machines in private
/// networks too: a person named the address.
#[derive(Debug)]
pub struct Fetcher(Agent);

impl Fetcher {
    /// For the site at an address.
    pub fn new(site: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(format!("showcase/{} (verifies {site})", env!("CARGO_PKG_VERSION")))
            .timeout_global(Some(Duration::from_secs(60)))
            .build();
        Self(config.new_agent())
    }

    /// Asks for an address, compressed in this way if the host likes.
    ///
    /// # Errors
    /// In words, if there is no answer.
    pub fn get(&self, address: &str, coding: Option<&str>) -> Result<Fetched, String> {
        let request = self.0.get(address).header("Accept-Encoding", coding.unwrap_or("identity"));
        let mut answer = request.call().map_err(|error| error.to_string())?;
        let headers = answer.headers().iter();
        let headers = headers
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
        let (status, headers) = (answer.status().as_u16(), headers.collect());
        let body = answer.body_mut().with_config().limit(MOST).read_to_vec().map_err(|error| error.to_string())?;
        Ok(Fetched { status, headers, body })
    }
}
