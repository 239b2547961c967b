//! `ruam` (รวม, "to bring together") reads the integrity reports (ITA) of an
//! agency's offices and merges them into one checked dataset, in which every
//! value can be traced to its cell.
//!
//! # The line
//!
//! ```text
//! files ─ source ─▶ bytes ─ excel │ pdf │ delimited ─▶ Document of Grids ─ form ─▶ Submission ─ schema, rules ─▶ findings
//!                    └──────────────────────── in a worker process ─────────────────────────────────────────────┘
//!                                        entries on the disk ─ one agency at a time ─ merge ─▶ Report ─ output ─▶ dataset.json …
//! ```
//!
//! Five sentences hold the design:
//!
//! 1. One narrow waist: every format ends in [`grid`]; nothing before it knows
//!    the form, nothing after it knows a file format.
//! 2. Pure functions between plain structs: each stage is `fn stage(&A) -> B`.
//! 3. Two kinds of bad news, never mixed: an [`error`] is that we could not do
//!    our job on a file, a [`finding`] that the office's data is wrong.
//! 4. Nothing is guessed and nothing is dropped in silence: what is corrected,
//!    doubtful or left over becomes a [`note`], and the [`rules`] make a finding
//!    of it.
//! 5. Hostile bytes are only ever parsed in a [`worker`] process; a file that
//!    crashes its parser costs that file.
//!
//! # Where to look
//!
//! | question | module |
//! |---|---|
//! | which files, and what are they by their bytes? | [`source`], [`manifest`] |
//! | what does Excel, LibreOffice or a web form write? | [`excel`], [`delimited`] |
//! | what stands on the pages of a PDF, in which table, and what is attached? | [`pdf`] |
//! | what did the program see there, and why is something no table? | [`pdf::pictures`] |
//! | which column is which, what does a cell say? | [`form`] |
//! | the same Thai word, code, number, date, office in one spelling | [`normalize`] |
//! | what is true of this agency and this year? | [`profile`], [`catalog`], [`columns`], [`facts`] |
//! | what is wrong with the data? | [`schema`], [`rules`] |
//! | whose value counts? | [`merge`] |
//! | what is written, and how? | [`output`] |
//! | who owes what, where is a value from, what changed since? | [`ask`] |
//! | how does the office get its own workbook back, marked? | [`annotate`] |
//! | what does the blank form look like? | [`template`] |
//! | what of ours may stand in a workbook that comes back? | [`marks`] |
//! | what runs at once, and where is it limited? | [`pipeline`], [`worker`] |
//! | what is read again, and how do outputs appear together? | [`pipeline`] (`store`, `made`), [`output::folder`] |
//! | what does the person see? | [`cli`] |
//! | did the person ask to stop? | [`stop`] |
//!
//! The models at the bottom ([`area`], [`hundredths`], [`grid`], [`finding`],
//! [`submission`], [`dataset`], [`error`], [`note`]) know no stage.
//!
//! # Invariants
//!
//! Each is tested; several are about what is absent.
//!
//! - The same input gives the same bytes, whatever the order of files, the
//!   number of threads or the clock, how often a run was killed before, and how
//!   files were grouped into datasets that were merged.
//! - Whatever call to the system fails, and whenever a run is stopped, the
//!   dataset before is whole or the new one is.
//! - Entries stay on the disk until their report is joined: no more than a few
//!   agencies are held at once.
//! - No stage after [`grid`] knows the file format; only [`excel`] knows
//!   calamine, only [`pdf`] lopdf; only [`pipeline`] knows indicatif. It says what
//!   runs at once, but for the parts of one file (pages, rows of the form, rules),
//!   on the threads that a worker is given.
//! - [`normalize`] and [`rules`] do no I/O.
//! - What a worker says is held to its length, its file and its form; it is never
//!   waited for without an end.
//! - Only workers parse submitted bytes; marked copies and pictures of pages are
//!   made there too. What is attached to a file comes back as bytes, and is read
//!   in a worker by itself.
//! - A marked copy differs from its workbook only in the parts that had to
//!   change; marked again it is the same.
//! - `read = mapped + structure + unmapped`, and every unmapped cell has a
//!   finding.
//! - Every value of a dataset has a line in `provenance.jsonl`.
//! - No `unwrap`, `expect`, `panic!` or indexing on what a file says (clippy
//!   denies them), no `unsafe`, no iteration over hash maps into output.
//! - Imports point down the layers that `tests/tidy.rs` lists.
//!
//! # Words
//!
//! *agency* หน่วยงาน · *office* สำนัก · *submission* one file from one office ·
//! *indicator* ตัวชี้วัด · *item* หัวข้อประเด็นการประเมิน, I14 · *instrument*
//! IIT, EIT, OIT · *finding* what is wrong with the data · *origin* where a
//! value stood.

pub mod cli;
pub mod pipeline;

pub mod output;
pub mod worker;

pub mod annotate;
pub mod ask;
pub mod template;

pub mod form;
pub mod merge;
pub mod rules;
pub mod schema;

pub mod delimited;
pub mod excel;
pub mod pdf;

pub mod manifest;
pub mod profile;

pub mod catalog;
pub mod columns;
pub mod facts;
mod package;
pub mod source;

pub mod marks;
pub mod normalize;
pub mod note;
pub mod stop;

pub mod area;
pub mod dataset;
pub mod error;
pub mod finding;
pub mod grid;
pub mod hundredths;
pub mod limits;
pub mod submission;
