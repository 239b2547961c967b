//! Annotations: fields that were filled in and notes that were typed onto a
//! page are drawn over its content (ISO 32000-1, 12.5).

use lopdf::{Dictionary, Document, Object, Stream};

use super::{ink::Rect, state::Matrix, stream::numbers};

/// The flags of annotations that are not shown: hidden, no view (12.5.3).
const UNSEEN: i64 = 1 << 1 | 1 << 5;

/// What the annotations of a page look like, each with the matrix that brings
/// its form into the page's user space.
pub(super) fn appearances<'d>(
    document: &'d Document,
    page: &'d Dictionary,
) -> Vec<(&'d Stream, Matrix)> {
    let Some(Object::Array(annotations)) = entry(document, page, b"Annots") else {
        return Vec::new();
    };
    annotations
        .iter()
        .filter_map(|annotation| {
            let (_, annotation) = document.dereference(annotation).ok()?;
            appearance(document, annotation.as_dict().ok()?)
        })
        .collect()
}

fn appearance<'d>(
    document: &'d Document,
    annotation: &'d Dictionary,
) -> Option<(&'d Stream, Matrix)> {
    let flags = entry(document, annotation, b"F").and_then(|flags| flags.as_i64().ok());
    if flags.unwrap_or(0) & UNSEEN != 0 {
        return None;
    }
    let looks = entry(document, annotation, b"AP")?.as_dict().ok()?;
    let form = match entry(document, looks, b"N")? {
        Object::Stream(form) => form,
        // One look for each state, as of a tick box.
        Object::Dictionary(states) => {
            let state = entry(document, annotation, b"AS")?.as_name().ok()?;
            entry(document, states, state)?.as_stream().ok()?
        }
        _ => return None,
    };
    let on_page = rectangle(numbers(document, annotation, b"Rect")?);
    let inner = rectangle(numbers(document, &form.dict, b"BBox")?);
    let matrix = numbers(document, &form.dict, b"Matrix").map_or(Matrix::ONE, Matrix);
    Some((form, placed(inner, &matrix, on_page)))
}

/// Algorithm 8.1: the box of the form, turned by its own matrix, is made to
/// fill the rectangle of the annotation.
fn placed(inner: Rect, matrix: &Matrix, on_page: Rect) -> Matrix {
    let corners = [
        (inner.x0, inner.y0),
        (inner.x1, inner.y0),
        (inner.x0, inner.y1),
        (inner.x1, inner.y1),
    ];
    let [a, b, c, d] = corners.map(|(x, y)| matrix.point(x, y));
    let turned = Rect::between(a, b).around(Rect::between(c, d));
    let ratio = |to: f64, from: f64| if from > 0.0 { to / from } else { 1.0 };
    let (x, y) = (
        ratio(on_page.width(), turned.width()),
        ratio(on_page.height(), turned.height()),
    );
    let (left, bottom) = (on_page.x0 - turned.x0 * x, on_page.y0 - turned.y0 * y);
    Matrix([x, 0.0, 0.0, y, left, bottom])
}

fn rectangle([a, b, c, d]: [f64; 4]) -> Rect {
    Rect::between((a, b), (c, d))
}

fn entry<'d>(document: &'d Document, dictionary: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
    dictionary.get_deref(key, document).ok()
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    fn page(annotation: Dictionary) -> Dictionary {
        dictionary! { "Annots" => vec![Object::Dictionary(annotation)] }
    }

    fn form() -> Stream {
        let bounds: Vec<Object> = [0, 0, 10, 20].map(Object::Integer).into();
        Stream::new(dictionary! { "BBox" => bounds }, Vec::new())
    }

    #[test]
    fn a_form_fills_the_rectangle_of_its_annotation() {
        let document = Document::new();
        let rectangle: Vec<Object> = [100, 200, 120, 240].map(Object::Integer).into();
        let page = page(dictionary! {
            "Rect" => rectangle,
            "AS" => "On",
            "AP" => dictionary! { "N" => dictionary! { "On" => form() } },
        });
        let found = appearances(&document, &page);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1.point(0.0, 0.0), (100.0, 200.0));
        assert_eq!(found[0].1.point(10.0, 20.0), (120.0, 240.0));
    }

    #[test]
    fn what_is_hidden_or_has_no_looks_is_left_out() {
        let document = Document::new();
        let rectangle: Vec<Object> = [0, 0, 1, 1].map(Object::Integer).into();
        let hidden = page(dictionary! {
            "Rect" => rectangle.clone(),
            "F" => 2,
            "AP" => dictionary! { "N" => form() },
        });
        assert!(appearances(&document, &hidden).is_empty());
        let link = page(dictionary! { "Rect" => rectangle, "Subtype" => "Link" });
        assert!(appearances(&document, &link).is_empty());
    }
}
