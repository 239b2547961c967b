//! What is written, one file a format; every file appears whole or not at all.

pub mod atomic;
pub mod folder;
pub mod grid;
pub mod html;
pub mod json;
pub mod sarif;
pub mod sink;
pub mod stderr;
pub mod tables;

mod csv;
mod files;
mod formula;
mod jsonl;
#[cfg(feature = "parquet")]
mod parquet;
mod swap;
mod xlsx;
