//! What is decided of glyphs by what they draw, where only ToUnicode speaks of
//! them, or nobody does.
//!
//! In order: a glyph without a text of its own, of no width, is the mark that
//! it looks like; a blank that draws a ring is ํ; a ำ without a ring is า, and
//! one of no width is ํ; a mark that is drawn like another, or stands where it
//! cannot, is that other; a letter that is said to be a whole cluster says only
//! the marks that it draws. What is composed of others then says what they say.

use std::collections::BTreeMap;

use super::{
    likeness::{self, Drawing},
    outline::Outline,
    program::Program,
    shapes,
    witnesses::{self, Witness, Witnesses},
};
use crate::{grid::GlyphEvidence, normalize::thai};

/// A glyph that moves on less than this many ems stands on the one before.
pub(super) const MARK: f32 = 0.05;
/// How much a mark is at least like the one that its text was exchanged with.
const EXCHANGED: f32 = 0.6;
/// More glyphs than one Thai font has in doubt.
const DOUBTS: usize = 400;

/// What is said of a glyph.
pub(super) struct Claim {
    /// By what the font finds its verdict: see `Font::key`.
    pub(super) key: u32,
    pub(super) glyph: u32,
    /// What ToUnicode says.
    pub(super) mapped: Option<String>,
    /// What the encoding and the font program say.
    pub(super) told: Option<String>,
    /// How far it moves on, in ems.
    pub(super) advance: f32,
}

/// What was decided of a glyph: its text, or that nobody can tell.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Verdict {
    pub(super) text: Option<String>,
    pub(super) evidence: GlyphEvidence,
}

/// The verdict that nobody can tell.
const LOST: Verdict = Verdict {
    text: None,
    evidence: GlyphEvidence::Outline,
};

impl Verdict {
    fn of(letter: char, evidence: GlyphEvidence) -> Self {
        Self {
            text: Some(letter.to_string()),
            evidence,
        }
    }
}

/// Whether a text is one that tells nothing: none, or what stands for none.
pub(super) fn tells_nothing(text: &str) -> bool {
    text.chars().all(|c| c == '\u{fffd}' || c.is_control())
}

impl Claim {
    /// Whether only ToUnicode tells its text, and it is of those that are wrong
    /// at times, or nothing tells one.
    fn is_open(&self) -> bool {
        let doubtful = |text: &String| tells_nothing(text) || super::arbiter::is_doubtful(text);
        self.told.is_none() && self.mapped.as_ref().is_none_or(doubtful)
    }

    fn is_mark(&self) -> bool {
        self.advance.abs() < MARK
    }

    /// The mark that it is said to be, and whether the program says so.
    fn mark(&self) -> Option<(char, bool)> {
        let sure = self.told.is_some();
        let text = self.told.as_ref().or(self.mapped.as_ref())?;
        let mut letters = text.chars();
        let mark = letters.next().filter(|c| thai::is_mark(*c))?;
        (mark != 'ำ' && letters.next().is_none()).then_some((mark, sure))
    }
}

/// Whether there is anything to be decided.
pub(super) fn are_open(claims: &[Claim]) -> bool {
    claims.iter().any(Claim::is_open)
}

/// The glyphs that are said to be marks.
pub(super) fn marks(claims: &[Claim], program: &Program<'_>) -> Vec<Witness> {
    let marks = claims.iter().filter_map(|claim| {
        let (mark, sure) = claim.mark()?;
        Some((claim.glyph, mark, sure))
    });
    let seen = marks.take(DOUBTS).filter_map(|(glyph, mark, sure)| {
        let drawing = Drawing::of(&Outline::of(program, glyph)?)?;
        Some(Witness {
            drawing,
            mark,
            sure,
        })
    });
    seen.collect()
}

/// What is decided of all claims that are open, by key.
pub(super) fn decide(
    claims: &[Claim],
    program: &Program<'_>,
    witnesses: &Witnesses,
) -> BTreeMap<u32, Verdict> {
    let open = claims.iter().filter(|claim| claim.is_open()).take(DOUBTS);
    let verdicts = open.filter_map(|claim| {
        let outline = Outline::of(program, claim.glyph)?;
        Some((claim.key, verdict(claim, &outline, witnesses)?))
    });
    let mut verdicts: BTreeMap<u32, Verdict> = verdicts.collect();
    let exchanged = exchanged(claims, program, witnesses, &verdicts);
    verdicts.extend(exchanged);
    let composed = composed(claims, program, &verdicts);
    verdicts.extend(composed);
    verdicts
}

/// The verdicts on marks that stand where they cannot, and are somewhat like a
/// mark that another glyph is wrongly said to be: LibreOffice exchanges the
/// texts of two.
fn exchanged(
    claims: &[Claim],
    program: &Program<'_>,
    witnesses: &Witnesses,
    verdicts: &BTreeMap<u32, Verdict>,
) -> Vec<(u32, Verdict)> {
    let overruled = claims.iter().filter_map(|claim| {
        let verdict = verdicts.get(&claim.key)?;
        Some((claim, claim.mark()?.0, verdict))
    });
    let free: Vec<char> = overruled.clone().map(|(_, mark, _)| mark).collect();
    let lost = overruled.filter(|(_, _, verdict)| **verdict == LOST);
    let decided = lost.filter_map(|(claim, own, _)| {
        let drawing = Drawing::of(&Outline::of(program, claim.glyph)?)?;
        let mark = witnesses.nearest(&drawing, EXCHANGED)?;
        let is_free = mark != own && free.contains(&mark);
        is_free.then(|| (claim.key, Verdict::of(mark, GlyphEvidence::Likeness)))
    });
    decided.collect()
}

/// The verdicts on glyphs that only their parts speak for.
fn composed(
    claims: &[Claim],
    program: &Program<'_>,
    verdicts: &BTreeMap<u32, Verdict>,
) -> Vec<(u32, Verdict)> {
    let known: BTreeMap<u32, &str> = claims
        .iter()
        .filter_map(|claim| {
            let verdict = verdicts.get(&claim.key);
            let text = match verdict {
                Some(verdict) => verdict.text.as_deref(),
                None => claim.told.as_deref().or(claim.mapped.as_deref()),
            };
            Some((claim.glyph, text.filter(|text| !tells_nothing(text))?))
        })
        .collect();
    let named = |glyph| known.get(&glyph).map(|text| (*text).to_owned());
    let unknown = claims
        .iter()
        .filter(|claim| !known.contains_key(&claim.glyph));
    let seen = unknown.filter_map(|claim| {
        let text = shapes::seen(program, claim.glyph, &named)?;
        let verdict = Verdict {
            text: Some(text).filter(|text| !text.is_empty()),
            evidence: GlyphEvidence::Parts,
        };
        Some((claim.key, verdict))
    });
    seen.take(DOUBTS).collect()
}

/// The verdict on a glyph that draws something; none where what ToUnicode says
/// may stand.
fn verdict(claim: &Claim, outline: &Outline, witnesses: &Witnesses) -> Option<Verdict> {
    let mapped = claim.mapped.as_deref().filter(|text| !tells_nothing(text));
    let looks_like = || {
        let mark = witnesses.recognize(&Drawing::of(outline)?)?;
        Some(Verdict::of(mark, GlyphEvidence::Likeness))
    };
    // A mark on a vowel may be one glyph with it.
    let looks_like = || looks_like().or_else(|| stacked(outline, witnesses));
    let ring = || likeness::is_ring(outline).then(|| Verdict::of('ํ', GlyphEvidence::Outline));
    let Some(mapped) = mapped else {
        return claim
            .is_mark()
            .then(|| looks_like().or_else(ring))
            .flatten();
    };
    if mapped.chars().all(char::is_whitespace) {
        return claim
            .is_mark()
            .then(|| looks_like().or_else(ring).unwrap_or(LOST));
    }
    // What has no width has no า in it.
    if claim.is_mark() && mapped.ends_with('ำ') && mapped.chars().all(is_above) {
        return Some(Verdict {
            text: Some(mapped.replace('ำ', "ํ")),
            evidence: GlyphEvidence::Outline,
        });
    }
    let mut letters = mapped.chars();
    match (letters.next(), letters.next()) {
        (Some('ำ'), None) => {
            (!likeness::has_top(outline)).then(|| Verdict::of('า', GlyphEvidence::Outline))
        }
        (Some(mark), None) if thai::is_mark(mark) && claim.is_mark() => {
            let other = looks_like().filter(|verdict| verdict.text.as_deref() != Some(mapped));
            let stands = Drawing::of(outline).is_none_or(|d| witnesses::may_be(mark, &d));
            other.or((!stands).then_some(LOST))
        }
        (Some(letter), Some(_)) if thai::is_letter(letter) => {
            cluster(claim, mapped, outline, witnesses)
                .or_else(|| looks_like().filter(|_| claim.is_mark()))
        }
        _ => None,
    }
}

/// The verdict on a glyph of two marks, one above the other.
fn stacked(outline: &Outline, witnesses: &Witnesses) -> Option<Verdict> {
    let (below, above) = outline.stacked()?;
    let mark = |part: &Outline| match likeness::is_ring(part) {
        true => Some('ํ'),
        false => witnesses.recognize(&Drawing::of(part)?),
    };
    Some(Verdict {
        text: Some(String::from_iter([mark(&below)?, mark(&above)?])),
        evidence: GlyphEvidence::Likeness,
    })
}

/// ำ and the marks that stand above letters.
const fn is_above(c: char) -> bool {
    c == 'ำ' || thai::is_mark(c)
}

/// The letter alone of a cluster that the glyph draws no mark of.
fn cluster(
    claim: &Claim,
    mapped: &str,
    outline: &Outline,
    witnesses: &Witnesses,
) -> Option<Verdict> {
    let mut letters = mapped.chars();
    let letter = letters.next()?;
    let mut marks = letters;
    let is_drawn = |mark: char| {
        // The ring of ำ is drawn where ํ is; its other half is a letter.
        let edge = witnesses.edge(if mark == 'ำ' { 'ํ' } else { mark });
        edge.is_none_or(|edge| {
            let is_part = |part: &super::outline::Bounds| {
                if witnesses::is_below(mark) {
                    part.top <= edge
                } else {
                    edge <= part.bottom
                }
            };
            outline.parts().iter().any(is_part)
        })
    };
    let is_alone = marks.all(|mark| is_above(mark) && !is_drawn(mark));
    (is_alone && !claim.is_mark()).then(|| Verdict::of(letter, GlyphEvidence::Outline))
}
