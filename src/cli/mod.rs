//! Arguments → command → exit code: one file a command.

mod args;
mod check;
mod diff;
mod export;
mod extract;
mod ingest;
mod layout;
mod listing;
mod marked;
mod merge;
mod outcome;
mod rules;
mod schema;
mod standing;
mod status;
mod template;
mod terminal;
mod trace;
mod traced;

use std::{path::Path, process::ExitCode};

use clap::{Parser, error::ErrorKind};

use crate::{
    error::Failure,
    finding::Message,
    limits::{Limit, Limits},
    manifest::Manifest,
    normalize::display::safe,
    output::{folder::Folder, sink::Output, stderr},
    pipeline::{self, Opened, Options, Outcome},
    profile::Profiles,
    stop, worker,
};
use args::{Cli, Command, Common};
use extract::What;
use terminal::Terminal;

/// Runs the command line and returns the exit code.
#[must_use]
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let asked = matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            );
            if !asked {
                stderr::line("คำสั่งไม่ถูกต้อง โปรดดูตัวอย่างด้วย ruam --help");
            }
            if asked {
                // Nothing to be done where even the terminal is gone.
                let _ = error.print();
                return ExitCode::SUCCESS;
            }
            // It quotes the arguments, among them names of files.
            for line in error.to_string().lines() {
                stderr::line(&safe(line));
            }
            return ExitCode::from(2);
        }
    };
    let terminal = Terminal::new(&cli.common);
    match dispatch(cli, &terminal) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            terminal.failure(&failure);
            ExitCode::from(match failure {
                Failure::Stopped { .. } => stop::CODE,
                _ => 2,
            })
        }
    }
}

fn dispatch(cli: Cli, terminal: &Terminal) -> Result<u8, Failure> {
    let common = cli.common;
    // What only reads a dataset may end anywhere, and a worker ends with its
    // parent.
    let listens = match &cli.command {
        Command::Ingest { .. }
        | Command::Check { .. }
        | Command::Extract { .. }
        | Command::Merge { .. }
        | Command::Export { .. }
        | Command::Template { .. } => true,
        Command::Trace { source, .. } => source.is_some(),
        _ => false,
    };
    if listens {
        stop::listen().map_err(Failure::Worker)?;
    }
    match cli.command {
        Command::Ingest {
            paths,
            out,
            fresh,
            write,
        } => {
            let how = ingest::How {
                fresh,
                write: &export::outputs(&write),
            };
            let read = ingest::run(&paths, &out, &how, options(&common)?, terminal);
            read.map_err(|failure| match failure {
                Failure::Stopped { .. } => Failure::Stopped { kept: true },
                other => other,
            })
        }
        Command::Check {
            paths,
            format,
            marked,
        } => check::run(
            &paths,
            format,
            marked.as_deref(),
            &options(&common)?,
            terminal,
        ),
        Command::Extract {
            path,
            grid,
            text,
            picture,
            area: areas,
        } => {
            let what = match (grid, picture) {
                (Some(format), _) => What::Grid(format),
                (None, Some(folder)) => What::Picture(folder),
                (None, None) if text => What::Text,
                (None, None) => What::Submission,
            };
            let options = Options {
                areas,
                ..options(&common)?
            };
            extract::run(&path, what, &options, terminal)
        }
        Command::Merge { paths, out, write } => {
            let outputs = export::outputs(&write);
            merge::run(&paths, &out, &outputs, &options(&common)?, terminal)
        }
        Command::Export {
            dataset,
            write,
            out,
        } => export::run(
            &dataset,
            &write,
            out.as_deref(),
            &options(&common)?,
            terminal,
        ),
        Command::Status { dataset, asking } => {
            status::run(&dataset, &asking, &options(&common)?, terminal)
        }
        Command::Trace {
            dataset,
            what,
            source,
            asking,
        } => trace::run(
            &dataset,
            &what,
            source.as_deref(),
            &asking,
            &options(&common)?,
            terminal,
        ),
        Command::Diff { old, new, asking } => {
            diff::run(&old, &new, &asking, &options(&common)?.profiles, terminal)
        }
        Command::Rules { command } => rules::run(command, &options(&common)?.facts()?, terminal),
        Command::Template { from, all, out } => {
            let forms = template::Forms {
                from: from.as_deref(),
                all,
                out: &out,
            };
            template::run(&forms, &options(&common)?, terminal)
        }
        Command::Schema { name } => schema::run(&name, terminal),
        Command::Worker => worker::serve().map(|()| 0).map_err(Failure::Worker),
    }
}

/// Writes the tables of the dataset that is staged beside it.
fn tables(write: &[Output], folder: &Folder, options: &Options) -> Result<(), Failure> {
    if !write.is_empty() {
        let stage = folder.stage();
        pipeline::export(&Opened::open(&stage)?, write, options, &stage)?;
    }
    Ok(())
}

/// Shows what became of the files of the dataset in the folder `out`.
fn show(outcome: &Outcome, out: &Path, terminal: &Terminal) -> Result<u8, Failure> {
    terminal.outcome(outcome, out)?;
    Ok(pipeline::exit_code_of(outcome))
}

/// An agency was asked for that the dataset does not have, or it has none.
fn no_agency(wanted: Option<&str>, agencies: &[String]) -> Failure {
    const NAMED: usize = 20;
    let Some(wanted) = wanted else {
        return Failure::Command(Message::new(
            "ชุดข้อมูลนี้ไม่มีรายงานเลย โปรดตรวจว่าให้โฟลเดอร์และโปรไฟล์ถูกต้อง",
            "the dataset has no report: check the folder and the profile",
        ));
    };
    let mut named: Vec<&str> = agencies.iter().map(String::as_str).collect();
    named.dedup();
    let more = if named.len() > NAMED { " …" } else { "" };
    named.truncate(NAMED);
    let named = named.join(" ");
    Failure::Command(Message::new(
        format!("ชุดข้อมูลนี้ไม่มีรายงานของหน่วยงาน {wanted} หน่วยงานที่มีคือ {named}{more}"),
        format!("the dataset has no report of the agency {wanted}; it has {named}{more}"),
    ))
}

/// What the common arguments say of a run.
fn options(common: &Common) -> Result<Options, Failure> {
    let profiles = Profiles::load(common.profile.as_deref())?;
    known_rules(&profiles)?;
    let manifest = match &common.manifest {
        Some(path) => Manifest::load(path)?,
        None => Manifest::default(),
    };
    let mut limits = Limits::default();
    for limit in &common.limit {
        if !limits.set(limit) {
            return Err(no_limit(limit));
        }
    }
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Ok(Options {
        program: std::env::current_exe().map_err(Failure::Worker)?,
        profiles,
        jobs: common.jobs.map_or(cores, usize::from),
        office: common.office.clone(),
        password: common.password.clone(),
        areas: Vec::new(),
        manifest,
        limits,
        progress: !common.quiet,
    })
}

/// A `--limit` that names none: what there is.
fn no_limit(text: &str) -> Failure {
    let names: Vec<&str> = Limit::ALL.iter().map(|limit| limit.name()).collect();
    let names = names.join(" ");
    Failure::Command(Message::new(
        format!("--limit {text} ใช้ไม่ได้ ให้ระบุเป็น ชื่อ=จำนวน ชื่อที่มีคือ {names}"),
        format!("--limit {text} is none: give NAME=N, where NAME is one of {names}"),
    ))
}

/// Holds every profile to the rules that there are.
fn known_rules(profiles: &Profiles) -> Result<(), Failure> {
    for (path, texts) in profiles.all() {
        let facts = texts.parse();
        let facts = facts.map_err(|error| Failure::Unknown(error.to_string()))?;
        crate::rules::known(&facts.profile).map_err(|problem| Failure::Invalid {
            path: path.to_owned(),
            problem,
        })?;
    }
    Ok(())
}

/// Names the agencies that there is no profile of: who answers for what is not
/// known there.
fn unknown_agencies(outcome: &Outcome, profiles: &Profiles, terminal: &Terminal) {
    let agencies = outcome.lines.iter().map(|line| line.agency.as_str());
    let mut unknown: Vec<&str> = agencies.filter(|agency| !profiles.knows(agency)).collect();
    unknown.dedup();
    if let Some(first) = unknown.first() {
        let more = unknown.len() - 1;
        terminal.notice(
            &format!("ไม่มีโปรไฟล์ของ {first} และหน่วยงานอื่นอีก {more} แห่ง จึงไม่ตรวจรายชื่อสำนักและผู้รับผิดชอบ (ดู --profile)"),
            &format!("no profile of {first} and {more} other agencies: offices and who answers are not checked (see --profile)"),
        );
    }
}
