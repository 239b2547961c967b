//! The rules that found something: what each finds, why it matters, and how
//! to put it right, out of its page.

use std::collections::BTreeSet;

use super::markup::Markup;
use crate::{finding::Finding, rules::RULES};

/// The rules that occur among the findings.
pub(super) fn section(out: &mut Markup, findings: &[Finding]) {
    let found: BTreeSet<&str> = findings
        .iter()
        .map(|finding| finding.rule.as_str())
        .collect();
    out.raw("<section id=\"rules\">\n<h2>")
        .both("คำอธิบายกฎ", "The rules")
        .raw("</h2>\n");
    for rule in RULES.iter().filter(|rule| found.contains(rule.id)) {
        out.raw("<details class=\"rule\"><summary><code>")
            .raw(rule.id)
            .raw("</code> ");
        out.say(&rule.summary());
        // A link that leads inside a closed part opens it.
        out.raw("</summary>\n<div id=\"rule-")
            .raw(rule.id)
            .raw("\" tabindex=\"-1\">\n");
        for (nth, th, en) in [
            (0, "ทำไมจึงสำคัญ", "Why it matters"),
            (1, "วิธีแก้", "How to put it right"),
        ] {
            out.raw("<h3>").both(th, en).raw("</h3>\n");
            let (thai, english) = rule.chapter(nth);
            for paragraph in thai {
                out.raw("<p lang=\"th\">").text(paragraph).raw("</p>\n");
            }
            for paragraph in english {
                out.raw("<p lang=\"en\">").text(paragraph).raw("</p>\n");
            }
        }
        out.raw("</div></details>\n");
    }
    out.raw("</section>\n");
}
