//! Painted paths → rulings: strokes along an axis, thin filled rectangles, and
//! the edges of larger ones (ISO 32000-1, 8.5).

use super::{
    ink::{Axis, Drawn, Rect, Ruling},
    state::Matrix,
};

/// A filled or stroked shape thinner than this is a line, in points.
const THIN: f64 = 3.0;
/// How far a line may lean over its length and still lie along an axis.
const LEAN: f64 = 0.5;
/// Points of a path beyond which it is a drawing, not a rule.
const POINTS: usize = 200_000;

/// The path under construction, in the space of the page as displayed.
#[derive(Debug, Default)]
pub(super) struct Path {
    subpaths: Vec<Subpath>,
    points: usize,
    /// Where the subpath began, and the current point, in user space.
    start: Option<(f64, f64)>,
    current: Option<(f64, f64)>,
}

#[derive(Debug, Default)]
struct Subpath {
    points: Vec<(f64, f64)>,
    curved: bool,
    closed: bool,
}

impl Path {
    pub(super) fn move_to(&mut self, ctm: &Matrix, x: f64, y: f64) {
        self.subpaths.push(Subpath::default());
        self.start = Some((x, y));
        self.add(ctm, x, y);
    }

    pub(super) fn line_to(&mut self, ctm: &Matrix, x: f64, y: f64) {
        if self.subpaths.last().is_none_or(|subpath| subpath.closed) {
            let start = self.current.unwrap_or((x, y));
            self.move_to(ctm, start.0, start.1);
        }
        self.add(ctm, x, y);
    }

    /// A curve to a point. Curves make no rules; where they end counts.
    pub(super) fn curve_to(&mut self, ctm: &Matrix, x: f64, y: f64) {
        self.line_to(ctm, x, y);
        if let Some(subpath) = self.subpaths.last_mut() {
            subpath.curved = true;
        }
    }

    pub(super) fn rectangle(&mut self, ctm: &Matrix, [x, y, width, height]: [f64; 4]) {
        self.move_to(ctm, x, y);
        self.line_to(ctm, x + width, y);
        self.line_to(ctm, x + width, y + height);
        self.line_to(ctm, x, y + height);
        self.close();
    }

    pub(super) fn close(&mut self) {
        if let Some(subpath) = self.subpaths.last_mut() {
            subpath.closed = true;
        }
        self.current = self.start;
    }

    fn add(&mut self, ctm: &Matrix, x: f64, y: f64) {
        self.points += 1;
        self.current = Some((x, y));
        if self.points <= POINTS
            && let Some(subpath) = self.subpaths.last_mut()
        {
            subpath.points.push(ctm.point(x, y));
        }
    }

    pub(super) fn clear(&mut self) {
        self.subpaths.clear();
        self.points = 0;
        self.start = None;
        self.current = None;
    }

    /// The box around the whole path.
    pub(super) fn bounds(&self) -> Option<Rect> {
        let points = self.subpaths.iter().flat_map(|subpath| &subpath.points);
        points.map(|p| Rect::between(*p, *p)).reduce(Rect::around)
    }

    /// The path stroked with a pen of `width` points, as far as `clip` shows it.
    pub(super) fn stroke(&self, width: f64, clip: Rect, rulings: &mut Vec<Ruling>) {
        for subpath in &self.subpaths {
            let mut segments: Vec<_> = subpath
                .points
                .windows(2)
                .filter_map(|pair| Some((*pair.first()?, *pair.last()?)))
                .collect();
            if subpath.closed {
                let ends = subpath.points.last().zip(subpath.points.first());
                segments.extend(ends.map(|(last, first)| (*last, *first)));
            }
            for (start, end) in segments {
                stroke_segment(start, end, width, clip, rulings);
            }
        }
    }

    /// The path filled, as far as `clip` shows it.
    pub(super) fn fill(&self, white: bool, clip: Rect, rulings: &mut Vec<Ruling>) {
        for subpath in &self.subpaths {
            if !subpath.curved
                && let Some(area) = rectangle_of(&subpath.points)
            {
                fill_rectangle(area, white, clip, rulings);
            }
        }
    }
}

fn stroke_segment(
    start: (f64, f64),
    end: (f64, f64),
    width: f64,
    clip: Rect,
    rulings: &mut Vec<Ruling>,
) {
    let (dx, dy) = ((end.0 - start.0).abs(), (end.1 - start.1).abs());
    if dx.min(dy) > LEAN {
        return;
    }
    let mut area = Rect::between(start, end);
    // A thick stroke is an area; one that is wider than long is a line across.
    if width > THIN {
        if dx >= dy {
            area.y0 -= width / 2.0;
            area.y1 += width / 2.0;
        } else {
            area.x0 -= width / 2.0;
            area.x1 += width / 2.0;
        }
    }
    fill_rectangle(area, false, clip, rulings);
}

/// A filled rectangle: a line where it is thin, else its edges. A white area
/// has none; a white line still parts coloured cells.
fn fill_rectangle(area: Rect, white: bool, clip: Rect, rulings: &mut Vec<Ruling>) {
    if thin_line(area, clip, rulings) || white {
        return;
    }
    let Some(seen) = area.within(clip) else {
        return;
    };
    let mut add = |axis, at, from, to| rulings.push(ruling(axis, Drawn::Edge, at, from, to));
    for at in [area.y0, area.y1] {
        add(Axis::Horizontal, at, seen.x0, seen.x1);
    }
    for at in [area.x0, area.x1] {
        add(Axis::Vertical, at, seen.y0, seen.y1);
    }
}

/// Adds what is seen of a thin area as a line; whether it is thin.
pub(super) fn thin_line(area: Rect, clip: Rect, rulings: &mut Vec<Ruling>) -> bool {
    let (width, height) = (area.width(), area.height());
    if width.min(height) > THIN {
        return false;
    }
    let Some(seen) = area.within(clip) else {
        return true;
    };
    let mut add = |axis, at, from, to| rulings.push(ruling(axis, Drawn::Line, at, from, to));
    // A dot may be a piece of a dotted line along either axis.
    let dot = width.max(height) <= THIN;
    if (width >= height || dot) && seen.width() > 0.0 {
        let middle = f64::midpoint(area.y0, area.y1);
        add(Axis::Horizontal, middle, seen.x0, seen.x1);
    }
    if (width < height || dot) && seen.height() > 0.0 {
        let middle = f64::midpoint(area.x0, area.x1);
        add(Axis::Vertical, middle, seen.y0, seen.y1);
    }
    true
}

fn ruling(axis: Axis, drawn: Drawn, at: f64, from: f64, to: f64) -> Ruling {
    Ruling {
        axis,
        at,
        from,
        to,
        drawn,
    }
}

/// The rectangle that a subpath draws, where it draws one: an upright outline,
/// or any shape so thin that its corners do not matter (Chromium's borders are
/// trapezoids).
fn rectangle_of(points: &[(f64, f64)]) -> Option<Rect> {
    let (first, rest) = points.split_first()?;
    let area = rest.iter().fold(Rect::between(*first, *first), |area, p| {
        area.around(Rect::between(*p, *p))
    });
    if !(3..=6).contains(&points.len()) {
        return None;
    }
    if area.width().min(area.height()) <= THIN {
        return Some(area);
    }
    let near = |a: f64, b: f64| (a - b).abs() <= LEAN;
    let corner = |p: &(f64, f64)| {
        (near(p.0, area.x0) || near(p.0, area.x1)) && (near(p.1, area.y0) || near(p.1, area.y1))
    };
    // Three corners of a large area are a triangle.
    (points.len() > 3 && points.iter().all(corner)).then_some(area)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(rulings: &[Ruling]) -> Vec<String> {
        rulings
            .iter()
            .map(|ruling| {
                let axis = match ruling.axis {
                    Axis::Horizontal => 'h',
                    Axis::Vertical => 'v',
                };
                let drawn = match ruling.drawn {
                    Drawn::Line => "",
                    Drawn::Edge => " edge",
                };
                format!("{axis}{} {}-{}{drawn}", ruling.at, ruling.from, ruling.to)
            })
            .collect()
    }

    fn painted(draw: impl Fn(&mut Path), stroke: Option<f64>) -> Vec<String> {
        let mut path = Path::default();
        draw(&mut path);
        let mut rulings = Vec::new();
        match stroke {
            Some(width) => path.stroke(width, PAGE, &mut rulings),
            None => path.fill(false, PAGE, &mut rulings),
        }
        shown(&rulings)
    }

    const ONE: Matrix = Matrix::ONE;
    const PAGE: Rect = Rect {
        x0: -100.0,
        y0: -100.0,
        x1: 500.0,
        y1: 500.0,
    };

    #[test]
    fn strokes_along_an_axis_are_lines() {
        let corner = |path: &mut Path| {
            path.move_to(&ONE, 10.0, 10.0);
            path.line_to(&ONE, 50.0, 10.0);
            path.line_to(&ONE, 50.0, 90.0);
            path.line_to(&ONE, 10.0, 60.0);
        };
        assert_eq!(painted(corner, Some(1.0)), ["h10 10-50", "v50 10-90"]);
        let frame = |path: &mut Path| path.rectangle(&ONE, [0.0, 0.0, 20.0, 30.0]);
        assert_eq!(
            painted(frame, Some(1.0)),
            ["h0 0-20", "v20 0-30", "h30 0-20", "v0 0-30"]
        );
    }

    #[test]
    fn a_stroke_wider_than_long_is_a_line_across() {
        let dot = |path: &mut Path| {
            path.move_to(&ONE, 10.0, 10.0);
            path.line_to(&ONE, 11.0, 10.0);
        };
        assert_eq!(painted(dot, Some(40.0)), ["v10.5 -10-30"]);
    }

    #[test]
    fn fills_are_lines_or_areas() {
        let thin = |path: &mut Path| path.rectangle(&ONE, [0.0, 9.5, 80.0, 1.0]);
        assert_eq!(painted(thin, None), ["h10 0-80"]);
        let cell = |path: &mut Path| path.rectangle(&ONE, [0.0, 0.0, 80.0, 20.0]);
        assert_eq!(
            painted(cell, None),
            [
                "h0 0-80 edge",
                "h20 0-80 edge",
                "v0 0-20 edge",
                "v80 0-20 edge"
            ]
        );
        let triangle = |path: &mut Path| {
            path.move_to(&ONE, 0.0, 0.0);
            path.line_to(&ONE, 10.0, 0.0);
            path.line_to(&ONE, 10.0, 10.0);
        };
        assert!(painted(triangle, None).is_empty());
        let round = |path: &mut Path| {
            path.move_to(&ONE, 0.0, 0.0);
            path.line_to(&ONE, 10.0, 0.0);
            path.curve_to(&ONE, 10.0, 10.0);
            path.line_to(&ONE, 0.0, 10.0);
        };
        assert!(painted(round, None).is_empty());
    }

    #[test]
    fn white_areas_hide_and_white_lines_part() {
        let mut rulings = Vec::new();
        let area = |x1: f64| Rect {
            x0: 0.0,
            y0: 0.0,
            x1,
            y1: 50.0,
        };
        fill_rectangle(area(50.0), true, PAGE, &mut rulings);
        assert!(rulings.is_empty());
        fill_rectangle(area(1.0), true, PAGE, &mut rulings);
        assert_eq!(shown(&rulings), ["v0.5 0-50"]);
    }

    #[test]
    fn what_the_clip_hides_is_not_there() {
        let mut rulings = Vec::new();
        let area = |x0, y0, x1, y1| Rect { x0, y0, x1, y1 };
        let clip = area(0.0, 10.0, 50.0, 40.0);
        fill_rectangle(area(10.0, 0.0, 11.0, 90.0), false, clip, &mut rulings);
        fill_rectangle(area(0.0, 60.0, 40.0, 61.0), false, clip, &mut rulings);
        assert_eq!(shown(&rulings), ["v10.5 10-40"]);
    }

    #[test]
    fn thin_shapes_are_lines_whatever_their_corners_and_dots_go_both_ways() {
        let trapezoid = |path: &mut Path| {
            path.move_to(&ONE, 0.0, 0.0);
            path.line_to(&ONE, 80.0, 0.0);
            path.line_to(&ONE, 79.0, 1.0);
            path.line_to(&ONE, 1.0, 1.0);
        };
        assert_eq!(painted(trapezoid, None), ["h0.5 0-80"]);
        let dot = |path: &mut Path| path.rectangle(&ONE, [0.0, 0.0, 1.0, 1.0]);
        assert_eq!(painted(dot, None), ["h0.5 0-1", "v0.5 0-1"]);
    }
}
