//! Whose code a worker died in: the worker is given the file by hand, and asked
//! with a debugger (gdb, where there is one) if its last words do not tell.

use std::{
    fs::{self, File},
    io::{Read, Write},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use ruam::{
    limits::{Limit, Limits},
    profile::FactTexts,
    source::sha256,
    submission::Source,
    worker::{Request, Task},
};
use serde_json::json;
use tempfile::TempDir;

use super::batch::{MEMORY_MIB, program};

/// Whose code it was, and where.
pub(crate) struct Death {
    /// The crate; `ruam` for our own.
    pub(crate) whose: String,
    pub(crate) place: String,
}

impl Death {
    /// Whether it was in our own code.
    pub(crate) fn is_ours(&self) -> bool {
        self.whose == "ruam"
    }
}

/// After so long a worker that was ended for its time is looked into.
const HUNG: Duration = Duration::from_secs(10);

/// Crates that read files. What dies in any other, be it the language's own,
/// does so on behalf of whoever called it.
const READERS: [&str; 14] = [
    "calamine",
    "lopdf",
    "zip",
    "quick_xml",
    "read_fonts",
    "csv",
    "csv_core",
    "flate2",
    "miniz_oxide",
    "zlib_rs",
    "weezl",
    "nom",
    "encoding_rs",
    "rust_xlsxwriter",
];

/// Lets a worker die of the file again.
pub(crate) fn of(bytes: &[u8], task: Task) -> Death {
    let folder = TempDir::new().unwrap();
    let frames = folder.path().join("frames");
    fs::write(&frames, said_to_worker(bytes, task)).unwrap();
    let mut child = Command::new(program())
        .arg("worker")
        .stdin(File::open(&frames).unwrap())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A pipe, for a worker may not write into files.
    let mut errors = child.stderr.take().unwrap();
    let words = std::thread::spawn(move || {
        let mut words = Vec::new();
        let _ = errors.read_to_end(&mut words);
        String::from_utf8_lossy(&words).into_owned()
    });
    let end = Instant::now() + HUNG;
    let mut hung = None;
    let survived = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status.success();
        }
        if end < Instant::now() {
            hung = debugged(&["-p", &child.id().to_string(), "-ex", "bt 200"]);
            let _ = child.kill();
            let _ = child.wait();
            break false;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let words = words.join().unwrap();
    if survived {
        return Death {
            whose: "nobody".to_owned(),
            place: "read well when read alone".to_owned(),
        };
    }
    if let Some(trace) = hung {
        return of_trace(&trace);
    }
    let panic = words
        .lines()
        .find_map(|line| line.split("panicked at ").nth(1));
    if let Some(place) = panic
        && let Some(whose) = of_path(place).filter(|whose| is_told(whose))
    {
        return Death {
            whose,
            place: after_registry(place),
        };
    }
    // Panics in the language's own code, failed allocations and overflown stacks
    // do not say who called.
    let run = format!("run worker < '{}' > /dev/null", frames.display());
    let program = program().display().to_string();
    let asked = [
        "-ex",
        "break rust_panic",
        "-ex",
        &run,
        "-ex",
        "bt 300",
        &program,
    ];
    match debugged(&asked) {
        Some(trace) => of_trace(&trace),
        None => Death {
            whose: "unknown".to_owned(),
            place: words.lines().next().unwrap_or("no last words").to_owned(),
        },
    }
}

/// Whether it is ours or a crate that reads files.
fn is_told(whose: &str) -> bool {
    whose == "ruam" || READERS.contains(&whose.replace('-', "_").as_str())
}

/// Everything that a parent would say to its worker about this file.
fn said_to_worker(bytes: &[u8], task: Task) -> Vec<u8> {
    let limits = Limits::default().with(Limit::MemoryMib, MEMORY_MIB);
    let file = "file".to_owned();
    let request = Request {
        task,
        password: None,
        attached: false,
        areas: Vec::new(),
        sender: super::common::sender(&file),
        source: Source {
            file,
            sha256: sha256(bytes),
            bytes: bytes.len() as u64,
            format: None,
            producer: None,
            sheets: None,
            pages: None,
        },
    };
    let setup = json!({ "limits": limits });
    let order = json!({ "number": 0, "facts": FactTexts::embedded(), "request": request });
    let mut frames = Vec::new();
    for frame in [
        setup.to_string().as_bytes(),
        order.to_string().as_bytes(),
        bytes,
    ] {
        frames
            .write_all(&(frame.len() as u64).to_le_bytes())
            .unwrap();
        frames.write_all(frame).unwrap();
    }
    frames
}

/// What a debugger says; nothing where there is none.
fn debugged(arguments: &[&str]) -> Option<String> {
    let mut child = Command::new("gdb")
        .args([
            "-q",
            "-batch",
            "-ex",
            "set debuginfod enabled off",
            "-ex",
            "set print frame-arguments none",
        ])
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut said = Vec::new();
    let _ = child.stdout.take()?.read_to_end(&mut said);
    let _ = child.wait();
    Some(String::from_utf8_lossy(&said).into_owned())
}

/// The crate that a source file belongs to; nothing for the language's own.
fn of_path(place: &str) -> Option<String> {
    if place.starts_with("src/") {
        return Some("ruam".to_owned());
    }
    let (_, inside) = place.split_once("/registry/src/")?;
    let folder = inside.split('/').nth(1)?;
    let (name, _) = folder.rsplit_once('-')?;
    Some(name.to_owned())
}

fn after_registry(place: &str) -> String {
    let inside = place.split_once("/registry/src/").map(|(_, inside)| inside);
    let inside = inside
        .and_then(|inside| inside.split_once('/'))
        .map(|(_, inside)| inside);
    inside.unwrap_or(place).trim_end_matches(':').to_owned()
}

/// The innermost function of ours or of a crate that reads files, and the
/// innermost of ours.
fn of_trace(trace: &str) -> Death {
    let mut whose = None;
    let mut place = String::new();
    for line in trace.lines() {
        // `#3  0x… in NAME (…) at …`
        let Some(frame) = line.strip_prefix('#') else {
            continue;
        };
        let frame = frame
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .trim_start();
        let name = frame.split_once(" in ").map_or(frame, |(_, name)| name);
        let bare = name.trim_start_matches(['<', '&', '(', '*', ' ']);
        let bare = bare.strip_prefix("mut ").unwrap_or(bare);
        let bare = bare.strip_prefix("dyn ").unwrap_or(bare);
        let Some((of, _)) = bare.split_once("::") else {
            continue;
        };
        if !is_told(of) {
            continue;
        }
        let function: String = name.chars().take_while(|c| !"( ".contains(*c)).collect();
        // Without the hash that a compiler adds.
        let function = function
            .rsplit_once("::h")
            .map_or(function.as_str(), |(function, _)| function)
            .to_owned();
        if whose.is_none() {
            whose = Some(of.to_owned());
            place.clone_from(&function);
        }
        if of == "ruam" {
            if place != function {
                place = format!("{place} < {function}");
            }
            break;
        }
    }
    Death {
        whose: whose.unwrap_or_else(|| "unknown".to_owned()),
        place,
    }
}
