//! Headings that stand over the middle of several columns and span them, though
//! they are no wider than one.

use super::bands::Placed;

/// How far the middle of a heading may lie from that of its columns, in sizes.
const OFF: f64 = 0.7;

/// Rows below a heading among which its columns have headings of their own.
const BELOW: usize = 4;

/// Gives headings the columns over whose middle they stand. `head` is how many
/// rows the head has.
pub(super) fn widen(placed: &mut [Placed<'_, '_>], columns: usize, head: usize) {
    let extents = extents(placed, columns);
    for at in 0..head.min(placed.len()) {
        let Some((row, below)) = placed.get(at..).and_then(<[_]>::split_first) else {
            break;
        };
        let below = below.get(..BELOW.min(below.len())).unwrap_or_default();
        let is_divided = |first, last| {
            below
                .iter()
                .any(|row| (first..=last).all(|c| row.has_own(c)))
        };
        let mut widened = row.columns.clone();
        for (number, (first, last)) in row.columns.iter().copied().enumerate() {
            let Some(stretch) = row.row.stretches.get(number) else {
                continue;
            };
            let before = number.checked_sub(1).and_then(|n| widened.get(n));
            let lowest = before.map_or(0, |(_, last)| last + 1);
            let after = row.columns.get(number + 1);
            let highest = after.map_or(columns, |(first, _)| *first).saturating_sub(1);
            let off = |first: usize, last: usize| {
                let ends = extents.get(first).zip(extents.get(last));
                ends.map_or(f64::INFINITY, |(a, b)| {
                    (f64::midpoint(a.0, b.1) - stretch.middle()).abs()
                })
            };
            let near = OFF * row.row.size;
            if off(first, last) <= near {
                continue;
            }
            // Symmetrical groups around the middle: one more at either side.
            let mut best = (first, last);
            let (mut from, mut to) = best;
            while lowest < from || to < highest {
                let left = (lowest < from).then(|| off(from - 1, to));
                let right = (to < highest).then(|| off(from, to + 1));
                if right.is_none_or(|right| left.is_some_and(|left| left < right)) {
                    from -= 1;
                } else {
                    to += 1;
                }
                if off(from, to) < off(best.0, best.1) {
                    best = (from, to);
                }
            }
            if best.0 < best.1
                && off(best.0, best.1) <= near
                && is_divided(best.0, best.1)
                && let Some(columns) = widened.get_mut(number)
            {
                *columns = best;
            }
        }
        if let Some(row) = placed.get_mut(at) {
            row.columns = widened;
        }
    }
}

/// From where to where what stands in each column alone reaches.
fn extents(placed: &[Placed<'_, '_>], columns: usize) -> Vec<(f64, f64)> {
    let mut extents = vec![(f64::INFINITY, f64::NEG_INFINITY); columns];
    for ((first, last), stretch) in placed.iter().flat_map(Placed::cells) {
        if let Some(extent) = extents.get_mut(first).filter(|_| first == last) {
            *extent = (extent.0.min(stretch.x0), extent.1.max(stretch.x1));
        }
    }
    extents
}
