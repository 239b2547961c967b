//! Optional content: layers that are switched off are not on the page (ISO
//! 32000-1, 8.11).

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

/// Layers of one list that are looked at.
const MOST: usize = 100_000;

/// The layers that a document opens with switched off.
pub(super) fn hidden(document: &Document) -> BTreeSet<ObjectId> {
    let read = || -> Option<BTreeSet<ObjectId>> {
        let properties = entry(document, document.catalog().ok()?, b"OCProperties")?;
        let properties = properties.as_dict().ok()?;
        let usual = entry(document, properties, b"D")?.as_dict().ok()?;
        let base = entry(document, usual, b"BaseState").and_then(|state| state.as_name().ok());
        let mut hidden = BTreeSet::new();
        if base == Some(b"OFF") {
            hidden.extend(references(document, properties, b"OCGs"));
            for shown in references(document, usual, b"ON") {
                hidden.remove(&shown);
            }
        }
        hidden.extend(references(document, usual, b"OFF"));
        Some(hidden)
    };
    read().unwrap_or_default()
}

/// Whether what belongs to `content`, a layer or a membership of layers, is
/// switched off. Of several layers one that is on is enough, which is the usual
/// policy; expressions are not looked at.
pub(super) fn is_hidden(
    document: &Document,
    hidden: &BTreeSet<ObjectId>,
    content: &Object,
) -> bool {
    if hidden.is_empty() {
        return false;
    }
    if let Object::Reference(id) = content
        && hidden.contains(id)
    {
        return true;
    }
    let Ok((_, Object::Dictionary(membership))) = document.dereference(content) else {
        return false;
    };
    let layers = match membership.get(b"OCGs") {
        Ok(Object::Reference(id)) if hidden.contains(id) => return true,
        Ok(_) => references(document, membership, b"OCGs"),
        Err(_) => return false,
    };
    !layers.is_empty() && layers.iter().all(|layer| hidden.contains(layer))
}

/// The references in an entry that is an array of them.
fn references(document: &Document, dictionary: &Dictionary, key: &[u8]) -> Vec<ObjectId> {
    let Some(Object::Array(layers)) = entry(document, dictionary, key) else {
        return Vec::new();
    };
    let ids = layers.iter().filter_map(|layer| layer.as_reference().ok());
    ids.take(MOST).collect()
}

fn entry<'d>(document: &'d Document, dictionary: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
    dictionary.get_deref(key, document).ok()
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    /// A document with two layers, of which the usual settings are `usual`.
    fn document(usual: impl Fn(ObjectId, ObjectId) -> Dictionary) -> (Document, [ObjectId; 2]) {
        let mut document = Document::new();
        let one = document.add_object(dictionary! { "Type" => "OCG" });
        let two = document.add_object(dictionary! { "Type" => "OCG" });
        let layers: Vec<Object> = vec![one.into(), two.into()];
        let catalog = document.add_object(dictionary! {
            "Type" => "Catalog",
            "OCProperties" => dictionary! { "OCGs" => layers, "D" => usual(one, two) },
        });
        document.trailer.set("Root", catalog);
        (document, [one, two])
    }

    #[test]
    fn layers_are_off_by_name_or_unless_named() {
        let array = |id: ObjectId| -> Vec<Object> { vec![id.into()] };
        let (off, [one, _]) = document(|one, _| dictionary! { "OFF" => array(one) });
        assert_eq!(hidden(&off), BTreeSet::from([one]));
        let base = |one: ObjectId| dictionary! { "BaseState" => "OFF", "ON" => array(one) };
        let (on, [_, two]) = document(|one, _| base(one));
        assert_eq!(hidden(&on), BTreeSet::from([two]));
        assert!(hidden(&Document::new()).is_empty());
    }

    #[test]
    fn a_membership_shows_where_one_of_its_layers_does() {
        let (document, [one, two]) = document(|_, _| Dictionary::new());
        let hidden = BTreeSet::from([one]);
        let of = |layers: Object| Object::Dictionary(dictionary! { "OCGs" => layers });
        let both: Vec<Object> = vec![one.into(), two.into()];
        let only: Vec<Object> = vec![one.into()];
        for (content, expected) in [
            (Object::Reference(one), true),
            (Object::Reference(two), false),
            (of(one.into()), true),
            (of(both.into()), false),
            (of(only.into()), true),
            (Object::Null, false),
        ] {
            assert_eq!(
                is_hidden(&document, &hidden, &content),
                expected,
                "{content:?}"
            );
        }
    }
}
