//! Everything found, by office and file: errors first, then warnings; what is
//! for information folded, and files that were not merged at the end.

use std::collections::BTreeMap;

use super::{markup::Markup, words};
use crate::{
    dataset::{Dataset, Status, Summary},
    finding::{Counts, Finding, Severity},
    rules,
};

/// What was found in one file, or of one office in no file.
struct Block<'a> {
    /// The agency where there are several, and the office.
    owner: [Option<&'a str>; 2],
    /// The file; none for what concerns the whole dataset.
    summary: Option<&'a Summary>,
    findings: Vec<&'a Finding>,
}

impl Block<'_> {
    fn is_used(&self) -> bool {
        self.summary
            .is_none_or(|summary| summary.status == Status::Merged)
    }
}

/// The section of all findings.
pub(super) fn section(out: &mut Markup, dataset: &Dataset, findings: &[Finding]) {
    out.raw("<section id=\"findings\">\n<h2>")
        .both("สิ่งที่พบ", "Findings")
        .raw("</h2>\n");
    let blocks = blocks(dataset, findings);
    if blocks.is_empty() {
        out.raw("<p>")
            .both("ไม่พบสิ่งใด", "Nothing was found.")
            .raw("</p>\n</section>\n");
        return;
    }
    let mut owners: BTreeMap<[Option<&str>; 2], usize> = BTreeMap::new();
    for block in &blocks {
        let next = owners.len();
        owners.entry(block.owner).or_insert(next);
    }
    filters(out, &owners, findings.len());
    let (used, unused): (Vec<Block<'_>>, Vec<Block<'_>>) =
        blocks.into_iter().partition(Block::is_used);
    for block in used {
        let owner = owners.get(&block.owner).copied();
        one(out, block, owner);
    }
    if !unused.is_empty() {
        out.raw("<h3>")
            .both("ไฟล์ที่ไม่ได้นำมารวม", "Files that were not merged")
            .raw("</h3>\n<p>")
            .both(
                "สิ่งที่พบในไฟล์เหล่านี้ไม่มีผลต่อชุดข้อมูล",
                "What was found in these has no bearing on the dataset.",
            )
            .raw("</p>\n");
        for block in unused {
            let owner = owners.get(&block.owner).copied();
            one(out, block, owner);
        }
    }
    out.raw("</section>\n");
}

/// The findings by agency, office and file; those of no file come first.
fn blocks<'a>(dataset: &'a Dataset, findings: &'a [Finding]) -> Vec<Block<'a>> {
    let mut by_file: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        by_file.entry(&finding.file).or_default().push(finding);
    }
    let mut summaries: Vec<&Summary> = dataset.submissions.iter().collect();
    // Of two files of one name the findings are shown with the one that counts.
    summaries.sort_by_key(|summary| {
        let unused = summary.status != Status::Merged;
        let office = (summary.office.is_none(), &summary.office);
        (unused, &summary.agency, office)
    });
    let several = summaries.windows(2).any(|two| match two {
        [one, other] => one.agency != other.agency,
        _ => false,
    });
    let mut of_files = Vec::new();
    for summary in summaries {
        if let Some(findings) = by_file.remove(summary.file.as_str()) {
            let agency = several.then_some(summary.agency.as_str());
            of_files.push(Block {
                owner: [agency, summary.office.as_deref()],
                summary: Some(summary),
                findings,
            });
        }
    }
    let mut by_office: BTreeMap<Option<&str>, Vec<&Finding>> = BTreeMap::new();
    for finding in by_file.into_values().flatten() {
        by_office
            .entry(finding.office.as_deref())
            .or_default()
            .push(finding);
    }
    let whole = by_office.into_iter().map(|(office, findings)| Block {
        owner: [None, office],
        summary: None,
        findings,
    });
    whole.chain(of_files).collect()
}

/// What is shown; without a script everything is.
fn filters(out: &mut Markup, owners: &BTreeMap<[Option<&str>; 2], usize>, count: usize) {
    out.raw("<fieldset class=\"filters\">\n<legend>")
        .both("แสดง", "Show")
        .raw("</legend>\n");
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let (class, name) = words::severity(severity);
        out.raw("<label><input type=\"checkbox\" checked data-severity=\"")
            .raw(class);
        out.raw("\"> ").say(&name).raw("</label>\n");
    }
    out.raw("<label>").both("สำนัก", "office");
    out.raw(" <select id=\"office\"><option value=\"\">ทั้งหมด · all</option>");
    for (owner, at) in owners {
        out.raw("<option value=\"").show(at).raw("\">");
        match owner {
            [None, None] => out.raw("ไม่ระบุ · none"),
            [Some(agency), None] => out.text(agency).raw(" – ไม่ระบุ · none"),
            [Some(agency), Some(office)] => out.text(agency).raw(" ").text(office),
            [None, Some(office)] => out.text(office),
        };
        out.raw("</option>");
    }
    out.raw("</select></label>\n<p><output id=\"shown\">")
        .show(count);
    out.raw("</output> / ")
        .show(count)
        .raw("</p>\n</fieldset>\n");
}

fn one(out: &mut Markup, mut block: Block<'_>, owner: Option<usize>) {
    rules::in_causal_order(&mut block.findings);
    let mut counts = Counts::default();
    for finding in &block.findings {
        counts.add(finding.severity);
    }
    let folded = !block.is_used();
    out.raw("<article class=\"file\" data-owner=\"")
        .show(owner.unwrap_or(0))
        .raw("\">\n");
    out.raw(if folded { "<details><summary>" } else { "<h3>" });
    heading(out, &block);
    out.raw(" <span class=\"counts\">").both(
        &format!(
            "ผิด {} · เตือน {} · แจ้ง {}",
            counts.error, counts.warning, counts.info
        ),
        &format!(
            "errors {} · warnings {} · infos {}",
            counts.error, counts.warning, counts.info
        ),
    );
    out.raw("</span>");
    out.raw(if folded { "</summary>\n" } else { "</h3>\n" });
    let is_info = |finding: &&&Finding| finding.severity == Severity::Info;
    let infos: Vec<&Finding> = block.findings.iter().filter(is_info).copied().collect();
    list(
        out,
        block
            .findings
            .iter()
            .filter(|finding| !is_info(finding))
            .copied(),
    );
    if !infos.is_empty() {
        out.raw("<details class=\"infos\"><summary>").both(
            &format!("แจ้งเพื่อทราบ {}", infos.len()),
            &format!("for information: {}", infos.len()),
        );
        out.raw("</summary>\n");
        list(out, infos.into_iter());
        out.raw("</details>\n");
    }
    out.raw(if folded {
        "</details>\n</article>\n"
    } else {
        "</article>\n"
    });
}

fn heading(out: &mut Markup, block: &Block<'_>) {
    let [agency, office] = block.owner;
    for name in [agency, office].into_iter().flatten() {
        out.data(name).raw(" · ");
    }
    match block.summary {
        Some(summary) => {
            out.data(&summary.file);
            if summary.status != Status::Merged {
                out.raw(" · ").say(&words::status(summary.status));
            }
        }
        None => {
            out.both("ทั้งชุดข้อมูล", "the whole dataset");
        }
    }
}

fn list<'a>(out: &mut Markup, findings: impl Iterator<Item = &'a Finding>) {
    out.raw("<ul class=\"findings\">\n");
    for finding in findings {
        let (class, name) = words::severity(finding.severity);
        out.raw("<li class=\"")
            .raw(class)
            .raw("\"><b class=\"mark\">");
        out.say(&name).raw("</b> ").say(&finding.message).raw(" ");
        match rules::find(&finding.rule) {
            Some(rule) => out
                .raw("<a class=\"id\" href=\"#rule-")
                .raw(rule.id)
                .raw("\">")
                .raw(rule.id)
                .raw("</a>"),
            None => out.raw("<code>").text(&finding.rule).raw("</code>"),
        };
        if let Some(answer) = &finding.explained {
            out.raw("<p class=\"answer\">")
                .both("คำชี้แจงของสำนัก:", "The office answers:")
                .raw(" ");
            for (i, line) in answer.lines().enumerate() {
                out.raw(if i > 0 { "<br>" } else { "" }).data(line);
            }
            out.raw("</p>");
        }
        out.raw("</li>\n");
    }
    out.raw("</ul>\n");
}
