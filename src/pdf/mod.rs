//! PDF → grids: the only place with lopdf.
//!
//! ```text
//! bytes ─document─▶ pages ─interpret─▶ ink ─table, words, page─▶ tables with texts ─sheets─▶ grids
//! ```
//!
//! A layer a file. `document` opens the file and knows what pages inherit;
//! `lexer` cuts a content stream into operators, and `interpret` carries them
//! out: on `state` and `path`, with `resources` and `font`, by `showing` text
//! and `actual_text`, leaving out `layers` that are off; `annotations` are
//! drawn last, and `attachments` takes out the files that are attached. What
//! comes out is `ink`, glyphs and rulings on a page that stands upright; `view`
//! turns one that was drawn sideways.
//!
//! From there on nothing knows PDF: `table` finds cells among the rulings that
//! are no `underlines` and the walls of `bare` text, `words` makes lines of
//! glyphs, `once` leaves out what is said twice and gives what is `told`, and
//! `page` puts the one into the other. Where a person says where the tables are, `clip` leaves the rest
//! out. Over all pages, `heads` parts what a missing rule joined, the form
//! without rules is `aligned`, `wraps` closes line breaks, `running` tells heads
//! and feet, and `sheets` joins the tables that go on. `picture` shows a person
//! what was seen and made of it.

mod actual_text;
mod aligned;
mod annotations;
mod attachments;
mod bare;
mod clip;
mod document;
mod font;
#[cfg(fuzzing)]
pub mod fuzzing;
mod heads;
mod ink;
mod interpret;
mod layers;
mod lexer;
mod once;
mod page;
mod path;
mod picture;
mod resources;
mod running;
#[cfg(test)]
mod second_opinion;
mod sheets;
mod showing;
mod sieve;
mod squares;
mod state;
mod stream;
#[cfg(test)]
mod stripped;
mod table;
mod told;
mod underlines;
mod view;
mod words;
mod wraps;

use crate::{
    area::Area,
    columns::Columns,
    error::Error,
    grid::{Document, GlyphRepair, PageTrouble},
    limits::Limits,
};
pub use attachments::Attachments;
use document::File;
use font::Repair;
use ink::{Rect, Remarks};
use page::{PageText, Repairs};
use table::Heads;

/// A picture of a page may bear so many letters and still be a scan: the name
/// of the program that made it, and a number.
const STAMP: usize = 60;

/// Reads all pages, or where areas are named these alone, unless there is no
/// text at all; and takes out what is attached. The headers of the form's
/// `columns` tell its table where no rules do. `progress` is called after each
/// page.
///
/// # Errors
/// A document that is protected, broken or too large.
pub fn read(
    bytes: &[u8],
    password: Option<&str>,
    limits: &Limits,
    areas: &[Area],
    columns: &Columns,
    progress: &mut dyn FnMut(),
) -> Result<(Result<Document, Error>, Attachments), Error> {
    let file = File::open(bytes, password, limits)?;
    Ok((
        document(&file, areas, columns, progress),
        file.attachments(),
    ))
}

fn document(
    file: &File,
    areas: &[Area],
    columns: &Columns,
    progress: &mut dyn FnMut(),
) -> Result<Document, Error> {
    let (mut pages, trouble) = pages(file, areas, &heads(columns), progress)?;
    heads::part(&mut pages);
    aligned::align(&mut pages);
    wraps::close(&mut pages);
    Ok(Document {
        producer: file.producer.clone(),
        sheets: None,
        pages: u32::try_from(file.len()).ok(),
        grids: sheets::grids(&pages),
        page_tables: sheets::page_tables(&pages),
        trouble,
    })
}

/// The text of every page in reading order.
///
/// # Errors
/// As for [`read`].
pub fn text(
    bytes: &[u8],
    password: Option<&str>,
    limits: &Limits,
    progress: &mut dyn FnMut(),
) -> Result<Vec<String>, Error> {
    let file = File::open(bytes, password, limits)?;
    let (pages, _) = pages(&file, &[], &Heads::default(), progress)?;
    Ok(pages.iter().map(page::plain).collect())
}

/// What is seen on every page and made of it, as one SVG a page.
///
/// # Errors
/// A document that is protected, broken or too large.
pub fn pictures(
    bytes: &[u8],
    password: Option<&str>,
    limits: &Limits,
    columns: &Columns,
    progress: &mut dyn FnMut(),
) -> Result<Vec<String>, Error> {
    let file = File::open(bytes, password, limits)?;
    let mut pages = Vec::with_capacity(file.len());
    let mut sketches = picture::Sketches::default();
    let heads = heads(columns);
    let read = |_, mut ink| {
        view::turn(&mut ink);
        (page::read(&ink, &heads), ink)
    };
    file.each_page(read, |(page, ink)| {
        pages.push(page);
        sketches.add(&ink);
        progress();
    });
    heads::part(&mut pages);
    wraps::close(&mut pages);
    Ok(picture::of(&sketches, &pages))
}

/// The pages as text, and what is wrong with some of them.
fn pages(
    file: &File,
    areas: &[Area],
    heads: &Heads,
    progress: &mut dyn FnMut(),
) -> Result<(Vec<PageText>, PageTrouble), Error> {
    let mut trouble = PageTrouble {
        rebuilt: file.repaired,
        ..PageTrouble::default()
    };
    if let Some(area) = areas.iter().find(|area| !has_page(file, area.page)) {
        return Err(Error::NoSuchPage {
            page: area.page,
            pages: file.len(),
        });
    }
    let read = |number, mut ink| {
        view::turn(&mut ink);
        let text = if areas.is_empty() {
            Some(page::read(&ink, heads))
        } else {
            let here: Vec<Rect> = (areas.iter().filter(|area| area.page == number))
                .map(|area| ink.view.read_area(rect(area.bbox)))
                .collect();
            (!here.is_empty()).then(|| page::read_areas(&ink, &here, heads))
        };
        ReadPage {
            number,
            text,
            glyphs: ink.glyphs.len(),
            remarks: ink.remarks,
        }
    };
    let mut pages = Vec::with_capacity(file.len());
    let mut glyphs = 0;
    let mut repairs = Repairs::new();
    file.each_page(read, |page| {
        glyphs += page.glyphs;
        // What is wrong with a page of which nothing is wanted is not asked for.
        if let Some(text) = &page.text {
            note_trouble(&page, text, &mut trouble);
            for (repair, count) in &text.repairs {
                *repairs.entry(repair.clone()).or_default() += count;
            }
        }
        pages.push(page.text.unwrap_or_default());
        progress();
    });
    if glyphs == 0 || trouble.pictures.len() == pages.len() {
        // A file that was cut short may have lost its text.
        let lost = !trouble.unread.is_empty() || trouble.rebuilt && trouble.pictures.is_empty();
        return Err(if let Some((_, over)) = trouble.cut.first() {
            Error::TooLarge(*over)
        } else if lost {
            Error::Damaged("no page could be read".to_owned())
        } else {
            Error::NoText
        });
    }
    trouble.repairs = by_fault(repairs);
    Ok((pages, trouble))
}

/// A page that was read.
struct ReadPage {
    number: u32,
    /// None where nothing of it is wanted.
    text: Option<PageText>,
    glyphs: usize,
    remarks: Remarks,
}

/// Notes what is wrong with a page.
fn note_trouble(page: &ReadPage, text: &PageText, trouble: &mut PageTrouble) {
    let remarks = &page.remarks;
    if let Some(over) = remarks.cut {
        trouble.cut.push((page.number, over));
    }
    if remarks.damaged || text.refused {
        trouble.unread.push(page.number);
    } else if remarks.cut.is_none()
        && remarks.picture
        && page.glyphs <= STAMP
        && text.tables.is_empty()
    {
        trouble.pictures.push(page.number);
    }
}

/// The repairs of all pages, those of one font and fault together.
fn by_fault(repairs: Repairs) -> Vec<GlyphRepair> {
    let mut all: Vec<GlyphRepair> = Vec::new();
    for ((font, Repair { fault, evidence }), count) in repairs {
        match all.last_mut() {
            Some(last) if last.font == font && last.fault == fault => {
                last.evidence.push((evidence, count));
            }
            _ => all.push(GlyphRepair {
                font,
                fault,
                evidence: vec![(evidence, count)],
            }),
        }
    }
    all
}

/// The headers of the form as the table finder wants them.
fn heads(columns: &Columns) -> Heads {
    let all = columns.columns.iter();
    let names = all.flat_map(|column| column.spellings.iter().chain(&column.starts_with));
    let names: Vec<&str> = names.map(String::as_str).collect();
    let groups: Vec<&str> = columns.groups.iter().map(String::as_str).collect();
    Heads::new(&names, &groups)
}

fn has_page(file: &File, number: u32) -> bool {
    usize::try_from(number).is_ok_and(|number| (1..=file.len()).contains(&number))
}

fn rect([x0, y0, x1, y1]: [f64; 4]) -> Rect {
    Rect { x0, y0, x1, y1 }
}

#[cfg(test)]
mod tests {
    use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};

    use super::*;

    /// A document whose pages are a picture each with a text over it.
    fn scans(texts: &[&str]) -> Vec<u8> {
        let mut document = lopdf::Document::with_version("1.7");
        let image = dictionary! { "Subtype" => "Image", "Width" => 1, "Height" => 1 };
        let image = document.add_object(Stream::new(image, vec![0]));
        let font = dictionary! { "Subtype" => "Type1", "BaseFont" => "Courier" };
        let resources = dictionary! {
            "XObject" => dictionary! { "I" => image },
            "Font" => dictionary! { "F1" => font },
        };
        let tree = document.new_object_id();
        let kids: Vec<ObjectId> = texts
            .iter()
            .map(|text| {
                let content =
                    format!("q 200 0 0 100 0 0 cm /I Do Q BT /F1 2 Tf 0 5 Td ({text}) Tj ET");
                let content = document.add_object(Stream::new(Dictionary::new(), content.into()));
                let media: Vec<Object> = [0, 0, 200, 100].map(Object::Integer).into();
                document.add_object(dictionary! {
                    "Type" => "Page", "Parent" => tree, "MediaBox" => media,
                    "Resources" => resources.clone(), "Contents" => content,
                })
            })
            .collect();
        let count = i64::try_from(kids.len()).unwrap();
        let kids: Vec<Object> = kids.into_iter().map(Object::Reference).collect();
        document.objects.insert(
            tree,
            dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into(),
        );
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    fn columns() -> Columns {
        Columns {
            schema: String::new(),
            columns: Vec::new(),
            groups: Vec::new(),
        }
    }

    #[test]
    fn a_scan_is_one_whatever_its_maker_stamps_on_it() {
        let stamped = scans(&["Scanned with a phone", "- 2 -"]);
        let pages = |bytes: &[u8]| {
            let read = read(bytes, None, &Limits::default(), &[], &columns(), &mut || {});
            read.unwrap().0
        };
        assert_eq!(pages(&stamped), Err(Error::NoText));
        let recognized =
            "a word of a text that was recognized behind the picture of it, ".repeat(2);
        let document = pages(&scans(&[&recognized, "- 2 -"])).unwrap();
        assert_eq!(document.trouble.pictures, [2]);
        assert_eq!(document.pages, Some(2));
    }
}
