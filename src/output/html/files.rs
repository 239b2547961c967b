//! The files: those that could not be read, with what to do, and all of them.

use super::{markup::Markup, words};
use crate::dataset::{Dataset, Status, Summary};

/// The files that could not be read.
pub(super) fn rejected(out: &mut Markup, dataset: &Dataset) {
    out.raw("<section id=\"rejected\">\n<h2>")
        .both("ไฟล์ที่อ่านไม่ได้", "Files that could not be read")
        .raw("</h2>\n");
    let rejected = dataset
        .submissions
        .iter()
        .filter(|file| file.status == Status::Rejected);
    let rejected: Vec<&Summary> = rejected.collect();
    if rejected.is_empty() {
        out.raw("<p>")
            .both("อ่านได้ทุกไฟล์", "Every file was read.")
            .raw("</p>\n</section>\n");
        return;
    }
    out.table(
        "rejected",
        "ไฟล์ที่อ่านไม่ได้ และควรทำอย่างไร",
        "Files that could not be read, and what to do",
    );
    out.column("ไฟล์", "file")
        .column("เหตุผลและวิธีแก้", "why, and what to do")
        .column("หน่วยงาน / สำนัก", "agency / office")
        .rows();
    for file in rejected {
        out.raw("<tr><th scope=\"row\">").data(&file.file);
        out.raw("</th><td>");
        if let Some(message) = &file.message {
            out.say(message);
        }
        if let Some(reason) = &file.reason {
            out.raw(" <code>").text(reason).raw("</code>");
        }
        out.raw("</td><td>");
        owner(out, file);
        out.raw("</td></tr>\n");
    }
    out.end_table();
    out.raw("</section>\n");
}

/// What became of every file.
pub(super) fn all(out: &mut Markup, dataset: &Dataset) {
    out.raw("<section id=\"files\">\n<h2>")
        .both("ไฟล์ทั้งหมด", "All files")
        .raw("</h2>\n");
    out.table("files", "สถานะของแต่ละไฟล์", "What became of each file");
    out.column("ไฟล์", "file")
        .column("หน่วยงาน / สำนัก", "agency / office")
        .column("สถานะ", "status")
        .numbers("ผิด", "errors")
        .numbers("เตือน", "warnings")
        .numbers("แจ้ง", "infos")
        .rows();
    for file in &dataset.submissions {
        out.raw("<tr><th scope=\"row\">")
            .data(&file.file)
            .raw("</th><td>");
        owner(out, file);
        let is_rejected = file.status == Status::Rejected;
        out.raw(if is_rejected {
            "</td><td class=\"bad\">"
        } else {
            "</td><td>"
        });
        out.say(&words::status(file.status));
        let found = file.findings;
        for count in [found.error, found.warning, found.info] {
            out.raw("</td><td class=\"number\">");
            // What was found before it was given up says nothing of the report.
            if is_rejected {
                out.raw("–")
            } else {
                out.show(count)
            };
        }
        out.raw("</td></tr>\n");
    }
    out.end_table();
    out.raw("</section>\n");
}

fn owner(out: &mut Markup, file: &Summary) {
    out.data(&file.agency).raw(" / ");
    match &file.office {
        Some(office) => out.data(office),
        None => out.both("ไม่ทราบ", "unknown"),
    };
}
