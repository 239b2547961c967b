//! What the marks of a face look like, by all fonts of a document that embed
//! some of it: each subset has other glyphs, and not all say the same of them.

use std::{collections::BTreeMap, sync::Arc};

use lopdf::{Dictionary, Document, Object};

use super::{
    Font,
    likeness::{ALIKE, ALIKE_BUT_A_STROKE, Drawing, UNLIKE},
};

/// Fonts of one face that are heard, and marks that they show. A file that was
/// put together from many has a subset a part.
const FONTS: usize = 24;
/// See [`FONTS`].
const MARKS: usize = 400;
/// How much more a drawing must be like the best than like the second best.
const CLEARLY: f32 = 0.03;
/// Up to this likeness two drawings are not even of one mark in two sizes.
const UNRELATED: f32 = 0.5;
/// No dot is wider, in ems.
const DOT: f32 = 0.15;

/// The faces of a document.
#[derive(Default)]
pub(super) struct Faces<'d> {
    /// The fonts of each face, by its name, once they are asked for.
    fonts: Option<BTreeMap<String, Vec<&'d Dictionary>>>,
    heard: BTreeMap<String, Arc<Witnesses>>,
}

/// The marks of a face.
#[derive(Default)]
pub(in crate::pdf) struct Witnesses(Vec<Witness>);

/// A glyph that is said to be a mark.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Witness {
    pub(super) drawing: Drawing,
    pub(super) mark: char,
    /// Whether the font program says so, and not only ToUnicode.
    pub(super) sure: bool,
}

impl Witness {
    fn likeness(&self, drawing: &Drawing) -> f32 {
        if has_twin(self.mark) && !self.drawing.has_as_many_strokes(drawing) {
            return 0.0;
        }
        self.drawing.likeness(drawing)
    }
}

/// Whether a mark is ี or ื, which differ by a stroke.
const fn has_twin(mark: char) -> bool {
    matches!(mark, '\u{e35}' | '\u{e37}')
}

impl<'d> Faces<'d> {
    /// What all fonts of a face tell of its marks.
    pub(super) fn witnesses(&mut self, document: &'d Document, face: &str) -> Arc<Witnesses> {
        if let Some(heard) = self.heard.get(face) {
            return Arc::clone(heard);
        }
        let fonts = self.fonts.get_or_insert_with(|| by_face(document));
        let mut all: Vec<Witness> = Vec::new();
        for font in fonts.get(face).into_iter().flatten() {
            for witness in Font::load(document, font).marks() {
                if all.len() < MARKS && !all.contains(&witness) {
                    all.push(witness);
                }
            }
        }
        let heard = Arc::new(Witnesses::agreed(all));
        self.heard.insert(face.to_owned(), Arc::clone(&heard));
        heard
    }
}

/// The fonts of each face in a document, as far as ToUnicode speaks of them.
fn by_face(document: &Document) -> BTreeMap<String, Vec<&Dictionary>> {
    let mut fonts: BTreeMap<String, Vec<&Dictionary>> = BTreeMap::new();
    for object in document.objects.values() {
        let Object::Dictionary(font) = object else {
            continue;
        };
        if font.has_type(b"Font") && font.has(b"ToUnicode") {
            let face = fonts.entry(super::face(document, font)).or_default();
            if face.len() < FONTS {
                face.push(font);
            }
        }
    }
    fonts
}

impl Witnesses {
    /// Passes over those that stand where their mark cannot, and puts right
    /// what ToUnicode alone says of a mark that is drawn like another one, and
    /// unlike all others that are said to be the same.
    fn agreed(mut all: Vec<Witness>) -> Self {
        all.retain(|witness| may_be(witness.mark, &witness.drawing));
        let mut agreed = all.clone();
        for (number, witness) in agreed.iter_mut().enumerate() {
            if witness.sure {
                continue;
            }
            let others = all.iter().enumerate().filter(|(other, _)| *other != number);
            let likenesses: Vec<_> = others
                .map(|(_, other)| (other, other.likeness(&witness.drawing)))
                .collect();
            let own = || likenesses.iter().filter(|(o, _)| o.mark == witness.mark);
            let is_disowned = own().next().is_some() && own().all(|(_, like)| *like < UNLIKE);
            if is_disowned && let Some(mark) = best(likenesses.iter().copied(), ALIKE) {
                witness.mark = mark;
            }
        }
        Self(agreed)
    }

    /// The mark that a drawing is clearly like, or that is left for it.
    pub(super) fn recognize(&self, drawing: &Drawing) -> Option<char> {
        self.nearest(drawing, ALIKE)
            .or_else(|| self.left_for(drawing))
    }

    /// The mark that a drawing is at least so much like, and clearly more than
    /// any other.
    pub(super) fn nearest(&self, drawing: &Drawing, enough: f32) -> Option<char> {
        let possible = self
            .0
            .iter()
            .filter(|witness| may_be(witness.mark, drawing));
        let likenesses = possible.map(|witness| (witness, witness.likeness(drawing)));
        best(likenesses, enough)
    }

    /// ุ and ู are all that stands below letters but for the dot of ฺ: what
    /// has more than a dot's outline and is not like the one is the other.
    fn left_for(&self, drawing: &Drawing) -> Option<char> {
        let short = self.0.iter().filter(|witness| witness.mark == '\u{e38}');
        let likenesses = short.map(|witness| witness.drawing.likeness(drawing));
        let most = likenesses.max_by(f32::total_cmp)?;
        let is_long = drawing.is_below() && drawing.bounds.width() > DOT;
        (is_long && most < UNRELATED).then_some('\u{e39}')
    }

    /// Where the lowest ink of a mark begins that stands above letters, or the
    /// highest ends of one below them.
    pub(super) fn edge(&self, mark: char) -> Option<f32> {
        let of_it = self.0.iter().filter(|witness| witness.mark == mark);
        let bounds = of_it.map(|witness| witness.drawing.bounds);
        if is_below(mark) {
            bounds.map(|bounds| bounds.top).max_by(f32::total_cmp)
        } else {
            bounds.map(|bounds| bounds.bottom).min_by(f32::total_cmp)
        }
    }
}

/// Whether a drawing stands where a mark does.
pub(super) fn may_be(mark: char, drawing: &Drawing) -> bool {
    if is_below(mark) {
        !drawing.is_above()
    } else {
        !drawing.is_below()
    }
}

/// Whether a mark stands below its letter: ุ ู and ฺ.
pub(super) const fn is_below(mark: char) -> bool {
    matches!(mark, '\u{e38}'..='\u{e3a}')
}

/// The mark of the witness that is most like something, where it is like
/// enough, and clearly more than any of another mark.
fn best<'w>(likenesses: impl Iterator<Item = (&'w Witness, f32)>, enough: f32) -> Option<char> {
    let mut best: (Option<char>, f32) = (None, 0.0);
    let mut second: f32 = 0.0;
    for (witness, likeness) in likenesses {
        let mark = Some(witness.mark);
        if best.0 == mark {
            best.1 = best.1.max(likeness);
        } else if likeness > best.1 {
            second = best.1;
            best = (mark, likeness);
        } else {
            second = second.max(likeness);
        }
    }
    let (mark, likeness) = best;
    let enough = match mark {
        Some(mark) if has_twin(mark) => ALIKE_BUT_A_STROKE,
        _ => enough,
    };
    mark.filter(|_| enough <= likeness && second + CLEARLY <= likeness)
}
