//! Advances of glyphs: /Widths of simple fonts, and /W and /DW of CID fonts.

use lopdf::{Dictionary, Document, Object};

use super::{number, value};

/// No glyph is wider than this many ems.
const LIMIT: f32 = 10.0;
/// Nor one of Type 3, the em of which may be any part of a glyph.
const TYPE3_LIMIT: f32 = 10_000.0;

/// An advance of so many units, in ems.
pub(super) fn advance(units: f32, scale: f32) -> f32 {
    limited(units * scale, LIMIT)
}

fn limited(advance: f32, limit: f32) -> f32 {
    if advance.is_finite() {
        advance.clamp(-limit, limit)
    } else {
        0.0
    }
}

/// /Widths from /FirstChar on (9.2.4).
pub(super) struct SimpleWidths {
    first: i64,
    advances: Vec<f32>,
    missing: Option<f32>,
}

impl SimpleWidths {
    /// The widths of a font, in which a unit of glyph space is `type3` ems
    /// where it is of Type 3.
    pub(super) fn read(document: &Document, font: &Dictionary, type3: Option<f32>) -> Self {
        let advance = |units| match type3 {
            Some(scale) => limited(units * scale, TYPE3_LIMIT),
            None => advance(units, 0.001),
        };
        let first = match value(document, font, b"FirstChar") {
            Some(Object::Integer(first)) => *first,
            _ => 0,
        };
        let widths = match value(document, font, b"Widths") {
            Some(Object::Array(widths)) => widths.as_slice(),
            _ => &[],
        };
        let advances = widths
            .iter()
            .take(256)
            .map(|width| advance(number(document, width).unwrap_or(0.0)))
            .collect();
        let missing = match value(document, font, b"FontDescriptor") {
            Some(Object::Dictionary(descriptor)) => descriptor.get(b"MissingWidth").ok(),
            _ => None,
        };
        Self {
            first,
            advances,
            missing: missing
                .and_then(|width| number(document, width))
                .map(advance),
        }
    }

    /// The advance of a code, where the font says it.
    pub(super) fn get(&self, code: u8) -> Option<f32> {
        if self.advances.is_empty() {
            return None;
        }
        self.listed(code).or(self.missing)
    }

    /// How many codes above ASCII have an advance of their own, or none where
    /// the font lists no widths.
    pub(super) fn upper_codes(&self) -> Option<usize> {
        let wide = |code: &u8| self.listed(*code).is_some_and(|width| width > 0.0);
        (!self.advances.is_empty()).then(|| (0xa1..=0xfb).filter(wide).count())
    }

    fn listed(&self, code: u8) -> Option<f32> {
        let index = i64::from(code).checked_sub(self.first)?;
        self.advances.get(usize::try_from(index).ok()?).copied()
    }
}

/// /W and /DW of a CID font (9.7.4.3).
pub(super) struct CidWidths {
    /// In the order of their first CIDs.
    runs: Vec<Run>,
    default: f32,
}

/// Neighbouring CIDs: an advance each, or one for all of them.
struct Run {
    first: u32,
    last: u32,
    advances: Vec<f32>,
}

impl CidWidths {
    /// The widths of a CID font.
    pub(super) fn read(document: &Document, font: &Dictionary) -> Self {
        let default = font.get(b"DW").ok();
        let default = default.and_then(|width| number(document, width));
        let items = match value(document, font, b"W") {
            Some(Object::Array(items)) => items.as_slice(),
            _ => &[],
        };
        Self {
            runs: runs(document, items),
            default: advance(default.unwrap_or(1000.0), 0.001),
        }
    }

    /// The advance of a CID, or of what has none.
    pub(super) fn get(&self, cid: Option<u32>) -> f32 {
        let listed = cid.and_then(|cid| self.listed(cid));
        listed.unwrap_or(self.default)
    }

    fn listed(&self, cid: u32) -> Option<f32> {
        let after = self.runs.partition_point(|run| run.first <= cid);
        let run = self.runs.get(after.checked_sub(1)?)?;
        let own = run.advances.get((cid - run.first) as usize);
        let advance = own.or(run.advances.last())?;
        (cid <= run.last).then_some(*advance)
    }
}

/// Advances that a font may list: twice as many as there are CIDs.
const ADVANCES: usize = 0x2_0000;

/// `[1 [500 600] 7 9 250]`: widths of 1 and 2, and one for 7 to 9.
fn runs(document: &Document, items: &[Object]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut items = items.iter();
    // One array may stand for the widths of many.
    let mut left = ADVANCES;
    while let Some(first) = items.next().filter(|_| left > 0) {
        let (Some(first), Some(second)) = (cid(document, first), items.next()) else {
            continue;
        };
        if let Ok((_, Object::Array(widths))) = document.dereference(second) {
            let widths = widths.iter().take(left);
            let advances: Vec<f32> = widths
                .map(|width| advance(number(document, width).unwrap_or(0.0), 0.001))
                .collect();
            left -= advances.len();
            let count = u32::try_from(advances.len()).unwrap_or(0);
            if let Some(last) = count.checked_sub(1) {
                let last = first.saturating_add(last);
                runs.push(Run {
                    first,
                    last,
                    advances,
                });
            }
        } else if let (Some(last), Some(width)) = (cid(document, second), items.next()) {
            let width = number(document, width).unwrap_or(0.0);
            let advances = vec![advance(width, 0.001)];
            runs.push(Run {
                first,
                last,
                advances,
            });
        }
    }
    runs.sort_by_key(|run| run.first);
    runs
}

fn cid(document: &Document, object: &Object) -> Option<u32> {
    let number = number(document, object).filter(|number| *number >= 0.0)?;
    Some(number as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    fn cid_widths(widths: Vec<Object>) -> CidWidths {
        let font = dictionary! { "DW" => 750, "W" => widths };
        CidWidths::read(&Document::new(), &font)
    }

    #[test]
    fn both_forms_of_cid_widths_are_read() {
        let widths = cid_widths(vec![
            100.into(),
            200.into(),
            250.into(),
            1.into(),
            vec![500.into(), Object::Real(612.5)].into(),
        ]);
        for (cid, advance) in [
            (0, 0.75),
            (1, 0.5),
            (2, 0.6125),
            (3, 0.75),
            (100, 0.25),
            (200, 0.25),
            (201, 0.75),
        ] {
            assert!((widths.get(Some(cid)) - advance).abs() < 1e-6, "{cid}");
        }
        let nothing = CidWidths::read(&Document::new(), &Dictionary::new());
        assert_eq!(nothing.get(Some(7)), 1.0);
        assert_eq!(nothing.get(None), 1.0);
    }

    #[test]
    fn hostile_cid_widths_cost_nothing() {
        let widths = cid_widths(vec![
            0.into(),
            i64::MAX.into(),
            Object::Real(1e30),
            5.into(),
            vec![Object::Real(f32::NAN), Object::Null].into(),
            "x".into(),
            (-3).into(),
            9.into(),
        ]);
        assert_eq!(widths.get(Some(4)), 10.0);
        assert_eq!(widths.get(Some(5)), 0.0);
        assert_eq!(widths.get(Some(u32::MAX)), widths.default);
    }

    #[test]
    fn widths_that_are_listed_again_and_again_are_kept_in_bounds() {
        let mut document = Document::new();
        let list = document.add_object(vec![Object::Integer(500); 50_000]);
        let widths = (0..1_000).flat_map(|first| [Object::Integer(first), list.into()]);
        let font = dictionary! { "W" => widths.collect::<Vec<Object>>() };
        let widths = CidWidths::read(&document, &font);
        let kept: usize = widths.runs.iter().map(|run| run.advances.len()).sum();
        assert_eq!((kept, widths.get(Some(7))), (ADVANCES, 0.5));
    }

    #[test]
    fn simple_widths_start_at_the_first_code() {
        let mut font = dictionary! {
            "FirstChar" => 32,
            "Widths" => vec![250.into(), Object::Real(333.0)],
        };
        let widths = |font: &Dictionary| SimpleWidths::read(&Document::new(), font, None);
        assert_eq!(widths(&font).get(32), Some(0.25));
        assert_eq!(widths(&font).get(33), Some(0.333));
        assert_eq!(widths(&font).get(34), None);
        font.set("FontDescriptor", dictionary! { "MissingWidth" => 100 });
        assert_eq!(widths(&font).get(34), Some(0.1));
        font.set("FirstChar", i64::MIN);
        assert_eq!(widths(&font).get(32), Some(0.1));
        assert_eq!(widths(&Dictionary::new()).get(32), None);
    }
}
