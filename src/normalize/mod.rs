//! Text as people type it, made comparable: `&str` in, value out, no I/O.
//!
//! Every change to a person's words is counted, and what has two readings is
//! left as it is and reported: the rules are those of the project's Thai study,
//! tested one by one in `fixtures/thai/vectors.json`.

pub mod code;
pub mod date;
pub mod display;
pub mod html;
pub mod key;
pub mod lines;
pub mod number;
pub mod office;
pub mod private_use;
pub mod target;
pub mod thai;
