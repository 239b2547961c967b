//! What stands around the table: title, fiscal year, due date, notes.

use super::{header::Header, text::Ledger, years};
use crate::{
    columns::ColumnId,
    grid::{Cell, Origin},
    normalize::{date, key, thai},
};

/// A line of text and where it stands.
pub(super) type Line = (String, Origin);

/// The text of a row, its cells one after the other.
pub(super) fn line(row: &[Cell], ledger: &mut Ledger) -> Option<Line> {
    let texts: Vec<String> = row.iter().map(|cell| ledger.line(cell, None)).collect();
    let text = texts.join(" ").trim().to_owned();
    let origin = row.first()?.origin.clone();
    (!text.is_empty()).then_some((text, origin))
}

/// The fiscal year: of the title, else of the header of the measures.
pub(super) fn fiscal_year(titles: &[Line], header: &Header) -> Option<(u16, Origin)> {
    // The budget year where one is named, else the last year of the line.
    let year = |text: &str| {
        let folded = thai::fold_digits(text);
        let budget = years::named(&folded).find(|year| year.is_budget);
        let found = budget.or_else(|| years::named(&folded).last())?;
        Some(found.year)
    };
    let budget = |(text, _): &&Line| key::find(text, "งบประมาณ").is_some();
    let of_measures = header
        .texts
        .iter()
        .filter(|(slot, _)| matches!(slot.id, ColumnId::Measures | ColumnId::Result))
        .map(|(_, line)| line);
    titles
        .iter()
        .filter(budget)
        .chain(titles.iter())
        .chain(of_measures)
        .find_map(|(text, origin)| Some((year(text)?, origin.clone())))
}

/// The day the report is due: of the header of the results, else of a note.
pub(super) fn due(header: &Header, notes: &[Line]) -> Option<(String, Origin)> {
    let of_results = header
        .texts
        .iter()
        .filter(|(slot, _)| slot.id == ColumnId::Result)
        .map(|(_, line)| line);
    of_results.chain(notes).find_map(|(text, origin)| {
        let (_, end) = key::find(text, "ภายใน")?;
        let date = date::find(text.get(end..)?)?;
        Some((date.iso, origin.clone()))
    })
}
