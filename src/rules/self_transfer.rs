//! The rule `self-transfer`; its page says what it finds and why.

use super::{At, Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    normalize::office::Resolution,
};

pub(super) const RULE: Rule = Rule {
    id: "self-transfer",
    severity: Severity::Warning,
    page: include_str!("../../fixtures/rules/self-transfer.md"),
    check: Check::Submission(check),
};

/// What stands between the two.
const SENDS: &str = "ส่ง";

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for row in context.rows() {
        for (i, measure) in row.indicator.measures.list.iter().enumerate() {
            if let Some(office) = to_itself(context, &measure.text) {
                let at = At {
                    office: Some(&office),
                    ..context.at(row, &format!("/measures/list/{i}/text"))
                };
                reporter.report(at, &office, "", said(&office));
            }
        }
        for bullet in row.bullets() {
            let Some(office) = to_itself(context, &bullet.bullet.text) else { continue };
            let at = At {
                office: Some(&office),
                ..context.at_bullet(row, &bullet)
            };
            reporter.report(at, &office, "", said(&office));
        }
    }
}

fn said(office: &str) -> Message {
    Message::new(
        format!("ข้อความนี้ขอให้ {office} ส่งข้อมูลให้ {office} เอง ผู้ส่งกับผู้รับควรเป็นคนละสำนัก"),
        format!("the text asks {office} to send data to {office} itself: one of the two should be another office"),
    )
}

/// The office that is asked to send something to itself: `ขอให้ X ส่ง … ให้ X`.
fn to_itself(context: &Context<'_>, text: &str) -> Option<String> {
    if !text.contains(SENDS) {
        return None;
    }
    let mentions = context.facts.roster.mentions(text);
    let pairs = mentions.iter().zip(mentions.iter().skip(1));
    for ((start, sender, from), (at, receiver, to)) in pairs {
        let between = text.get(start + sender.len()..*at)?;
        let asked = text.get(..*start)?.trim_end().ends_with("ให้");
        let sends = between.trim_start().starts_with(SENDS) && between.trim_end().ends_with("ให้");
        let same = sender == receiver || (code(from).is_some() && code(from) == code(to));
        if same && asked && sends {
            return Some((*sender).to_owned());
        }
    }
    None
}

/// The office that a spelling stands for, where that is certain.
fn code(resolution: &Resolution) -> Option<&str> {
    match resolution {
        Resolution::Exact(code) | Resolution::Variant(code) => Some(code),
        Resolution::Ambiguous(_) | Resolution::Unknown => None,
    }
}
