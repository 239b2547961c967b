//! The fonts of a document, each loaded once, whichever page asks first.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use foldhash::fast::RandomState;
use lopdf::{Dictionary, Document};

use super::{Font, witnesses::Faces};

/// A font, once it is loaded.
type Slot = OnceLock<Arc<Font>>;

/// The fonts that were asked for, and what is known of their faces.
pub(in crate::pdf) struct Fonts<'d> {
    document: &'d Document,
    /// By the address of their dictionary, which stays where it is as long as
    /// the document.
    loaded: Mutex<HashMap<usize, Arc<Slot>, RandomState>>,
    faces: Mutex<Faces<'d>>,
}

impl<'d> Fonts<'d> {
    pub(in crate::pdf) fn new(document: &'d Document) -> Self {
        Self {
            document,
            loaded: Mutex::default(),
            faces: Mutex::default(),
        }
    }

    /// The font of a dictionary. Pages that are read at once wait for each other
    /// where they want the same.
    pub(in crate::pdf) fn get(&self, dictionary: &'d Dictionary) -> Arc<Font> {
        let address = std::ptr::from_ref(dictionary).addr();
        let font = {
            let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(loaded.entry(address).or_default())
        };
        Arc::clone(font.get_or_init(|| {
            let mut font = Font::load(self.document, dictionary);
            font.judge(|face| {
                let mut faces = self.faces.lock().unwrap_or_else(PoisonError::into_inner);
                faces.witnesses(self.document, face)
            });
            font.into()
        }))
    }
}
