//! What is written, one file a format; every file appears whole or not at all.

pub mod atomic;
pub mod folder;
pub mod grid;
pub mod html;
pub mod json;
pub mod sarif;
pub mod stderr;
