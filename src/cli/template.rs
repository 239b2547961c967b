//! `ruam template`: the blank form of an office, or of all.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use super::terminal::Terminal;
use crate::{
    dataset::{Dataset, Report},
    error::Failure,
    facts,
    finding::Message,
    normalize::office::Resolution,
    output::atomic,
    pipeline::Options,
    profile::Facts,
    source, stop, template,
};

/// Which forms to write, and where.
pub(super) struct Forms<'a> {
    /// A dataset that knows scores, items and measures.
    pub(super) from: Option<&'a Path>,
    /// Those of all offices, not of one.
    pub(super) all: bool,
    pub(super) out: &'a Path,
}

pub(super) fn run(
    forms: &Forms<'_>,
    options: &Options,
    terminal: &Terminal,
) -> Result<u8, Failure> {
    let facts = &options.facts()?;
    let known_before = forms.from.map(|path| report(path, facts)).transpose()?;
    let mut written: Vec<(String, PathBuf)> = Vec::new();
    misplaced(forms, options)?;
    if forms.all {
        for office in facts.roster.codes() {
            let name = format!("{}.xlsx", office.trim_end_matches('.').replace('/', "-"));
            written.push((office.clone(), forms.out.join(name)));
        }
    } else {
        let office = options.office.as_deref().ok_or_else(unnamed)?;
        written.push((known(office, facts)?, forms.out.to_owned()));
    }
    let mut forms = Vec::new();
    for (office, path) in &written {
        stop::check()?;
        let form = template::blank(office, facts, known_before.as_ref());
        let form = form.map_err(|error| Failure::Invalid {
            path: path.clone(),
            problem: error.to_string(),
        })?;
        // An office may have filled in its form: one that stands there stays.
        if path.exists() && !holds(path, &form) {
            return Err(filled_in(path));
        }
        forms.push(form);
    }
    for ((office, path), form) in written.iter().zip(&forms) {
        stop::check()?;
        atomic::write(path, form)?;
        let shown = path.display();
        terminal.notice(
            &format!("เขียนแบบรายงานของ {office} ไว้ที่ {shown}"),
            &format!("the form of {office} was written to {shown}"),
        );
    }
    Ok(0)
}

/// The agency's report of the profile's year in the dataset.
fn report(path: &Path, facts: &Facts) -> Result<Report, Failure> {
    let text = fs::read_to_string(path).map_err(|source| Failure::Read {
        path: path.to_owned(),
        source,
    })?;
    let dataset: Dataset = facts::read(&text, "dataset").map_err(|problem| Failure::Invalid {
        path: path.to_owned(),
        problem,
    })?;
    let (agency, year) = (&facts.profile.agency.code, facts.profile.fiscal_year);
    let ours = |report: &Report| report.agency == *agency && report.fiscal_year == year;
    dataset.reports.into_iter().find(ours).ok_or_else(|| {
        let shown = path.display();
        Failure::Command(Message::new(
            format!("{shown} ไม่มีรายงานของ {agency} ปี {year} โปรดให้ชุดข้อมูลของปีนี้ หรือไม่ต้องระบุ --from"),
            format!("{shown} has no report of {agency} for {year}: give this year's dataset, or leave out --from"),
        ))
    })
}

/// The office as the roster writes it, or the agency.
fn known(office: &str, facts: &Facts) -> Result<String, Failure> {
    match facts.roster.resolve(office) {
        Resolution::Exact(code) | Resolution::Variant(code) => Ok(code),
        _ if facts.is_agency(office) => Ok(facts.profile.agency.code.clone()),
        _ => {
            let codes = facts.roster.codes().join(" ");
            Err(Failure::Command(Message::new(
                format!("ไม่มีสำนัก {office} ในโปรไฟล์ สำนักที่มีคือ {codes}"),
                format!("the profile has no office {office}; it has {codes}"),
            )))
        }
    }
}

/// What cannot be meant by the place that was given.
fn misplaced(forms: &Forms<'_>, options: &Options) -> Result<(), Failure> {
    let shown = forms.out.display();
    let workbook = forms
        .out
        .extension()
        .is_some_and(|own| own.eq_ignore_ascii_case("xlsx"));
    let (th, en) = if forms.all && options.office.is_some() {
        (
            "โปรดใช้ --office หรือ --all อย่างใดอย่างหนึ่ง".to_owned(),
            "give --office or --all, not both".to_owned(),
        )
    } else if forms.all && forms.out.is_file() {
        (
            format!("{shown} เป็นไฟล์ เมื่อใช้ --all โปรดให้ชื่อโฟลเดอร์แก่ --out"),
            format!("{shown} is a file: with --all, give --out the name of a folder"),
        )
    } else if !forms.all && (!workbook || forms.out.is_dir()) {
        (
            format!("โปรดให้ชื่อไฟล์ที่ลงท้ายด้วย .xlsx แก่ --out (ที่ให้มาคือ {shown})"),
            format!("give --out the name of a file that ends in .xlsx (given was {shown})"),
        )
    } else {
        return Ok(());
    };
    Err(Failure::Command(Message::new(th, en)))
}

/// Whether the file has these bytes.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    let mut held = Vec::new();
    let read = source::open(path).and_then(|file| {
        let most = bytes.len() as u64 + 1;
        file.take(most).read_to_end(&mut held)
    });
    read.is_ok() && held == bytes
}

fn filled_in(path: &Path) -> Failure {
    let shown = path.display();
    Failure::Command(Message::new(
        format!(
            "มีไฟล์ {shown} อยู่แล้ว และอาจกรอกข้อมูลไว้ จึงไม่เขียนทับ โปรดให้ชื่ออื่นแก่ --out หรือย้ายไฟล์เดิมออก"
        ),
        format!(
            "{shown} is there already, perhaps filled in, and is not written over: give --out another name, or move it away"
        ),
    ))
}

fn unnamed() -> Failure {
    Failure::Command(Message::new(
        "โปรดบอกสำนักด้วย --office เช่น --office ส.ตส. หรือใช้ --all เพื่อเขียนแบบของทุกสำนัก",
        "name the office with --office, or give --all for the forms of all offices",
    ))
}
