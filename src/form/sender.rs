//! Whose report it is: what was said from outside, else a line in the document,
//! else the name of the file or of a folder.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::title::Line;
use crate::{
    grid::Origin,
    marks::Stamp,
    normalize::{office::Resolution, thai},
    profile::Facts,
    submission::OfficeSource,
};

/// What is known of a file from outside.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sender {
    /// The manifest's office.
    pub manifest: Option<String>,
    /// The manifest's date of arrival.
    pub received: Option<String>,
    /// The manifest's agency.
    pub agency: Option<String>,
    /// The office of the command line.
    pub argument: Option<String>,
    /// The file's path, as in `source.file`.
    pub file: String,
    /// The names of the folders it lies in, nearest first.
    pub folders: Vec<String>,
}

/// The office, what told it, and where in the document.
pub(super) struct Told {
    pub(super) office: Option<String>,
    pub(super) source: OfficeSource,
    pub(super) origin: Option<Origin>,
}

/// `หน่วยงาน: ส.ตส.`, `ชื่อสำนัก ส.ตส.`.
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:ชื่อ)?(?:สำนัก/หน่วยงาน|หน่วยงาน/สำนัก|หน่วยงาน|สำนัก|ส่วนงาน|ส่วนราชการ)(?:ที่รายงาน|ผู้รายงาน|เจ้าของเรื่อง)?\s*(:)?\s*(.+)$")
        .ok()
});

/// Decides whose report it is.
pub(super) fn office(
    sender: &Sender,
    lines: &[Line],
    stamp: Option<Stamp<'_>>,
    facts: &Facts,
) -> Told {
    let told = |office: Option<String>, source, origin| Told {
        office,
        source,
        origin,
    };
    if let Some(written) = sender
        .manifest
        .as_ref()
        .filter(|office| !office.trim().is_empty())
    {
        return told(
            Some(canonical(written, facts)),
            OfficeSource::Manifest,
            None,
        );
    }
    if let Some(written) = &sender.argument {
        return told(
            Some(canonical(written, facts)),
            OfficeSource::Argument,
            None,
        );
    }
    if let Some((office, origin)) = lines.iter().find_map(|line| in_line(line, facts)) {
        return told(Some(office), OfficeSource::Document, Some(origin));
    }
    if let Some(stamp) = stamp.filter(|stamp| !stamp.office.is_empty()) {
        let origin = Some(stamp.origin.clone());
        return told(
            Some(canonical(stamp.office, facts)),
            OfficeSource::Document,
            origin,
        );
    }
    let name = sender.file.rsplit('/').next().unwrap_or(&sender.file);
    if let Some(office) = facts.roster.in_name(stem(name)) {
        return told(Some(office), OfficeSource::FileName, None);
    }
    let folder = sender
        .folders
        .iter()
        .find_map(|name| facts.roster.in_name(name));
    match folder {
        Some(office) => told(Some(office), OfficeSource::FolderName, None),
        None => told(None, OfficeSource::None, None),
    }
}

/// The office as the roster writes it; the agency's own code; else as written.
pub(super) fn canonical(written: &str, facts: &Facts) -> String {
    match facts.roster.resolve(written) {
        Resolution::Exact(code) | Resolution::Variant(code) => code,
        _ if facts.is_agency(written) => facts.profile.agency.code.clone(),
        _ => written.trim().to_owned(),
    }
}

/// The agency by the manifest, else by the profile.
#[must_use]
pub fn agency_of(sender: &Sender, facts: &Facts) -> String {
    let code = &facts.profile.agency.code;
    match sender.agency.as_deref().map(str::trim) {
        None | Some("") => code.clone(),
        Some(named) if facts.is_agency(named) => code.clone(),
        Some(named) => thai::cleaned(named),
    }
}

/// The office that a line names: with a label and a colon whatever it is, with
/// a label alone, or as a full name, only one of the roster. The agency's name
/// on an office's form says nothing.
fn in_line((text, origin): &Line, facts: &Facts) -> Option<(String, Origin)> {
    let resolved = |written: &str| match facts.roster.resolve(written) {
        Resolution::Exact(code) | Resolution::Variant(code) => Some(code),
        _ => None,
    };
    if let Some(code) = resolved(text) {
        return Some((code, origin.clone()));
    }
    let captures = labelled(text)?;
    let written = captures.get(2)?.as_str().trim();
    let told = resolved(written).or_else(|| facts.roster.in_name(written));
    let office = told.or_else(|| {
        // A line that was left to be filled in.
        let filled = written.chars().any(char::is_alphanumeric);
        let labelled = filled && captures.get(1).is_some() && !facts.is_agency(written);
        labelled.then(|| written.to_owned())
    })?;
    Some((office, origin.clone()))
}

/// A line with a label: the colon behind it, and what stands behind that.
fn labelled(text: &str) -> Option<Captures<'_>> {
    // Most reports have none, and need no pattern: it takes a millisecond to make.
    let begin = text.strip_prefix("ชื่อ").unwrap_or(text);
    let labels = ["หน่วยงาน", "สำนัก", "ส่วน"];
    if !labels.iter().any(|label| begin.starts_with(label)) {
        return None;
    }
    LazyLock::force(&LABEL).as_ref()?.captures(text)
}

/// Whether a line says only whose report it is, and is no title.
pub(super) fn is_sender_line(text: &str, facts: &Facts) -> bool {
    let resolved = |written: &str| {
        matches!(
            facts.roster.resolve(written),
            Resolution::Exact(_) | Resolution::Variant(_)
        )
    };
    let labelled = labelled(text).is_some_and(|captures| {
        let written = captures.get(2).map_or("", |written| written.as_str());
        let filled = written.chars().any(char::is_alphanumeric);
        resolved(written)
            || !filled
            || (captures.get(1).is_some() && written.split_whitespace().count() == 1)
    });
    labelled || resolved(text)
}

/// A file's name without its extension: the dot of an abbreviation is none.
fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, extension))
            if extension.bytes().all(|b| b.is_ascii_alphanumeric()) && !extension.is_empty() =>
        {
            stem
        }
        _ => name,
    }
}
