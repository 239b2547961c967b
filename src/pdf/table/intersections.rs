//! Lines → components: which lines cross or touch, and so belong to one table.
//!
//! A sweep from left to right; the horizontal lines at the sweep's place wait
//! in order of their y, so that a vertical line meets those it crosses and no
//! others.

use std::collections::BTreeSet;

use super::{lines::Line, sets::Sets};

/// A table of 250,000 cells has a quarter of these crossings; a page with more
/// is a drawing.
const MOST_CROSSINGS: usize = 1_000_000;

/// So many vertical rules of the same height, which nothing crosses, are a
/// table's columns: the row they stand in began before the page and goes on
/// after it. Fewer may as well part the columns of a newspaper.
const BARE_VERTICALS: usize = 4;

/// Ends of fewer lines say nothing of how a program draws its tables.
const FEWEST_ENDS: usize = 12;

/// How much their ends may differ.
const SAME_END: f64 = 2.0;

/// Lines that belong together, each axis sorted by place, then start.
#[derive(Debug, Default)]
pub(super) struct Component {
    pub(super) horizontals: Vec<Line>,
    pub(super) verticals: Vec<Line>,
}

/// The components of a page, from top to bottom; none when there are too many
/// crossings. Lines touch when the end of one comes as near as `touch` to the
/// other. Both axes are sorted as [`super::lines::lines`] sorts them.
pub(super) fn components(
    horizontals: &[Line],
    verticals: &[Line],
    touch: f64,
) -> Option<Vec<Component>> {
    let (numbers, count) = connect(horizontals, verticals, touch)?.numbered();
    let mut components: Vec<Component> = Vec::new();
    components.resize_with(count, Component::default);
    let (across, down) = numbers.split_at_checked(horizontals.len())?;
    for (line, number) in horizontals.iter().zip(across) {
        components.get_mut(*number)?.horizontals.push(*line);
    }
    for (line, number) in verticals.iter().zip(down) {
        components.get_mut(*number)?.verticals.push(*line);
    }
    let (mut tables, rest): (Vec<Component>, Vec<Component>) = components
        .into_iter()
        .filter(|component| !component.verticals.is_empty())
        .partition(|component| !component.horizontals.is_empty());
    tables.extend(bare(rest.into_iter().flat_map(|lone| lone.verticals)));
    Some(tables)
}

/// The horizontal lines, then the vertical lines, in sets of those that touch.
fn connect(horizontals: &[Line], verticals: &[Line], touch: f64) -> Option<Sets> {
    let mut sets = Sets::new(horizontals.len() + verticals.len());
    let mut starting: Vec<(usize, &Line)> = horizontals.iter().enumerate().collect();
    let mut ending = starting.clone();
    starting.sort_by(|a, b| a.1.from.total_cmp(&b.1.from));
    ending.sort_by(|a, b| a.1.to.total_cmp(&b.1.to));
    let (mut starting, mut ending) = (starting.iter().peekable(), ending.iter().peekable());
    let mut waiting = BTreeSet::new();
    let mut crossings: usize = 0;
    for (v, vertical) in verticals.iter().enumerate() {
        while let Some((h, _)) = starting.next_if(|(_, h)| h.from - touch <= vertical.high) {
            waiting.insert(*h);
        }
        while let Some((h, _)) = ending.next_if(|(_, h)| h.to + touch < vertical.low) {
            waiting.remove(h);
        }
        let first = horizontals.partition_point(|h| h.high < vertical.from - touch);
        let end = horizontals.partition_point(|h| h.low <= vertical.to + touch);
        for h in waiting.range(first..end.max(first)) {
            crossings += 1;
            if crossings > MOST_CROSSINGS {
                return None;
            }
            sets.join(*h, horizontals.len() + v);
        }
    }
    Some(sets)
}

/// Whether most lines that come to a line across end before they meet it: some
/// programs leave out the width of the rules, or the corners.
pub(super) fn stop_short(horizontals: &[Line], verticals: &[Line], near: f64, far: f64) -> bool {
    let mut looked = 0;
    let mut ends = |lines: &[Line], across: &[Line]| {
        let (mut short, mut all) = (0, 0);
        for line in lines {
            for (end, outward) in [(line.from, -1.0), (line.to, 1.0)] {
                let first = across.partition_point(|other| other.high < end - far);
                let others = across.iter().skip(first);
                let gaps = others
                    .take_while(|other| other.low <= end + far)
                    .inspect(|_| looked += 1)
                    .map(|other| {
                        let beyond = (other.at - end) * outward;
                        beyond.max(other.from - line.at).max(line.at - other.to)
                    });
                let gap = gaps.fold(f64::INFINITY, f64::min);
                short += usize::from(near < gap && gap <= far);
                all += usize::from(gap <= far);
                if looked > MOST_CROSSINGS {
                    return (0, 0);
                }
            }
        }
        (short, all)
    };
    let (across, down) = (ends(horizontals, verticals), ends(verticals, horizontals));
    let (short, all) = (across.0 + down.0, across.1 + down.1);
    FEWEST_ENDS <= all && all < 2 * short
}

/// Components of vertical rules that nothing crosses and that stand side by
/// side.
fn bare(verticals: impl Iterator<Item = Line>) -> Vec<Component> {
    let mut lone: Vec<Line> = verticals.filter(|line| !line.filled).collect();
    lone.sort_by(|a, b| a.from.total_cmp(&b.from));
    let mut components: Vec<Component> = Vec::new();
    let are_equal =
        |a: &Line, b: &Line| (a.from - b.from).abs() <= SAME_END && (a.to - b.to).abs() <= SAME_END;
    for group in lone.chunk_by(are_equal) {
        if group.len() >= BARE_VERTICALS {
            components.push(Component {
                horizontals: Vec::new(),
                verticals: group.to_vec(),
            });
        } else if let Some(whole) = components.last_mut()
            && group.iter().all(|line| is_among(line, &whole.verticals))
        {
            // It parts what stands under a common head.
            whole.verticals.extend_from_slice(group);
        }
    }
    for component in &mut components {
        let verticals = &mut component.verticals;
        verticals.sort_by(|a, b| a.at.total_cmp(&b.at));
    }
    components
}

/// Whether a line begins later than others and ends with them, in their midst.
fn is_among(line: &Line, others: &[Line]) -> bool {
    let ends = others
        .first()
        .is_some_and(|other| (other.to - line.to).abs() <= SAME_END);
    ends && others.iter().any(|other| other.at < line.at)
        && others.iter().any(|other| line.at < other.at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(at: f64, from: f64, to: f64) -> Line {
        Line {
            at,
            low: at,
            high: at,
            from,
            to,
            filled: false,
        }
    }

    fn sizes(horizontals: &[Line], verticals: &[Line]) -> Option<Vec<(usize, usize)>> {
        let sizes = |c: &Component| (c.horizontals.len(), c.verticals.len());
        Some(
            components(horizontals, verticals, 2.0)?
                .iter()
                .map(sizes)
                .collect(),
        )
    }

    #[test]
    fn lines_that_cross_or_touch_belong_together() {
        let horizontals = [
            line(0.0, 0.0, 50.0),
            line(20.0, 0.0, 48.5),
            line(60.0, 0.0, 50.0),
        ];
        let verticals = [
            line(0.0, 0.0, 20.0),
            line(50.0, 0.0, 18.5),
            line(90.0, 0.0, 60.0),
        ];
        assert_eq!(sizes(&horizontals, &verticals), Some(vec![(2, 2)]));
    }

    #[test]
    fn a_line_that_ends_before_the_other_does_not_touch_it() {
        assert_eq!(
            sizes(&[line(0.0, 0.0, 47.0)], &[line(50.0, 0.0, 90.0)]),
            Some(vec![])
        );
        assert_eq!(
            sizes(&[line(0.0, 0.0, 50.0)], &[line(50.0, 3.0, 90.0)]),
            Some(vec![])
        );
    }

    #[test]
    fn vertical_rules_side_by_side_are_a_component_from_four_on() {
        let rules = [0.0, 40.0, 80.0, 120.0].map(|x| line(x, 20.0, 500.0));
        assert_eq!(sizes(&[], &rules), Some(vec![(0, 4)]));
        assert_eq!(sizes(&[], &rules[1..]), Some(vec![]));
    }

    #[test]
    fn a_page_with_too_many_crossings_is_given_up() {
        let lines: Vec<Line> = (0..5_000)
            .map(|i| line(f64::from(i) * 4.0, 0.0, 20_000.0))
            .collect();
        assert_eq!(sizes(&lines, &lines), None);
    }
}
