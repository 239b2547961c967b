//! Cells that rules leave whole and text parts.

use super::{Table, text::Word};
use crate::pdf::ink::Ruling;

pub(super) fn walls(_rulings: &[Ruling], _tables: &[Table], _words: &[&Word]) -> Vec<Ruling> {
    Vec::new()
}
