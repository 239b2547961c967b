//! Bytes → pages: opening with limits, decryption, repair, and what pages
//! inherit; everything behind this sees a page upright, y growing downward
//! (ISO 32000-1, 7.7.3 and 14.11.2).

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};
use rayon::prelude::*;

use super::{
    actual_text,
    annotations::appearances,
    attachments::{self, Attachments},
    font::Fonts,
    ink::{Ink, Rect},
    interpret::Interpreter,
    layers,
    state::Matrix,
    stream::{Unread, contents},
};
use crate::{
    error::Error,
    limits::{Limit, Limits},
};

/// How far up the page tree attributes are looked for.
const ANCESTORS: usize = 50;
/// Pages that each thread reads before what they say is handed on.
const AT_ONCE: usize = 8;
/// A side of a page, in points: the standard allows 14,400.
const SIDE: f64 = 20_000.0;

/// A document that is open.
pub(super) struct File {
    document: Document,
    limits: Limits,
    pages: Vec<ObjectId>,
    /// The layers that are switched off.
    hidden: BTreeSet<ObjectId>,
    /// The program that wrote it.
    pub(super) producer: Option<String>,
    /// Whether its table of objects had to be rebuilt, or lacks pages.
    pub(super) repaired: bool,
}

impl File {
    /// Opens a document, with `password` where the empty one does not open it.
    ///
    /// # Errors
    /// A document that is protected, broken or too large.
    pub(super) fn open(
        bytes: &[u8],
        password: Option<&str>,
        limits: &Limits,
    ) -> Result<Self, Error> {
        let options = |password: Option<&str>| LoadOptions {
            password: password.map(str::to_owned),
            max_decompressed_size: Some(limits.count(Limit::StreamBytes)),
            ..LoadOptions::default()
        };
        let mut document = load(bytes, options(None), limits);
        let locked = match &document {
            Ok(document) => is_locked(document),
            Err(error) => *error == Error::Encrypted,
        };
        if locked {
            document = match password {
                Some(password) => load(bytes, options(Some(password)), limits),
                None => Err(Error::Encrypted),
            };
        }
        let mut document = document?;
        let mended = mend_streams(&mut document, bytes);
        if is_locked(&document) {
            return Err(Error::Encrypted);
        }
        let most = limits.count(Limit::Pages);
        let enough = most.saturating_add(1);
        let mut pages: Vec<ObjectId> = document.page_iter().take(enough).collect();
        // A tree with a loop leads to a page more than once.
        let mut seen = BTreeSet::new();
        pages.retain(|id| seen.insert(*id));
        // Where the tree of pages is lost, the pages are still there.
        let lost = pages.is_empty();
        if lost {
            let strays = document
                .objects
                .iter()
                .filter(|(_, object)| is_page(object));
            pages = strays.map(|(id, _)| *id).take(enough).collect();
        }
        if pages.len() > most {
            return Err(limits.over(Limit::Pages).into());
        }
        if pages.is_empty() {
            return Err(Error::Damaged("no page can be found".to_owned()));
        }
        Ok(Self {
            producer: producer(&document),
            hidden: layers::hidden(&document),
            repaired: mended
                || lost
                || document.xref_recovery.is_some()
                || is_short(&document, pages.len()),
            pages,
            document,
            limits: limits.clone(),
        })
    }

    /// How many pages it has.
    pub(super) fn len(&self) -> usize {
        self.pages.len()
    }

    /// The files that are attached to it.
    pub(super) fn attachments(&self) -> Attachments {
        attachments::find(&self.document, &self.pages, &self.limits)
    }

    /// Reads the pages, several at once where there are threads for them, and
    /// hands on what `read` makes of each, in order; it is told their numbers,
    /// which count from 1.
    pub(super) fn each_page<T: Send>(
        &self,
        read: impl Fn(u32, Ink) -> T + Sync,
        mut take: impl FnMut(T),
    ) {
        let fonts = Fonts::new(&self.document);
        let page = |(number, id): (u32, &ObjectId)| read(number, self.page(*id, &fonts));
        let numbered: Vec<(u32, &ObjectId)> = (1..).zip(&self.pages).collect();
        let threads = rayon::current_num_threads();
        if threads == 1 || numbered.len() == 1 {
            return numbered.into_iter().map(page).for_each(take);
        }
        // So many that no thread waits long for the others, and few enough that
        // one sees the work go on.
        for pages in numbered.chunks(AT_ONCE * threads) {
            let pages: Vec<T> = pages.par_iter().copied().map(page).collect();
            pages.into_iter().for_each(&mut take);
        }
    }

    /// The ink of all pages.
    #[cfg(test)]
    pub(super) fn pages(&self) -> impl Iterator<Item = Ink> {
        let mut pages = Vec::new();
        self.each_page(|_, ink| ink, |ink| pages.push(ink));
        pages.into_iter()
    }

    fn page<'d>(&'d self, id: ObjectId, fonts: &Fonts<'d>) -> Ink {
        let Ok(dictionary) = self.document.get_dictionary(id) else {
            let mut ink = Ink::default();
            ink.remarks.damaged = true;
            return ink;
        };
        let (area, matrix) = self.geometry(dictionary);
        let resources = match self.inherited(dictionary, b"Resources") {
            Some(Object::Dictionary(resources)) => Some(resources),
            _ => None,
        };
        let (content, missing) = self.content(dictionary);
        let hidden = &self.hidden;
        let mut interpreter = Interpreter::new(&self.document, fonts, hidden, &self.limits, area);
        if missing.contains(&Unread::TooMany) {
            interpreter.cut(Limit::PageBytes);
        }
        interpreter.content(&content, resources, matrix);
        for (form, placed) in appearances(&self.document, dictionary) {
            interpreter.appearance(form, placed.then(&matrix));
        }
        let mut ink = interpreter.finish();
        ink.remarks.damaged |= missing.contains(&Unread::Broken);
        (ink.view.width, ink.view.height) = (area.width(), area.height());
        ink
    }

    /// The page's area as displayed, and how its user space gets there.
    fn geometry(&self, page: &Dictionary) -> (Rect, Matrix) {
        let whole = Rect::between((0.0, 0.0), (595.0, 842.0));
        let media = self.rectangle(page, b"MediaBox").unwrap_or(whole);
        let shown = self.rectangle(page, b"CropBox").and_then(|crop| {
            let x = (crop.x0.max(media.x0), crop.x1.min(media.x1));
            let y = (crop.y0.max(media.y0), crop.y1.min(media.y1));
            (x.0 < x.1 && y.0 < y.1).then(|| Rect::between((x.0, y.0), (x.1, y.1)))
        });
        let shown = shown.unwrap_or(media);
        let unit = self
            .entry(page, b"UserUnit")
            .and_then(|unit| unit.as_float().ok())
            .map_or(1.0, f64::from);
        let unit = if (0.01..=1000.0).contains(&unit) {
            unit
        } else {
            1.0
        };
        let turns = self
            .inherited(page, b"Rotate")
            .and_then(|degrees| degrees.as_float().ok())
            .map_or(0, |degrees| {
                ((f64::from(degrees) / 90.0).round() as i64).rem_euclid(4)
            });
        let (width, height) = (shown.width(), shown.height());
        let Rect { x0, y0, .. } = shown;
        // To the origin, then turned clockwise, y downward.
        let matrix = match turns {
            1 => Matrix([0.0, 1.0, 1.0, 0.0, -y0, -x0]),
            2 => Matrix([-1.0, 0.0, 0.0, 1.0, x0 + width, -y0]),
            3 => Matrix([0.0, -1.0, -1.0, 0.0, y0 + height, x0 + width]),
            _ => Matrix([1.0, 0.0, 0.0, -1.0, -x0, y0 + height]),
        };
        let (width, height) = if turns % 2 == 1 {
            (height, width)
        } else {
            (width, height)
        };
        let scale = Matrix([unit, 0.0, 0.0, unit, 0.0, 0.0]);
        let area = Rect::between((0.0, 0.0), (width * unit, height * unit));
        (area, matrix.then(&scale))
    }

    fn rectangle(&self, page: &Dictionary, key: &[u8]) -> Option<Rect> {
        let Object::Array(corners) = self.inherited(page, key)? else {
            return None;
        };
        let corners: Vec<f64> = corners
            .iter()
            .filter_map(|number| self.resolved(number)?.as_float().ok().map(f64::from))
            .filter(|number| number.abs() <= SIDE * 10.0)
            .collect();
        let [a, b, c, d] = corners.try_into().ok()?;
        let area = Rect::between((a, b), (c, d));
        (area.width() > 0.0 && area.height() > 0.0).then_some(area)
    }

    /// The content streams, joined as if a white space stood between them
    /// (7.8.2), and why some of them could not be read.
    fn content(&self, page: &Dictionary) -> (Vec<u8>, Vec<Unread>) {
        let streams: Vec<Option<&Object>> = match page.get(b"Contents") {
            Err(_) => Vec::new(),
            Ok(entry) => match self.resolved(entry) {
                Some(Object::Array(parts)) => {
                    parts.iter().map(|part| self.resolved(part)).collect()
                }
                other => vec![other],
            },
        };
        let mut content = Vec::new();
        let mut missing = Vec::new();
        for stream in streams {
            let left = self
                .limits
                .count(Limit::PageBytes)
                .saturating_sub(content.len());
            let bytes = match stream {
                Some(Object::Stream(stream)) => contents(&self.document, stream, left),
                _ => Err(Unread::Broken),
            };
            match bytes {
                Ok(bytes) if content.is_empty() => content = bytes,
                Ok(bytes) => content.extend(bytes),
                Err(why) => missing.push(why),
            }
            content.push(b' ');
        }
        (content, missing)
    }

    /// An attribute that a page may have from above: 7.7.3.4.
    fn inherited<'d>(&'d self, page: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
        let mut node = page;
        for _ in 0..ANCESTORS {
            if let Some(found) = self.entry(node, key) {
                return Some(found);
            }
            let Object::Dictionary(parent) = self.entry(node, b"Parent")? else {
                return None;
            };
            node = parent;
        }
        None
    }

    fn entry<'d>(&'d self, dictionary: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
        self.resolved(dictionary.get(key).ok()?)
    }

    fn resolved<'d>(&'d self, object: &'d Object) -> Option<&'d Object> {
        let (_, object) = self.document.dereference(object).ok()?;
        Some(object).filter(|object| !object.is_null())
    }
}

/// Whether a password is missing: lopdf takes the entry away when it has
/// decrypted the objects, and else gives a document without any.
fn is_locked(document: &Document) -> bool {
    document.trailer.has(b"Encrypt")
}

fn is_page(object: &Object) -> bool {
    object.as_dict().is_ok_and(|page| page.has_type(b"Page"))
}

/// Whether the tree of pages speaks of more pages than there are.
fn is_short(document: &Document, pages: usize) -> bool {
    let root = document
        .catalog()
        .and_then(|catalog| catalog.get_deref(b"Pages", document));
    let count = root
        .and_then(Object::as_dict)
        .and_then(|root| root.get_deref(b"Count", document))
        .and_then(Object::as_i64);
    count.is_ok_and(|count| usize::try_from(count).is_ok_and(|count| count > pages))
}

/// Gives streams without a length, which lopdf leaves empty, what stands up to
/// their end; says whether there were any.
fn mend_streams(document: &mut Document, bytes: &[u8]) -> bool {
    // Places in the file are counted from its header.
    let header = memchr::memmem::find(bytes, b"%PDF-").unwrap_or(0);
    let file = bytes.get(header..).unwrap_or_default();
    let mut mended = false;
    if document.was_encrypted() {
        return mended;
    }
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else {
            continue;
        };
        let Some(start) = stream.start_position.filter(|_| stream.content.is_empty()) else {
            continue;
        };
        let content = file.get(start..).unwrap_or_default();
        let end = memchr::memmem::find(content, b"endstream").unwrap_or(0);
        let told = stream.dict.get(b"Length");
        let is_told =
            told.is_ok_and(|length| length.as_i64().is_ok() || length.as_reference().is_ok());
        if !is_told && end > 0 {
            stream.content = content.get(..end).unwrap_or_default().to_vec();
            mended = true;
        }
    }
    mended
}

fn load(bytes: &[u8], options: LoadOptions, limits: &Limits) -> Result<Document, Error> {
    use lopdf::{DecompressError, Error as Trouble};
    Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        Trouble::InvalidPassword
        | Trouble::Decryption(_)
        | Trouble::UnsupportedSecurityHandler(_) => Error::Encrypted,
        Trouble::Decompress(DecompressError::MemoryLimitExceeded { .. }) => {
            limits.over(Limit::StreamBytes).into()
        }
        other => Error::Damaged(other.to_string()),
    })
}

fn producer(document: &Document) -> Option<String> {
    let information = document.trailer.get(b"Info").ok()?;
    let (_, information) = document.dereference(information).ok()?;
    let name = |key: &[u8]| {
        let (_, value) = document
            .dereference(information.as_dict().ok()?.get(key).ok()?)
            .ok()?;
        let text = actual_text::decode(value.as_str().ok()?);
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    name(b"Producer").or_else(|| name(b"Creator"))
}

#[cfg(test)]
mod tests;
