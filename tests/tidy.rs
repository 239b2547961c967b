//! The house rules that no lint knows: layers, sizes, headers.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Modules from the top down: a module imports from lines below its own only.
/// Modules of one line never import each other.
const LAYERS: &[&[&str]] = &[
    &["main"],
    &["cli"],
    &["pipeline"],
    &["worker", "output"],
    &["annotate", "ask", "template"],
    &["merge", "rules", "schema", "form"],
    &["excel", "pdf", "delimited"],
    &["manifest", "profile"],
    &["catalog", "columns", "facts", "source", "package"],
    &["note"],
    &["normalize", "marks", "stop"],
    &["dataset", "error"],
    &["submission"],
    &["finding"],
    &["area", "grid", "hundredths"],
    &["limits"],
];

/// What may lie across a layer, and why.
const ALLOWED: &[(&str, &str)] = &[
    // A note names the column that is missing.
    ("note", "columns"),
];

/// Crates that are known to one module only.
const KNOWN_TO: &[(&str, &[&str])] = &[
    ("calamine", &["excel"]),
    ("lopdf", &["pdf"]),
    ("read_fonts", &["pdf"]),
    ("rayon", &["form", "pdf", "pipeline", "rules", "worker"]),
    ("rmp_serde", &["worker"]),
    ("indicatif", &["pipeline"]),
    ("clap", &["cli"]),
    ("rustix", &["worker"]),
    ("jsonschema", &["facts", "schema"]),
    ("signal_hook", &["stop"]),
    ("walkdir", &["output", "pipeline", "profile", "source"]),
    ("tempfile", &["output"]),
    ("rust_xlsxwriter", &["annotate", "output", "template"]),
    ("parquet", &["output"]),
];

/// A file that grows past this has a second job inside.
const LINES: usize = 400;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            files.push((path, text));
        }
    }
    files.sort();
    files
}

/// The top module that a file of `src` belongs to.
fn module(path: &Path) -> String {
    let relative = path.strip_prefix(root().join("src")).unwrap();
    let first = relative.iter().next().unwrap().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

fn layer(module: &str) -> usize {
    LAYERS
        .iter()
        .position(|layer| layer.contains(&module))
        .unwrap_or_else(|| panic!("{module} is in no layer"))
}

/// The modules that follow `crate::` in a text, those in braces included.
fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut name = String::new();
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => found.push(std::mem::take(&mut name)),
                    c if depth == 0 && !c.is_whitespace() => name.push(c),
                    _ => {}
                }
            }
            found.push(name);
        } else {
            found.push(rest.to_owned());
        }
    }
    let first = |path: String| -> String {
        path.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    found
        .into_iter()
        .map(first)
        .filter(|name| !name.is_empty())
        .collect()
}

/// The code of a file without its comments and tests.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text);
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn imports_point_down_the_layers() {
    let mut wrong = Vec::new();
    for (path, text) in rust_files(&root().join("src")) {
        let from = module(&path);
        if from == "lib" {
            continue;
        }
        for to in imports(&code(&text)) {
            let allowed = ALLOWED.contains(&(from.as_str(), to.as_str()));
            if to != from && layer(&to) <= layer(&from) && !allowed {
                wrong.push(format!("{}: {from} imports {to}", path.display()));
            }
        }
        if let Some(name) = from.strip_prefix("main") {
            assert!(name.is_empty());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rules_never_import_each_other() {
    let folder = root().join("src/rules");
    let names: Vec<String> = rust_files(&folder)
        .iter()
        .map(|(path, _)| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    for (path, text) in rust_files(&folder) {
        let own = path.file_stem().unwrap().to_str().unwrap();
        for name in names.iter().filter(|name| {
            ![
                "mod", "codes", "context", "explain", "reporter", "scope", "shown", own,
            ]
            .contains(&name.as_str())
        }) {
            assert!(
                own == "mod" || !code(&text).contains(&format!("{name}::")),
                "{own} imports {name}"
            );
        }
    }
}

#[test]
fn crates_are_known_where_they_belong() {
    for (path, text) in rust_files(&root().join("src")) {
        let own = module(&path);
        // A test that walks a folder of documents.
        if path.ends_with("pdf/second_opinion.rs") {
            continue;
        }
        for (name, modules) in KNOWN_TO {
            let used = code(&text).contains(&format!("{name}::"));
            assert!(
                !used || modules.contains(&own.as_str()),
                "{} knows {name}",
                path.display()
            );
        }
    }
}

#[test]
fn every_file_says_what_it_is_and_stays_small() {
    for folder in ["src", "tests"] {
        for (path, text) in rust_files(&root().join(folder)) {
            let name = path.display();
            assert!(
                text.starts_with("//! "),
                "{name} does not begin with what it is"
            );
            let lines = text.lines().count();
            assert!(
                folder == "tests" || lines <= LINES,
                "{name} has {lines} lines: look for the second job inside"
            );
            for word in [
                concat!("TO", "DO"),
                concat!("FIX", "ME"),
                concat!("#[ig", "nore]"),
                concat!("dbg", "!("),
            ] {
                assert!(!text.contains(word), "{name} holds {word}");
            }
        }
    }
}

#[test]
fn no_stage_after_the_grid_knows_a_file_format() {
    for (path, text) in rust_files(&root().join("src")) {
        if ["form", "rules", "merge", "schema"].contains(&module(&path).as_str()) {
            assert!(
                !code(&text).contains("Format::"),
                "{} knows a file format",
                path.display()
            );
        }
    }
}

#[test]
fn nothing_speaks_to_a_network_and_only_workers_are_started() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    for name in [
        "reqwest",
        "hyper",
        "ureq",
        "curl",
        "socket2",
        "native-tls",
        "rustls",
    ] {
        assert!(!lock.contains(&format!("name = \"{name}\"")), "{name}");
    }
    for (path, text) in rust_files(&root().join("src")) {
        let name = path.display();
        let code = code(&text);
        assert!(
            !code.contains("std::net") && !code.contains("net::"),
            "{name}"
        );
        let starts = code.contains("Command::new(");
        assert!(!starts || module(&path) == "worker", "{name}");
    }
}
