//! What a dictionary or a stream holds, references followed: numbers, and
//! bytes inflated under a limit.

use lopdf::{DecompressError, Dictionary, Document, Error, Object, Stream};

/// Why the bytes of a stream cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pdf) enum Unread {
    /// They are more than the limit.
    TooMany,
    /// Its filters fail or are not known.
    Broken,
}

/// The bytes of `stream`, if they are no more than `limit`.
pub(in crate::pdf) fn contents(
    document: &Document,
    stream: &Stream,
    limit: usize,
) -> Result<Vec<u8>, Unread> {
    // A stream without its length is empty to lopdf, which knows where it
    // starts all the same.
    let lost =
        stream.content.is_empty() && stream.start_position.is_some() && !stream.dict.has(b"Length");
    let inflated = if is_direct(stream) {
        stream.get_plain_content_with_limit(limit)
    } else {
        resolved(document, stream).get_plain_content_with_limit(limit)
    };
    match inflated {
        // Bytes of which no filter makes anything are broken or still encrypted.
        Ok(bytes) if lost || bytes.is_empty() && !stream.content.is_empty() => Err(Unread::Broken),
        Ok(bytes) => Ok(bytes),
        Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => Err(Unread::TooMany),
        Err(_) => Err(Unread::Broken),
    }
}

/// An entry that is an array of `N` numbers.
pub(in crate::pdf) fn numbers<const N: usize>(
    document: &Document,
    dictionary: &Dictionary,
    key: &[u8],
) -> Option<[f64; N]> {
    let Object::Array(array) = follow(document, dictionary.get(key).ok()?) else {
        return None;
    };
    let numbers: Vec<f64> = array
        .iter()
        .filter_map(|number| follow(document, number).as_float().ok().map(f64::from))
        .collect();
    numbers.try_into().ok()
}

/// A copy of a stream that can be inflated without the document: lopdf does
/// not follow references to filters.
pub(in crate::pdf) fn resolved(document: &Document, stream: &Stream) -> Stream {
    let mut stream = stream.clone();
    for key in FILTERS {
        let Ok(object) = stream.dict.get(key) else {
            continue;
        };
        let direct = match follow(document, object) {
            Object::Array(parts) => Object::Array(
                parts
                    .iter()
                    .map(|part| follow(document, part).clone())
                    .collect(),
            ),
            other => other.clone(),
        };
        stream.dict.set(key, direct);
    }
    stream
}

const FILTERS: [&[u8]; 2] = [b"Filter", b"DecodeParms"];

fn is_direct(stream: &Stream) -> bool {
    let is_reference = |object: &Object| matches!(object, Object::Reference(_));
    FILTERS.iter().all(|key| match stream.dict.get(key) {
        Ok(Object::Array(parts)) => !parts.iter().any(is_reference),
        Ok(object) => !is_reference(object),
        Err(_) => true,
    })
}

fn follow<'d>(document: &'d Document, object: &'d Object) -> &'d Object {
    document
        .dereference(object)
        .map_or(object, |(_, target)| target)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Dictionary, dictionary};

    #[test]
    fn bytes_of_which_nothing_comes_are_not_read() {
        let document = Document::new();
        let garbage = Stream::new(
            dictionary! { "Filter" => "FlateDecode" },
            b"no zlib".to_vec(),
        );
        assert_eq!(contents(&document, &garbage, 99), Err(Unread::Broken));
        let mut lost = Stream::new(Dictionary::new(), Vec::new());
        lost.dict.remove(b"Length");
        lost.start_position = Some(7);
        assert_eq!(contents(&document, &lost, 99), Err(Unread::Broken));
        let empty = Stream::new(Dictionary::new(), Vec::new());
        assert_eq!(contents(&document, &empty, 99), Ok(Vec::new()));
    }

    #[test]
    fn filters_that_stand_elsewhere_are_followed() {
        let mut document = Document::new();
        let filter = document.add_object(Object::Name(b"ASCIIHexDecode".to_vec()));
        for filter in [
            Object::Reference(filter),
            vec![Object::Reference(filter)].into(),
        ] {
            let stream = Stream::new(dictionary! { "Filter" => filter }, b"4142>".to_vec());
            assert_eq!(contents(&document, &stream, 9), Ok(b"AB".to_vec()));
            assert_eq!(contents(&document, &stream, 1), Err(Unread::TooMany));
        }
        let plain = Stream::new(Dictionary::new(), b"AB".to_vec());
        assert_eq!(contents(&document, &plain, 9), Ok(b"AB".to_vec()));
    }
}
