//! The fonts of a document, each loaded once.

use std::{collections::HashMap, sync::Arc};

use lopdf::{Dictionary, Document};

use super::{Font, witnesses::Faces};

/// The fonts that were asked for, and what is known of their faces.
pub(in crate::pdf) struct Fonts<'d> {
    document: &'d Document,
    /// By the address of their dictionary, which stays where it is as long as
    /// the document.
    loaded: HashMap<usize, Arc<Font>>,
    faces: Faces<'d>,
}

impl<'d> Fonts<'d> {
    pub(in crate::pdf) fn new(document: &'d Document) -> Self {
        Self {
            document,
            loaded: HashMap::new(),
            faces: Faces::default(),
        }
    }

    /// The font of a dictionary.
    pub(in crate::pdf) fn get(&mut self, dictionary: &'d Dictionary) -> Arc<Font> {
        let (document, faces) = (self.document, &mut self.faces);
        let address = std::ptr::from_ref(dictionary).addr();
        let font = self.loaded.entry(address).or_insert_with(|| {
            let mut font = Font::load(document, dictionary);
            font.judge(|face| faces.witnesses(document, face));
            font.into()
        });
        Arc::clone(font)
    }
}
