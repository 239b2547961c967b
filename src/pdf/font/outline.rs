//! Outlines of glyphs as polygons, in ems.

use read_fonts::{
    TableProvider,
    ps::{cff::CffFontRef, charstring::CommandSink, type1::Type1Font},
    tables::glyf::{Anchor, CurvePoint, Glyf, Glyph},
    tables::loca::{Loca, LocaGlyph},
    types::{Fixed, GlyphId},
};

use super::program::Program;

/// Several times the points of any Thai letter; what has more is not drawn.
const POINTS: usize = 500;
/// How many glyphs a glyph is composed of at most, and how often these are
/// composed themselves.
const PARTS: usize = 8;
/// See [`PARTS`].
const LEVELS: usize = 3;
/// Into how many straight pieces a curve is cut.
const PIECES: u8 = 4;

/// A point, in ems from the origin of the glyph; y grows upward.
pub(super) type Point = (f32, f32);

/// The outline of a glyph.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Outline {
    pub(super) contours: Vec<Contour>,
}

/// A closed line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Contour {
    /// The corners of a polygon.
    pub(super) line: Vec<Point>,
    /// With how many points the font draws it.
    points: usize,
}

/// Where something lies, in ems.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    pub(super) left: f32,
    pub(super) bottom: f32,
    pub(super) right: f32,
    pub(super) top: f32,
}

impl Bounds {
    pub(super) fn width(&self) -> f32 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f32 {
        self.top - self.bottom
    }

    /// Around points; none where there are none, or some that are no numbers.
    fn of<'a>(points: impl Iterator<Item = &'a Point>) -> Option<Self> {
        let bounds = points.fold(None, |bounds: Option<Self>, &(x, y)| {
            let old = bounds.unwrap_or(Self {
                left: x,
                bottom: y,
                right: x,
                top: y,
            });
            Some(Self {
                left: old.left.min(x),
                bottom: old.bottom.min(y),
                right: old.right.max(x),
                top: old.top.max(y),
            })
        });
        bounds.filter(|bounds| bounds.width().is_finite() && bounds.height().is_finite())
    }
}

impl Outline {
    /// Where the whole of it lies.
    pub(super) fn bounds(&self) -> Option<Bounds> {
        Bounds::of(self.contours.iter().flat_map(|contour| &contour.line))
    }

    /// Where each contour lies.
    pub(super) fn parts(&self) -> Vec<Bounds> {
        let parts = self.contours.iter();
        parts
            .filter_map(|contour| Bounds::of(contour.line.iter()))
            .collect()
    }

    /// With how many points the font draws it.
    pub(super) fn points(&self) -> usize {
        self.contours.iter().map(|contour| contour.points).sum()
    }

    /// What stands below and above a gap across the outline, where there is
    /// one.
    pub(super) fn stacked(&self) -> Option<(Self, Self)> {
        let mut parts: Vec<(Bounds, &Contour)> = Vec::new();
        for contour in &self.contours {
            parts.push((Bounds::of(contour.line.iter())?, contour));
        }
        parts.sort_by(|a, b| a.0.bottom.total_cmp(&b.0.bottom));
        let mut top = f32::MIN;
        let gap = parts.iter().position(|(bounds, _)| {
            let is_above = top <= bounds.bottom && top != f32::MIN;
            top = top.max(bounds.top);
            is_above
        })?;
        let (below, above) = parts.split_at_checked(gap)?;
        let outline = |parts: &[(Bounds, &Contour)]| Self {
            contours: parts.iter().map(|(_, part)| (*part).clone()).collect(),
        };
        Some((outline(below), outline(above)))
    }

    /// The outline of a glyph; none where it has none, or one that is too long
    /// or cannot be read.
    pub(super) fn of(program: &Program<'_>, glyph: u32) -> Option<Self> {
        let glyph_id = GlyphId::new(glyph);
        let mut outline = match program {
            Program::TrueType(font) => {
                let (loca, glyf) = (font.loca(None).ok()?, font.glyf().ok()?);
                let em = font.head().ok()?.units_per_em();
                let mut outline = Self::default();
                outline.add_glyph(&loca, &glyf, glyph_id, (0.0, 0.0), LEVELS)?;
                outline.scale(f32::from(em))
            }
            Program::OpenType(_, cff) | Program::Cff(cff) => of_cff(cff, glyph_id)?,
            Program::Type1(font) => of_type1(font, glyph_id)?,
        };
        outline.contours.retain(|contour| contour.line.len() > 2);
        let is_small = outline.points() <= POINTS && !outline.contours.is_empty();
        is_small.then_some(outline)
    }

    fn scale(mut self, em: f32) -> Self {
        for (x, y) in self.contours.iter_mut().flat_map(|c| &mut c.line) {
            *x /= em.max(1.0);
            *y /= em.max(1.0);
        }
        self
    }

    fn add_glyph(
        &mut self,
        loca: &Loca<'_>,
        glyf: &Glyf<'_>,
        glyph: GlyphId,
        shift: Point,
        levels: usize,
    ) -> Option<()> {
        match loca.get(glyph, glyf)? {
            LocaGlyph::Empty => {}
            LocaGlyph::Glyph(Glyph::Simple(simple)) => {
                if self.points() + simple.num_points() > POINTS {
                    return None;
                }
                let points: Vec<CurvePoint> = simple.points().collect();
                let mut start = 0;
                for end in simple.end_pts_of_contours() {
                    let end = usize::from(end.get()) + 1;
                    self.add_contour(points.get(start..end)?, shift);
                    start = end;
                }
            }
            LocaGlyph::Glyph(Glyph::Composite(composite)) => {
                let levels = levels.checked_sub(1)?;
                for part in composite.components().take(PARTS) {
                    let Anchor::Offset { x, y } = part.anchor else {
                        return None;
                    };
                    let shift = (shift.0 + f32::from(x), shift.1 + f32::from(y));
                    self.add_glyph(loca, glyf, part.glyph, shift, levels)?;
                }
            }
        }
        Some(())
    }

    /// A contour of quadratic curves: between two points off the curve lies
    /// one on it.
    fn add_contour(&mut self, points: &[CurvePoint], shift: Point) {
        let at = |point: &CurvePoint| (f32::from(point.x) + shift.0, f32::from(point.y) + shift.1);
        let mut contour = Vec::with_capacity(points.len());
        let neighbours = points.iter().cycle().skip(1);
        let before = points.iter().cycle().skip(points.len().saturating_sub(1));
        for ((point, next), previous) in points.iter().zip(neighbours).zip(before) {
            if point.on_curve {
                contour.push(at(point));
                continue;
            }
            let end = |other: &CurvePoint| match other.on_curve {
                true => at(other),
                false => middle(at(point), at(other)),
            };
            curve(&mut contour, end(previous), at(point), end(next));
        }
        self.contours.push(Contour {
            line: contour,
            points: points.len(),
        });
    }
}

fn middle(a: Point, b: Point) -> Point {
    (f32::midpoint(a.0, b.0), f32::midpoint(a.1, b.1))
}

/// Adds a quadratic curve from a point on it, with its end.
fn curve(contour: &mut Vec<Point>, from: Point, by: Point, to: Point) {
    for piece in 1..=PIECES {
        let t = f32::from(piece) / f32::from(PIECES);
        let u = 1.0 - t;
        let along = |from: f32, by: f32, to: f32| u * u * from + 2.0 * u * t * by + t * t * to;
        contour.push((along(from.0, by.0, to.0), along(from.1, by.1, to.1)));
    }
}

fn of_cff(cff: &CffFontRef<'_>, glyph: GlyphId) -> Option<Outline> {
    let subfont = cff.subfont(cff.subfont_index(glyph)?, &[]).ok()?;
    let mut pen = Pen::default();
    cff.evaluate_charstring(&subfont, glyph, &[], &mut pen)
        .ok()?;
    let em = u16::try_from(cff.upem()).unwrap_or(1000);
    Some(pen.outline.scale(f32::from(em)))
}

fn of_type1(font: &Type1Font, glyph: GlyphId) -> Option<Outline> {
    let mut pen = Pen::default();
    font.evaluate_charstring(glyph, &mut pen).ok()?;
    let em = u16::try_from(font.upem()).unwrap_or(1000);
    Some(pen.outline.scale(f32::from(em)))
}

/// What takes down the strokes of a charstring.
#[derive(Default)]
struct Pen {
    outline: Outline,
    /// Of all contours.
    points: usize,
}

impl Pen {
    /// Adds a piece of the last contour that the font draws with so many
    /// points.
    fn add(&mut self, points: usize, line: impl Iterator<Item = Point>) {
        self.points += points;
        if self.points <= POINTS
            && let Some(contour) = self.outline.contours.last_mut()
        {
            contour.points += points;
            contour.line.extend(line);
        }
    }
}

impl CommandSink for Pen {
    fn move_to(&mut self, x: Fixed, y: Fixed) {
        if self.points <= POINTS {
            self.outline.contours.push(Contour::default());
        }
        self.line_to(x, y);
    }

    fn line_to(&mut self, x: Fixed, y: Fixed) {
        self.add(1, std::iter::once((x.to_f32(), y.to_f32())));
    }

    fn curve_to(&mut self, cx0: Fixed, cy0: Fixed, cx1: Fixed, cy1: Fixed, x: Fixed, y: Fixed) {
        let last = self.outline.contours.last().and_then(|c| c.line.last());
        let from = last.copied().unwrap_or_default();
        let (p1, p2) = ((cx0.to_f32(), cy0.to_f32()), (cx1.to_f32(), cy1.to_f32()));
        let to = (x.to_f32(), y.to_f32());
        let line = (1..=PIECES).map(|piece| {
            let t = f32::from(piece) / f32::from(PIECES);
            let u = 1.0 - t;
            let along = |a: f32, b: f32, c: f32, d: f32| {
                u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
            };
            (
                along(from.0, p1.0, p2.0, to.0),
                along(from.1, p1.1, p2.1, to.1),
            )
        });
        self.add(3, line);
    }

    fn close(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::{super::fixture, *};

    #[test]
    fn what_has_no_area_is_no_outline_and_points_are_counted() {
        // A point, and glyphs that are composed of it.
        let data = fixture::with_outlines(&[], &[None, Some(&[]), Some(&[1, 1]), Some(&[3])]);
        let program = Program::read(&data).unwrap();
        for glyph in 0..4 {
            assert_eq!(Outline::of(&program, glyph), None, "{glyph}");
        }
        let square: fixture::Corners<'_> = &[(0, 0), (0, 100), (100, 100), (100, 0)];
        let data = fixture::drawn(&[(0, &[]), (500, &[square])]);
        let program = Program::read(&data).unwrap();
        let outline = Outline::of(&program, 1).unwrap();
        assert_eq!((outline.contours.len(), outline.points()), (1, 4));
        let bounds = outline.bounds().unwrap();
        assert_eq!((bounds.left, bounds.top), (0.0, 0.1));
    }

    #[test]
    fn a_pen_draws_lines_and_curves_and_stops_at_too_many() {
        let at = |x: i32| Fixed::from_i32(x);
        let mut pen = Pen::default();
        pen.move_to(at(0), at(0));
        pen.line_to(at(1000), at(0));
        pen.curve_to(at(1000), at(1000), at(0), at(1000), at(0), at(0));
        let outline = pen.outline.scale(1000.0);
        assert_eq!((outline.contours.len(), outline.points()), (1, 5));
        assert_eq!(outline.bounds().unwrap().top, 0.75);
        let mut pen = Pen::default();
        for _ in 0..10_000 {
            pen.move_to(at(0), at(0));
        }
        assert!(pen.outline.contours.len() <= POINTS + 1);
    }
}
