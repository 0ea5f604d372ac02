//! `showcase check --external`: links to other sites, asked whether they still
//! lead anywhere.

use std::collections::BTreeSet;

use indicatif::ProgressDrawTarget;
use jiff::Timestamp;

use super::run::{hidden_bar, now, wants_bar};
use super::{Format, SiteArgs, console};
use crate::check::Outside;
use crate::diagnostic::{Code, Diagnostic};
use crate::disk::cache::Cache;
use crate::external::{Answer, Asked, Memory, Policy, Reason, Verdict, ask};

/// Name of the file in the cache.
const ANSWERS: &str = "external";

/// Asks for all links to other sites; what is wrong with them, at the places
/// where they are written.
pub(super) fn findings(outside: &[Outside], policy: &Policy, cache: &Cache, args: &SiteArgs) -> Vec<Diagnostic> {
    let addresses: BTreeSet<String> = outside.iter().map(|link| link.address.clone()).collect();
    let mut memory = Memory::of_file(&cache.read(ANSWERS));
    let now = now();
    let bar = hidden_bar(0, "addresses");
    if wants_bar(args) {
        bar.set_draw_target(ProgressDrawTarget::stderr());
    }
    let asked = ask(&addresses, &mut memory, now, policy, &|done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    // What cannot be kept is asked again.
    drop(cache.write(ANSWERS, &memory.to_file(now.as_second())));
    if !args.quiet && args.format == Format::Human {
        console::complain(&summary(&asked));
    }
    let answered = |link: &Outside| problem(link, asked.answers.get(&link.address)?, now);
    outside.iter().filter_map(answered).collect()
}

/// What was asked, in some lines.
fn summary(asked: &Asked) -> String {
    let count = |is: fn(&Verdict) -> bool| asked.answers.values().filter(|answer| is(&answer.verdict)).count();
    let known = asked.answers.len().saturating_sub(asked.new + count(|verdict| matches!(verdict, Verdict::NotAsked)));
    let mut text = format!("{} addresses of other sites: {} asked, {known} known.", asked.answers.len(), asked.new);
    let refused = count(|verdict| matches!(verdict, Verdict::Refused(_)));
    if refused > 0 {
        text.push_str(&format!(
            " {refused} would not answer a program; open them in a browser, `--format json` does not list them."
        ));
    }
    let open = count(|verdict| matches!(verdict, Verdict::NotAsked));
    if open > 0 {
        text.push_str(&format!(" Time was up before {open} of them had a turn; run it again, and it goes on there."));
    }
    if asked.offline {
        text.push_str(" Nobody answered at all. Is this computer online?");
    }
    text.push('\n');
    text
}

/// What is wrong with a link.
fn problem(link: &Outside, answer: &Answer, now: Timestamp) -> Option<Diagnostic> {
    let Outside { address, place, page, pages } = link;
    let (code, message, help) = match &answer.verdict {
        Verdict::Sound | Verdict::Refused(_) | Verdict::NotAsked => return None,
        Verdict::Moved(to) => {
            let part = address.split_once('#').map(|(_, part)| format!("#{part}")).unwrap_or_default();
            let message = format!("{address} has moved for good.");
            (Code::ExternalLinkMoved, message, format!("Write `{to}{part}`."))
        }
        Verdict::Private => {
            let message = format!("{address} lies in a private network or on one machine.");
            let help = "Visitors cannot get there. Link to a public page, or delete the link.";
            (Code::ExternalLinkPrivate, message, help.to_owned())
        }
        Verdict::Broken(reason) => {
            let help = "Look for the new address, link to a copy in an archive, or delete the link.";
            (Code::ExternalLinkBroken, format!("{address} leads nowhere: {}.", said(reason)), help.to_owned())
        }
    };
    let where_else = match pages {
        0 | 1 => format!("It is on the page {page}."),
        n => format!("It is on {n} pages, {page} for one."),
    };
    let age = age(now.as_second().saturating_sub(answer.asked));
    Some(Diagnostic::new(code, place.clone(), format!("{message} {where_else}{age}")).help(help))
}

fn said(reason: &Reason) -> String {
    match reason {
        Reason::Status(404) => "the host knows no such page (404)".to_owned(),
        Reason::Status(410) => "the host says that it is gone (410)".to_owned(),
        Reason::Status(status @ 500..) => format!("the host fails (status {status})"),
        Reason::Status(status) => format!("the host answers with status {status}"),
        Reason::NoHost => "there is no host of that name".to_owned(),
        Reason::NoAnswer(why) => format!("the host does not answer ({why})"),
        Reason::Nonsense(why) => format!("the host answers with what no browser reads ({why})"),
        Reason::TooSlow => "the host takes too long to answer".to_owned(),
        Reason::Unsafe(why) => format!("there is no safe connection ({why})"),
        Reason::Loop => "it leads in a circle".to_owned(),
        Reason::TooManyRedirects => "it leads on and on".to_owned(),
        Reason::NoAddress(to) => format!("it leads to `{to}`, which is no address of the web"),
    }
}

/// How long ago a host was asked, where that is worth telling.
fn age(seconds: i64) -> String {
    const HOUR: i64 = 3600;
    match seconds {
        ..HOUR => String::new(),
        _ if seconds < 2 * HOUR => " Asked an hour ago.".to_owned(),
        _ if seconds < 48 * HOUR => format!(" Asked {} hours ago.", seconds / HOUR),
        _ => format!(" Asked {} days ago.", seconds / (24 * HOUR)),
    }
}

#[cfg(test)]
mod tests {
    use super::age;

    #[test]
    fn ages_are_told_in_whole_hours_and_days() {
        let told = [0, 3599, 3600, 7200, 3600 * 47, 3600 * 24 * 6].map(age);
        let expected =
            ["", "", " Asked an hour ago.", " Asked 2 hours ago.", " Asked 47 hours ago.", " Asked 6 days ago."];
        assert_eq!(told, expected);
    }
}
