//! A bucket of an S3-compatible store. `rusty-s3` signs addresses and touches no
//! network; what is signed is sent by the one client of stores.
//!
//! A put of S3 is whole or not at all, so nothing waits under another name.

use std::time::Duration;

use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle};

use super::http::Client;
use super::{Facts, Failure, Login, Over, Placed, Store};

/// For how long what was signed may be sent.
const VALID: Duration = Duration::from_secs(900);

/// Objects of a bucket whose names begin in one way.
#[derive(Debug)]
pub struct S3 {
    client: Client,
    bucket: Bucket,
    login: Login,
    prefix: String,
}

impl S3 {
    /// A bucket at an endpoint, or at Amazon's in a region.
    ///
    /// # Errors
    /// In words: the endpoint or the bucket can be none.
    pub fn new(bucket: &str, prefix: &str, endpoint: Option<&str>, region: &str, login: Login) -> Result<Self, String> {
        let amazon = format!("https://s3.{region}.amazonaws.com");
        // Others rarely have a certificate for each bucket.
        let style = if endpoint.is_some() { UrlStyle::Path } else { UrlStyle::VirtualHost };
        let at = endpoint.unwrap_or(&amazon);
        let is_web = at.starts_with("https://") || at.starts_with("http://");
        let url = at.parse().ok().filter(|_| is_web).ok_or_else(|| format!("`{at}` is no address of a store"))?;
        let bucket = Bucket::new(url, style, bucket.to_owned(), region.to_owned())
            .map_err(|_| format!("`{bucket}` is no name of a bucket"))?;
        Ok(Self { client: Client::new(), bucket, login, prefix: prefix.to_owned() })
    }

    fn credentials(&self) -> Credentials {
        let Login { user, secret, token } = &self.login;
        match token {
            Some(token) => Credentials::new_with_token(user, secret.reveal(), token.reveal()),
            None => Credentials::new(user, secret.reveal()),
        }
    }

    fn name(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }
}

impl Store for S3 {
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        let (credentials, name) = (self.credentials(), self.name(path));
        let address = self.bucket.get_object(Some(&credentials), &name).sign(VALID);
        let answer = self.client.send(b"GET", address.as_str(), &[], None)?;
        match answer.status {
            200 => Ok(Some(answer.body)),
            404 if !is_lacking_bucket(&answer.body) => Ok(None),
            _ => Err(answer.failure()),
        }
    }

    fn put(&self, path: &str, bytes: &[u8], facts: Facts<'_>, over: Over) -> Result<Placed, Failure> {
        let (credentials, name) = (self.credentials(), self.name(path));
        let mut headers = vec![("content-type", facts.kind)];
        headers.extend(facts.keep.map(|keep| ("cache-control", keep)));
        headers.extend(facts.coding.map(|coding| ("content-encoding", coding)));
        if over == Over::Nothing {
            headers.push(("if-none-match", "*"));
        }
        let mut action = self.bucket.put_object(Some(&credentials), &name);
        for (name, value) in &headers {
            action.headers_mut().insert(*name, *value);
        }
        let answer = self.client.send(b"PUT", action.sign(VALID).as_str(), &headers, Some(bytes))?;
        match answer.status {
            200..=299 => Ok(Placed::Done),
            412 if over == Over::Nothing => Ok(Placed::Taken),
            _ => Err(answer.failure()),
        }
    }

    fn delete(&self, path: &str) -> Result<(), Failure> {
        let (credentials, name) = (self.credentials(), self.name(path));
        let address = self.bucket.delete_object(Some(&credentials), &name).sign(VALID);
        let answer = self.client.send(b"DELETE", address.as_str(), &[], None)?;
        match answer.status {
            200..=299 => Ok(()),
            404 if !is_lacking_bucket(&answer.body) => Ok(()),
            _ => Err(answer.failure()),
        }
    }
}

fn is_lacking_bucket(body: &[u8]) -> bool {
    memchr::memmem::find(body, b"NoSuchBucket").is_some()
}
