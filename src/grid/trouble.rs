//! What could not be read of a paged document, or had to be mended.

use serde::{Deserialize, Serialize};

use crate::limits::Over;

/// What is wrong with the pages of a document; pages count from 1, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageTrouble {
    /// Pages that are pictures without text.
    pub pictures: Vec<u32>,
    /// Pages of which a part could not be read.
    pub unread: Vec<u32>,
    /// Pages of which a part was not read because it went over a limit.
    pub cut: Vec<(u32, Over)>,
    /// Characters that the file's fonts or spans give wrongly, and that were
    /// read by what the glyphs are: by font and fault.
    pub repairs: Vec<GlyphRepair>,
    /// Whether the file's index of its objects was damaged and made anew.
    pub rebuilt: bool,
    /// How many attached files are read by themselves.
    pub attached: u32,
    /// The attached files that are not.
    pub left_out: Vec<LeftOut>,
}

/// Characters of one font that the file gives wrongly in one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GlyphRepair {
    /// The name of the font, without the mark of a subset.
    pub font: String,
    /// What is wrong.
    pub fault: GlyphFault,
    /// How the right text is known, and of how many characters on the pages.
    pub evidence: Vec<(GlyphEvidence, u32)>,
}

/// What a paged document says wrongly of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum GlyphFault {
    /// It is a space, where there is a mark.
    Blank,
    /// Nothing.
    Unsaid,
    /// Another letter or mark.
    Other,
    /// The marks that stand on the letter as well.
    Cluster,
    /// A private code of old fonts.
    Private,
    /// In place of a span of characters, a text with lost or doubled ones.
    Span,
}

/// How the text of a character is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum GlyphEvidence {
    /// The character map of the font program has it.
    CharacterMap,
    /// The font program names the glyph so.
    Name,
    /// The glyph is composed of glyphs that are known.
    Parts,
    /// The outline of the glyph has, or lacks, what tells the two apart.
    Outline,
    /// The glyph is drawn like a mark of the same face.
    Likeness,
    /// The table of private codes has it.
    Table,
    /// The glyphs that the span stands for say it one by one.
    Glyphs,
}

/// An attached file that was not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Its name, as that of an [`Attached`](super::Attached) one.
    pub name: String,
    /// Why.
    pub why: WhyLeftOut,
}

/// Why an attached file was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WhyLeftOut {
    /// It is of a kind that is not read.
    Kind,
    /// Its bytes cannot be had.
    Damaged,
    /// It is too large, or there are too many.
    Over(Over),
    /// It is attached to a file that is attached itself.
    Nested,
}
