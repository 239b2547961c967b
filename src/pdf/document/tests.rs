//! Pages and what they inherit, in documents made here.

use lopdf::{Stream, dictionary};

use super::*;

/// A document of one page of 200 by 100 points with a line of text at (20, 30),
/// with more entries for the page and for the root of the tree.
fn document(page: Dictionary, root: Dictionary) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier",
    });
    let content = b"BT /F1 10 Tf 20 30 Td (ab) Tj ET".to_vec();
    let content = document.add_object(Stream::new(Dictionary::new(), content));
    let pages = document.new_object_id();
    let media: Vec<Object> = [0, 0, 200, 100].map(Object::Integer).into();
    let mut entries = dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content };
    page.into_iter()
        .for_each(|(key, value)| entries.set(key, value));
    let page = document.add_object(entries);
    let mut entries = dictionary! {
        "Type" => "Pages", "Kids" => vec![Object::Reference(page)], "Count" => 1,
        "MediaBox" => media,
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
    };
    root.into_iter()
        .for_each(|(key, value)| entries.set(key, value));
    document.objects.insert(pages, entries.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn array(numbers: [i64; 4]) -> Vec<Object> {
    numbers.map(Object::Integer).into()
}

/// Where the first letter of the only page is, and which way it heads.
fn first(bytes: &[u8]) -> (f64, f64, super::super::ink::Heading) {
    let file = File::open(bytes, None, &Limits::default()).unwrap();
    let ink = file.pages().next().unwrap();
    assert_eq!(ink.text, "ab");
    let glyph = &ink.glyphs[0];
    (glyph.x, glyph.y, glyph.heading)
}

#[test]
fn pages_stand_upright_whatever_turns_crops_and_scales_them() {
    use super::super::ink::Heading::{Down, Left, Right, Up};
    let of = |page: Dictionary| first(&document(page, Dictionary::new()));
    assert_eq!(of(Dictionary::new()), (20.0, 70.0, Right));
    assert_eq!(of(dictionary! { "Rotate" => 90 }), (30.0, 20.0, Down));
    assert_eq!(of(dictionary! { "Rotate" => 180 }), (180.0, 30.0, Left));
    assert_eq!(of(dictionary! { "Rotate" => -90 }), (70.0, 180.0, Up));
    assert_eq!(
        of(dictionary! { "CropBox" => array([10, 10, 150, 90]) }),
        (10.0, 60.0, Right)
    );
    // Upside down, and larger than the page.
    assert_eq!(
        of(dictionary! { "CropBox" => array([900, 100, -50, 10]) }),
        (20.0, 70.0, Right)
    );
    assert_eq!(of(dictionary! { "UserUnit" => 2 }), (40.0, 140.0, Right));
}

#[test]
fn what_the_root_of_the_tree_says_holds_for_its_pages() {
    let turned = document(Dictionary::new(), dictionary! { "Rotate" => 90 });
    assert_eq!(first(&turned).0, 30.0);
}

#[test]
fn a_lost_tree_of_pages_is_made_up_for_and_said() {
    let whole = document(Dictionary::new(), Dictionary::new());
    assert!(
        !File::open(&whole, None, &Limits::default())
            .unwrap()
            .repaired
    );
    let lost = document(
        dictionary! { "MediaBox" => array([0, 0, 200, 100]) },
        dictionary! { "Kids" => Vec::<Object>::new() },
    );
    let file = File::open(&lost, None, &Limits::default()).unwrap();
    assert_eq!((file.len(), file.repaired), (1, true));
    let short = document(Dictionary::new(), dictionary! { "Count" => 3 });
    assert!(
        File::open(&short, None, &Limits::default())
            .unwrap()
            .repaired
    );
}

#[test]
fn a_content_that_cannot_be_read_is_said() {
    let filter = Stream::new(dictionary! { "Filter" => "DCTDecode" }, b"x".to_vec());
    let bytes = document(
        dictionary! { "Contents" => vec![Object::Stream(filter)] },
        Dictionary::new(),
    );
    let file = File::open(&bytes, None, &Limits::default()).unwrap();
    assert!(file.pages().next().unwrap().remarks.damaged);
}

#[test]
fn what_is_no_document_is_damaged() {
    for bytes in [&b""[..], b"%PDF-1.7", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj"] {
        assert!(matches!(
            File::open(bytes, None, &Limits::default()),
            Err(Error::Damaged(_))
        ));
    }
}

#[test]
fn a_stream_without_its_length_is_read_to_its_end_and_said() {
    let whole = document(Dictionary::new(), Dictionary::new());
    let text = String::from_utf8_lossy(&whole).into_owned();
    // As many bytes, so that the index still holds.
    let without = text.replace("/Length 32", "/Lengde 32");
    assert_ne!(without, text);
    let file = File::open(without.as_bytes(), None, &Limits::default()).unwrap();
    assert!(file.repaired);
    assert_eq!(file.pages().next().unwrap().text, "ab");
}
