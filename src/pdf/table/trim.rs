//! A run of rows that leave gaps → those of one table: without the caption
//! above, the source below, and the next table.

use super::{
    columns::{self, Gap},
    text::{Row, Stretch},
};

/// Rows of one table stand at most so many times as far apart as most do.
const FAR: f64 = 2.2;

/// The same above a title.
const FAR_TITLE: f64 = 1.4;

/// Rows tried at each end. More that do not fit are no caption.
const MOST: usize = 6;

/// Lines of a head above the first row that is divided.
const HEAD: usize = 3;

/// The parts of `rows`, from first to last, that may be a table each.
pub(super) fn parts(rows: &[Row<'_>], first: usize, last: usize) -> Vec<(usize, usize)> {
    let Some(run) = rows.get(first..=last) else {
        return Vec::new();
    };
    let mut pitches: Vec<f64> = pitches(run).collect();
    pitches.sort_by(f64::total_cmp);
    let Some(usual) = pitches.get(pitches.len() / 2).copied() else {
        return Vec::new();
    };
    let gaps = columns::gaps(run, 2);
    // A title above a table that follows.
    let is_title = |row: &Row<'_>| matches!(row.stretches.as_slice(), [one] if columns_of(one, &gaps) == (0, gaps.len()));
    let goes_on = |a: &Row<'_>, b: &Row<'_>| {
        let far = if is_title(b) { FAR_TITLE } else { FAR };
        b.y - a.y <= far * usual
    };
    let mut parts = Vec::new();
    let mut start = first;
    for part in run.chunk_by(goes_on) {
        let end = start + part.len();
        let (from, to) = fitting(part);
        if from < to {
            let head = head(
                rows,
                start + from,
                usual,
                part.get(from..to).unwrap_or_default(),
            );
            parts.push((head, start + to - 1));
        }
        start = end;
    }
    parts
}

fn pitches(rows: &[Row<'_>]) -> impl Iterator<Item = f64> {
    rows.windows(2).filter_map(|pair| match pair {
        [a, b] => Some(b.y - a.y),
        _ => None,
    })
}

/// Which of the rows fit into the columns that they make: from, up to.
fn fitting(rows: &[Row<'_>]) -> (usize, usize) {
    let (mut from, mut to) = (0, rows.len());
    for _ in 0..MOST {
        let rest = rows.get(from..to).unwrap_or_default();
        let gaps = columns::gaps(rest, 2);
        match rest.last() {
            Some(last) if 2 < rest.len() && is_below(last, &gaps) => to -= 1,
            _ => break,
        }
    }
    for _ in 0..MOST {
        let rest = rows.get(from..to).unwrap_or_default();
        let gaps = columns::gaps(rest, 2);
        match rest.first() {
            Some(first) if 2 < rest.len() && is_above(first, &gaps) => from += 1,
            _ => break,
        }
    }
    (from, to)
}

/// The columns that a stretch takes.
fn columns_of(stretch: &Stretch<'_>, gaps: &[Gap]) -> (usize, usize) {
    let number = |x: f64| gaps.partition_point(|gap| gap.middle() < x);
    (number(stretch.x0), number(stretch.x1))
}

/// How many stretches stand in the column of the one before.
fn crowded(row: &Row<'_>, gaps: &[Gap]) -> usize {
    let mut before: Option<usize> = None;
    let is_crowded = |stretch: &&Stretch<'_>| {
        let (first, last) = columns_of(stretch, gaps);
        before.replace(last).is_some_and(|before| first <= before)
    };
    row.stretches.iter().filter(is_crowded).count()
}

/// Whether a row is no last row of a table with these gaps.
fn is_below(row: &Row<'_>, gaps: &[Gap]) -> bool {
    let crosses = row.stretches.iter().any(|stretch| {
        let (first, last) = columns_of(stretch, gaps);
        first < last
    });
    crosses || 0 < crowded(row, gaps) || row.stretches.len() < 2
}

/// Whether a row is no first row of it: a heading may span columns, but not all,
/// and may stand over some of which most rows have nothing.
fn is_above(row: &Row<'_>, gaps: &[Gap]) -> bool {
    let spanned = row
        .stretches
        .iter()
        .map(|stretch| columns_of(stretch, gaps));
    let all = spanned.clone().any(|columns| columns == (0, gaps.len()));
    let some = spanned.clone().any(|(first, last)| first < last);
    all || some && 1 < crowded(row, gaps)
}

/// The first row of the head: lines right above, over the columns that have no
/// labels.
fn head(rows: &[Row<'_>], first: usize, usual: f64, part: &[Row<'_>]) -> usize {
    let gaps = columns::gaps(part, 2);
    let Some(gap) = gaps.first() else {
        return first;
    };
    let right = part.iter().map(|row| row.area.x1).fold(f64::MIN, f64::max);
    let above = rows.get(..first).unwrap_or_default().iter().rev();
    let mut next = part.first().map_or(0.0, |row| row.y);
    let mut lines = 0;
    for row in above.take(HEAD + 1) {
        if 1.5 * usual.min(1.5 * row.size) < next - row.y {
            break;
        }
        if row.area.x0 < gap.x0 || right + row.size < row.area.x1 {
            // The last line of a text right above is no head.
            return first;
        }
        lines += 1;
        next = row.y;
    }
    if lines <= HEAD { first - lines } else { first }
}
