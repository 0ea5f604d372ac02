//! Whether security.txt still holds on the day of the build.

use crate::consent::published::Published;
use crate::diagnostic::{Code, Diagnostic};

/// What is wrong with the day that it holds until.
pub fn security_problem(published: &Published) -> Option<Diagnostic> {
    let (config, today) = (&published.config, published.date);
    let expires = &config.security.as_ref()?.expires;
    let left = today.until(expires.value).map(|span| i64::from(span.get_days())).unwrap_or_default();
    let help = "Look whether the contact is still right, and set a day less than a year ahead.";
    let problem = |code, message| Some(Diagnostic::new(code, expires.span, message).help(help));
    if left <= 0 {
        return problem(
            Code::SecurityExpired,
            format!("security.txt holds until {}, and that is over.", expires.value),
        );
    }
    if left <= config.warn_days {
        let days = if left == 1 { "1 day".to_owned() } else { format!("{left} days") };
        return problem(Code::SecurityExpiring, format!("security.txt holds for {days} more."));
    }
    None
}
