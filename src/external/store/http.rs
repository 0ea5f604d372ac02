//! Requests to stores that speak HTTP, and what their answers mean. No address
//! stands in a message, as addresses of S3 carry signatures.

use std::io;
use std::time::Duration;

use ureq::http::{Method, Request};
use ureq::{Agent, Error};

use super::{Failure, MOST};

/// Asks a store.
#[derive(Debug)]
pub(super) struct Client(Agent);

/// What it answers.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

impl Client {
    pub(super) fn new() -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            // Whoever redirects would be sent what is meant for another.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(format!("showcase/{}", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(Duration::from_secs(20)))
            .timeout_global(Some(Duration::from_secs(600)))
            .max_idle_connections_per_host(usize::from(super::THREADS))
            .build();
        Self(config.new_agent())
    }

    pub(super) fn send(
        &self,
        method: &[u8],
        address: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Result<Answer, Failure> {
        let malformed = || Failure::lasting("the request has signs that no request can have");
        let method = Method::from_bytes(method).map_err(|_| malformed())?;
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = match body {
            Some(bytes) => self.0.run(request.body(bytes).map_err(|_| malformed())?),
            None => self.0.run(request.body(()).map_err(|_| malformed())?),
        };
        let mut answer = answer.map_err(|error| failed(&error))?;
        let status = answer.status().as_u16();
        let body = answer.body_mut().with_config().limit(MOST).read_to_vec().map_err(|error| failed(&error))?;
        Ok(Answer { status, body })
    }
}

impl Answer {
    /// The failure that this answer is.
    pub(super) fn failure(&self) -> Failure {
        let words = match self.status {
            401 => "it does not know who this is: the user, the password or the key is wrong, or is missing".to_owned(),
            403 => "it does not allow this to whoever the user or the key stands for".to_owned(),
            404 => "there is no such bucket or folder".to_owned(),
            409 => "it is busy with the same object, or a folder is missing".to_owned(),
            413 => "it takes no file as large as this".to_owned(),
            423 => "somebody else has locked it".to_owned(),
            429 => "it is asked too often".to_owned(),
            507 => "it is full".to_owned(),
            status @ 300..=399 => format!("it sends elsewhere (status {status}); name the address that it sends to"),
            status => format!("it answers with status {status}"),
        };
        let code = self.code().map(|code| format!(" ({code})")).unwrap_or_default();
        Failure { words: words + &code, passing: matches!(self.status, 408 | 409 | 429 | 500 | 502..=504) }
    }

    /// The code of an S3 error: a word, and nothing that a store could say at length.
    fn code(&self) -> Option<String> {
        let text = std::str::from_utf8(self.body.get(..self.body.len().min(4096))?).ok()?;
        let code = text.split_once("<Code>")?.1.split_once("</Code>")?.0;
        (code.len() <= 64 && code.bytes().all(|byte| byte.is_ascii_alphanumeric())).then(|| code.to_owned())
    }
}

fn failed(error: &Error) -> Failure {
    match error {
        Error::HostNotFound => Failure::lasting("there is no host of that name"),
        Error::Timeout(_) => Failure::passing("it takes too long to answer"),
        Error::Io(io) => of_io(io),
        Error::ConnectionFailed => Failure::passing("it does not answer"),
        Error::Rustls(error) => Failure::lasting(format!("there is no safe connection ({error})")),
        Error::BodyExceedsLimit(_) => Failure::lasting("its answer is longer than any that showcase asks for"),
        Error::BadUri(_) => Failure::lasting("its address cannot be used"),
        _ => Failure::passing("its answer makes no sense"),
    }
}

fn of_io(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::InvalidData => Failure::lasting("there is no safe connection"),
        _ if error.to_string().contains("lookup address") => Failure::lasting("there is no host of that name"),
        _ => Failure::passing(format!("it does not answer ({})", crate::diagnostic::reason(error))),
    }
}
