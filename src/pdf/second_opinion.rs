//! A second opinion: hayro-interpret reads the same pages, glyph by glyph, and
//! where it sees another glyph, elsewhere, or one that says something else, the
//! file is listed here with the reason.
//!
//! `cargo test second_opinion -- --nocapture` shows how often the two agree.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    panic::catch_unwind,
    path::{Path, PathBuf},
};

use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, TransformExt,
    font::GlyphRun,
    hayro_cmap::BfString,
    hayro_syntax::{Pdf, object::Dict, page::Page},
    interpret_page,
    kurbo::{Affine, BezPath, Point, Shape},
};
use unicode_normalization::UnicodeNormalization;
use walkdir::WalkDir;

use super::{
    super::normalize::private_use,
    document::File,
    ink::{Glyph, Ink, Rect, SaidBy},
};

/// What opens the one fixture that is protected.
const PASSWORD: &str = "1234";
/// How far two positions of a glyph are apart at most, in points.
const TOLERANCE: f64 = 0.1;
/// A clip that leaves more of a page than this is the page's frame.
const FRAME: f64 = 0.4;

/// How the two differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// We refuse a file in which they see glyphs.
    Refused,
    /// They see a glyph that we do not.
    Lost,
    /// We see a glyph that they do not.
    Extra,
    /// A glyph stands elsewhere.
    Moved,
    /// They know what a glyph says, and we do not.
    Unknown,
    /// A glyph says something else, and nothing in its font made us say so.
    Different,
}
use Kind::{Different, Extra, Lost, Moved, Refused, Unknown};

const BROKEN: &str = "the bytes are not what /Filter says";
const CHINESE: &str = "a predefined CMap of Chinese, Japanese or Korean";
const DAMAGE: &str = "lopdf does not find its objects";

/// InDesign wrote its first page.
const SPANS: &str = "E-F-excel-distiller-budget11_p16-25.pdf";

/// The files of the corpus about which the two differ, and why: all of them, so
/// that one that is cured has to go.
const KNOWN: [(&str, Kind, &str); 17] = [
    (SPANS, Extra, "a span with lost letters: we take its glyphs"),
    (SPANS, Moved, "a span with lost letters: we take its glyphs"),
    ("bad34.pdf", Lost, DAMAGE),
    ("bad35.pdf", Refused, DAMAGE),
    (
        "bug1068432.pdf",
        Unknown,
        "its map gives control characters, which say nothing",
    ),
    ("bug1606566.pdf", Refused, "no %PDF at the beginning"),
    ("issue5010.pdf", Unknown, CHINESE),
    (
        "issue7014.pdf",
        Different,
        "the circle that TeX draws around a c: they read © after the c",
    ),
    (
        "issue7665.pdf",
        Lost,
        "/CF of its encryption is a reference",
    ),
    ("issue9418.pdf", Refused, DAMAGE),
    (
        "kampo.pdf",
        Moved,
        "vertical writing: they give the corner of a glyph",
    ),
    ("kampo.pdf", Unknown, CHINESE),
    ("shared-images-errors-2-out.pdf", Lost, BROKEN),
    ("shared-images-errors.pdf", Lost, BROKEN),
    (
        "simple3.pdf",
        Moved,
        "vertical writing: they give the corner of a glyph",
    ),
    ("start.pdf", Lost, DAMAGE),
    (
        "veraPDF test suite 6-1-6-t01-fail-b.pdf",
        Extra,
        "a hex string with a !",
    ),
];

#[test]
fn fixtures() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pdf");
    let tally = tally(&[root.join("fio"), root.join("kinds")]);
    assert!(tally.agreed > 230_000, "too little to compare: {tally:?}");
    assert_eq!(tally.differences, BTreeSet::new());
}

#[test]
fn corpus() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !root.exists() {
        // Past the test runner, which shows nothing of a test that passes.
        let _ = writeln!(
            std::io::stderr(),
            "NOT RUN: the corpus is not beside the project, so no second opinion on it was heard"
        );
        return;
    }
    let tally = tally(&["fio", "thai", "tables", "hostile"].map(|folder| root.join(folder)));
    assert!(tally.agreed > 580_000, "too little to compare: {tally:?}");
    let known = KNOWN.map(|(name, kind, _)| (name.to_owned(), kind)).into();
    assert_eq!(tally.differences, known);
}

/// How often the two agree, and about which files they do not.
#[derive(Default, Debug)]
struct Tally {
    /// Files that both read.
    files: usize,
    /// Glyphs in the same place that say the same.
    agreed: usize,
    /// Glyphs of spans with `ActualText`, of which the place is the same.
    spans: usize,
    /// Glyphs of which only we know what they say.
    known: usize,
    /// Glyphs of which the program embedded belies the font, as we say.
    corrected: usize,
    differences: BTreeSet<(String, Kind)>,
    counts: BTreeMap<(String, Kind), usize>,
}

fn tally(folders: &[PathBuf]) -> Tally {
    let mut tally = Tally::default();
    for folder in folders {
        assert!(folder.exists(), "{}", folder.display());
        for entry in WalkDir::new(folder).sort_by_file_name() {
            let path = entry.unwrap().into_path();
            if path.extension().is_some_and(|extension| extension == "pdf") {
                tally.file(&path);
            }
        }
    }
    tally.differences = tally.counts.keys().cloned().collect();
    println!("{tally:#?}");
    tally
}

impl Tally {
    fn file(&mut self, path: &Path) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let bytes = fs::read(path).unwrap();
        let ours: Option<Vec<Ink>> =
            File::open(&bytes, Some(PASSWORD), &crate::limits::Limits::default())
                .ok()
                .map(|file| file.pages().collect());
        // They give up on some files, and may panic.
        let theirs = catch_unwind(|| their_pages(&bytes)).ok().flatten();
        match (ours, theirs) {
            (Some(ours), Some(theirs)) => {
                self.files += 1;
                for number in 0..ours.len().max(theirs.len()) {
                    let blank = Ink::default();
                    let ours = ours.get(number).unwrap_or(&blank);
                    let theirs = theirs.get(number).map_or(&[][..], Vec::as_slice);
                    self.page(name, ours, theirs);
                }
            }
            (None, Some(theirs)) if theirs.iter().flatten().any(|glyph| glyph.seen) => {
                self.differs(name, Refused);
            }
            _ => {}
        }
    }

    /// Both have the glyphs of a page in the order in which they are drawn.
    fn page(&mut self, name: &str, ink: &Ink, theirs: &[Theirs]) {
        let mut spans = theirs.iter().filter(|theirs| theirs.span);
        let mut others = theirs.iter().filter(|theirs| !theirs.span).peekable();
        for ours in &ink.glyphs {
            if ours.said_by == SaidBy::Span {
                // Of the glyphs of a cluster we have only the first.
                match spans.find(|theirs| theirs.is_at(ours)) {
                    Some(_) => self.spans += 1,
                    None => self.differs(name, Extra),
                }
                continue;
            }
            while others
                .next_if(|theirs| !theirs.seen && !theirs.is_at(ours))
                .is_some()
            {}
            match others.next() {
                Some(theirs) if theirs.is_at(ours) => {
                    self.text(name, (ours, ink.text_of(ours)), theirs);
                }
                Some(_) => self.differs(name, Moved),
                None => self.differs(name, Extra),
            }
        }
        for _ in others.filter(|theirs| theirs.seen) {
            self.differs(name, Lost);
        }
    }

    fn text(&mut self, name: &str, (glyph, ours): (&Glyph, &str), theirs: &Theirs) {
        let lost = ours == "\u{fffd}";
        match theirs.text.as_deref().map(plain) {
            Some(theirs) if theirs == ours => self.agreed += 1,
            None if lost => self.agreed += 1,
            None => self.known += 1,
            Some(_) if glyph.said_by == SaidBy::Glyph => self.corrected += 1,
            Some(_) => self.differs(name, if lost { Unknown } else { Different }),
        }
    }

    fn differs(&mut self, name: &str, kind: Kind) {
        *self.counts.entry((name.to_owned(), kind)).or_default() += 1;
    }
}

/// A text as we write it: without ligatures, hyphens of a kind, controls, and
/// private codes of old fonts.
fn plain(text: &str) -> String {
    let one = |c: char| match c {
        '\u{ad}' | '\u{2010}' | '\u{2011}' => "-".to_owned(),
        '\u{fb00}'..='\u{fb04}' => [c].into_iter().nfkc().collect(),
        c if c.is_control() => " ".to_owned(),
        c => private_use::shown(c).unwrap_or(c).to_string(),
    };
    text.chars().map(one).collect()
}

/// A glyph as hayro-interpret sees it.
struct Theirs {
    x: f64,
    y: f64,
    text: Option<String>,
    /// Whether a span with `ActualText` speaks for it.
    span: bool,
    /// Whether it is well inside the page.
    seen: bool,
}

impl Theirs {
    fn is_at(&self, ours: &Glyph) -> bool {
        (self.x - ours.x).abs() <= TOLERANCE && (self.y - ours.y).abs() <= TOLERANCE
    }
}

fn their_pages(bytes: &[u8]) -> Option<Vec<Vec<Theirs>>> {
    let open = |password| Pdf::new_with_password(bytes.to_vec(), password).ok();
    let pdf = open("").or_else(|| open(PASSWORD))?;
    let cache = InterpreterCache::new();
    let pages = pdf.pages().iter();
    Some(pages.map(|page| their_page(&pdf, &cache, page)).collect())
}

fn their_page<'a>(pdf: &'a Pdf, cache: &InterpreterCache<'a>, page: &Page<'a>) -> Vec<Theirs> {
    let unit = page.raw().get::<f64>(b"UserUnit").unwrap_or(1.0);
    let (width, height) = page.render_dimensions();
    let transform = Affine::scale(unit) * page.initial_transform(true).to_kurbo();
    let corner = (f64::from(width) * unit, f64::from(height) * unit);
    let area = Rect::between((0.0, 0.0), corner);
    let bounds = hayro_interpret::kurbo::Rect::new(area.x0, area.y0, area.x1, area.y1);
    let settings = InterpreterSettings::default();
    let mut context = Context::new(transform, bounds, cache, pdf.xref(), settings);
    let mut collector = Collector {
        page: area,
        glyphs: Vec::new(),
        clips: Vec::new(),
        spans: Vec::new(),
        before: Vec::new(),
    };
    interpret_page(page, &mut context, &mut collector);
    collector.glyphs
}

/// Collects the glyphs of a page.
struct Collector {
    page: Rect,
    glyphs: Vec<Theirs>,
    /// The clips, and the marked content with `ActualText`, that are open.
    clips: Vec<Rect>,
    spans: Vec<bool>,
    /// Where the glyphs of the run before are.
    before: Vec<Point>,
}

impl Collector {
    fn clip(&self) -> Rect {
        self.clips.last().copied().unwrap_or(self.page)
    }
}

impl Device<'_> for Collector {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn pop_transparency_group(&mut self) {}

    fn push_clip_path(&mut self, clip: &ClipPath) {
        let bounds = clip.path.bounding_box();
        let bounds = Rect::between((bounds.x0, bounds.y0), (bounds.x1, bounds.y1));
        let nothing = Rect::between((0.0, 0.0), (0.0, 0.0));
        self.clips
            .push(self.clip().within(bounds).unwrap_or(nothing));
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        let has_text = |entries: &Dict<'_>| entries.contains_key(b"ActualText");
        self.spans.push(properties.is_some_and(has_text));
    }

    fn end_marked_content(&mut self) {
        self.spans.pop();
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, mode: &DrawMode) {
        let transforms = run
            .glyphs()
            .iter()
            .map(|glyph| props.transform * glyph.transform());
        let points: Vec<Point> = transforms.clone().map(|all| all * Point::ZERO).collect();
        // What is both filled and stroked comes twice.
        if matches!(mode, DrawMode::Stroke(_)) && self.before == points {
            self.before.clear();
            return;
        }
        let (clip, page) = (self.clip(), self.page);
        let frames = clip.width() * clip.height() > FRAME * page.width() * page.height();
        let shown = if frames { clip } else { page };
        for ((glyph, transform), at) in run.glyphs().iter().zip(transforms).zip(&points) {
            let [_, _, c, d, _, _] = transform.as_coeffs();
            let size = 1000.0 * c.hypot(d);
            self.glyphs.push(Theirs {
                x: at.x,
                y: at.y,
                text: glyph.as_unicode().map(|text| match text {
                    BfString::Char(c) => c.to_string(),
                    BfString::String(text) => text,
                }),
                span: self.spans.contains(&true),
                seen: shown.holds(at.x - size, at.y - size)
                    && shown.holds(at.x + size, at.y + size),
            });
        }
        self.before = points;
    }
}
