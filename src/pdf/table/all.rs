//! All tables of a page: those that rules and filled areas make, cells of them
//! parted by what stands in them, and those that only words make.

use super::{
    Found, MOST_TABLES, NoTable, Ruled, Table, find_in, form, gaps,
    headers::Heads,
    lines::{self, Line, SNAP},
    seek::{self, Candidate},
    sort, split,
    text::{self, Word},
    why::{FoundBy, Why},
};
use crate::pdf::{
    clip,
    ink::{Axis, Drawn, Rect, Ruling},
};

/// Words stand this far inside their table, in points.
const PADDING: f64 = 2.0;

/// Letters of a table, in points.
const LARGEST: f64 = 100.0;

/// One word of so many with a rule through it: a drawing.
const STRUCK: usize = 8;

/// All tables of a page: those that its rulings make, and more; `words` are
/// those upright.
pub(in crate::pdf) fn find_all(ruled: Ruled, words: &[Word], heads: &Heads) -> Found {
    let Ruled { rulings, mut found } = ruled;
    let rulings = rulings.as_slice();
    let mut words: Vec<&Word> = words.iter().collect();
    words.sort_by(|a, b| a.y.total_cmp(&b.y));
    found.tables = found
        .tables
        .into_iter()
        .map(|table| parted(table, &words))
        .collect();
    outside(&found.tables, &mut words);
    if let Some((area, walls)) = form::walls(&words, heads)
        && !found.tables.iter().any(|table| overlap(table.bbox, area))
    {
        found.tables.extend(walled(&walls, FoundBy::Form));
        outside(&found.tables, &mut words);
    }
    let horizontals = lines::lines(rulings, Axis::Horizontal);
    let free: Vec<Line> = horizontals
        .into_iter()
        .filter(|line| !found.tables.iter().any(|table| lies_in(line, table)))
        .collect();
    let ruled = seek::between_rules(&free, &words);
    take(&ruled, rulings, &words, false, &mut found);
    outside(&found.tables, &mut words);
    let rows = text::rows(words.iter().copied(), &[]);
    let bare = seek::by_gaps(&rows);
    take(&bare, rulings, &words, true, &mut found);
    sort(&mut found.tables);
    found
}

/// The one table in an area that a person gave.
pub(in crate::pdf) fn within(ruled: Ruled, words: &[Word], heads: &Heads, area: Rect) -> Found {
    let rulings = ruled.rulings.clone();
    let mut found = find_all(ruled, words, heads);
    let given = words.iter().filter(|word| is_in(area, word)).count();
    // Rules around it may lie outside what was given, and its title inside; but
    // gaps are trusted only where all that was given is in the table.
    let is_meant = |table: &Table| {
        let near = wider(table.bbox, PADDING);
        let own = words.iter().filter(|word| is_in(near, word));
        let (inside, other) = own.fold((0, 0), |(inside, other), word| {
            let is_inside = is_in(area, word);
            (
                inside + usize::from(is_inside),
                other + usize::from(!is_inside),
            )
        });
        let most = table.found_by != FoundBy::Gaps && given < 2 * inside;
        other == 0 && (most || given == inside)
    };
    found.others.clear();
    found.tables.retain(is_meant);
    found.tables.truncate(1);
    if found.tables.is_empty() {
        let mut words: Vec<&Word> = words.iter().filter(|word| is_in(area, word)).collect();
        words.sort_by(|a, b| a.y.total_cmp(&b.y));
        found
            .tables
            .extend(laid_out(&rulings, &words, wider(area, SNAP), 1));
    }
    for table in &mut found.tables {
        table.found_by = FoundBy::Area;
    }
    found
}

/// A table with the cells parted that rules leave whole and words part.
fn parted(table: Table, words: &[&Word]) -> Table {
    let mut rulings = split::walls(&table, words);
    if rulings.is_empty() {
        return table;
    }
    rulings.extend(table.cells.iter().flat_map(|cell| gaps::frame(cell.bbox)));
    let again = find_in(&rulings).tables.into_iter();
    let again = again.max_by_key(|again| again.cells.len());
    match again.filter(|again| table.cells.len() < again.cells.len()) {
        Some(again) => Table {
            found_by: FoundBy::RulesAndGaps,
            ..again
        },
        None => table,
    }
}

/// Makes tables of those candidates that are.
fn take(
    candidates: &[Result<Candidate, NoTable>],
    rulings: &[Ruling],
    words: &[&Word],
    bare: bool,
    found: &mut Found,
) {
    let mut taken: Vec<Rect> = found.tables.iter().map(|table| table.bbox).collect();
    if bare {
        let charts = found
            .others
            .iter()
            .filter(|other| other.why == Why::OneColumn);
        taken.extend(charts.map(|other| other.bbox));
    }
    for candidate in candidates {
        if found.tables.len() >= MOST_TABLES {
            found.refused = true;
            break;
        }
        match candidate {
            // What stands around a chart or beside a table is none.
            Ok(Candidate { area }) if taken.iter().any(|other| overlap(*other, *area)) => {
                let (bbox, why) = (*area, Why::AroundTable);
                found.others.push(NoTable { bbox, why });
            }
            Ok(Candidate { area }) if are_struck(rulings, words, *area) => {
                let (bbox, why) = (*area, Why::Struck);
                found.others.push(NoTable { bbox, why });
            }
            Ok(Candidate { area }) => {
                found.tables.extend(laid_out(rulings, words, *area, 2));
            }
            Err(other) => found.others.push(*other),
        }
    }
}

/// Leaves only the words that stand in none of the tables.
fn outside(tables: &[Table], words: &mut Vec<&Word>) {
    words.retain(|word| !tables.iter().any(|table| is_in(table.bbox, word)));
}

/// The words in an area; they are sorted by their baselines.
fn inside<'w>(words: &[&'w Word], area: Rect) -> impl Iterator<Item = &'w Word> {
    // The middle of a word lies above its baseline, by no more than its size.
    let start = words.partition_point(|word| word.y < area.y0);
    let end = words.partition_point(|word| word.y <= area.y1 + LARGEST);
    let near = words.get(start..end).unwrap_or_default();
    near.iter().copied().filter(move |word| is_in(area, word))
}

fn is_in(area: Rect, word: &Word) -> bool {
    let Rect { x0, y0, x1, y1 } = word.area;
    area.holds(f64::midpoint(x0, x1), f64::midpoint(y0, y1))
}

fn overlap(other: Rect, area: Rect) -> bool {
    let common = wider(other, -SNAP).within(area);
    common.is_some_and(|common| 0.0 < common.width() && 0.0 < common.height())
}

/// Whether rules go through words: through the legend of a chart, say. Through
/// the words of a table they do not.
fn are_struck(rulings: &[Ruling], words: &[&Word], area: Rect) -> bool {
    let mut across: Vec<&Ruling> = rulings
        .iter()
        .filter(|r| r.axis == Axis::Horizontal && r.drawn == Drawn::Line)
        .filter(|r| area.y0 < r.at && r.at < area.y1 && area.x0 <= r.to && r.from <= area.x1)
        .collect();
    across.sort_by(|a, b| a.at.total_cmp(&b.at));
    let (mut all, mut struck) = (0, 0);
    for word in inside(words, area) {
        let (top, bottom) = (word.y - 0.5 * word.size, word.y - 0.15 * word.size);
        let first = across.partition_point(|rule| rule.at < top);
        let near = across
            .iter()
            .skip(first)
            .take_while(|rule| rule.at <= bottom);
        all += 1;
        let covers = |rule: &&Ruling| rule.from <= word.area.x0 && word.area.x1 <= rule.to;
        struck += usize::from(near.take(STRUCK).any(covers));
    }
    0 < struck && all <= STRUCK * struck
}

fn lies_in(line: &Line, table: &Table) -> bool {
    wider(table.bbox, SNAP).holds(f64::midpoint(line.from, line.to), line.at)
}

fn wider(area: Rect, by: f64) -> Rect {
    Rect {
        x0: area.x0 - by,
        y0: area.y0 - by,
        x1: area.x1 + by,
        y1: area.y1 + by,
    }
}

/// The table that rules and gaps make in an area.
fn laid_out(rulings: &[Ruling], words: &[&Word], area: Rect, fewest: usize) -> Option<Table> {
    let mut rulings = clip::rulings(rulings, area);
    rulings.retain(|ruling| ruling.drawn == Drawn::Line);
    let horizontals = lines::lines(&rulings, Axis::Horizontal);
    let verticals = lines::lines(&rulings, Axis::Vertical);
    let mut cuts: Vec<f64> = verticals.iter().map(|line| line.at).collect();
    cuts.dedup();
    let rows = text::rows(inside(words, area), &cuts);
    rulings.extend(gaps::walls(area, &rows, &horizontals, &verticals, fewest)?);
    walled(&rulings, FoundBy::Gaps)
}

/// The largest table of walls that words make.
fn walled(walls: &[Ruling], found_by: FoundBy) -> Option<Table> {
    let tables = find_in(walls).tables;
    let mut table = tables.into_iter().max_by_key(|table| table.cells.len())?;
    table.found_by = found_by;
    Some(table)
}
