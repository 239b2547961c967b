//! How places come together, and how they are taken apart to be sent.

use std::{collections::HashMap, sync::Arc, vec};

use foldhash::fast::RandomState;

use super::{Held, Origins, ROWS, number, parted};
use crate::grid::Origin;

/// As many values as travel together.
const PIECE: usize = 20_000;

/// [`Held`] in pieces, to be sent one by one.
#[derive(Debug)]
pub struct HeldPieces {
    first: Option<Held>,
    entries: vec::IntoIter<(u32, u32, u32)>,
    places: vec::IntoIter<Origin>,
}

impl From<Origins> for HeldPieces {
    fn from(origins: Origins) -> Self {
        let mut held = origins.held;
        Self {
            entries: std::mem::take(&mut held.entries).into_iter(),
            places: std::mem::take(&mut held.places).into_iter(),
            first: Some(held),
        }
    }
}

impl Iterator for HeldPieces {
    type Item = Held;

    fn next(&mut self) -> Option<Held> {
        let left = self.entries.len() + self.places.len();
        let first = self.first.take();
        if first.is_none() && left == 0 {
            return None;
        }
        Some(Held {
            entries: self.entries.by_ref().take(PIECE).collect(),
            places: self.places.by_ref().take(PIECE).collect(),
            ..first.unwrap_or_default()
        })
    }
}

/// Origins while they are gathered.
#[derive(Debug, Default)]
pub struct Gathered {
    held: Held,
    ids: HashMap<Arc<str>, u32, RandomState>,
}

impl Gathered {
    /// Adds the place of the value at `pointer`; the last one counts.
    pub fn add(&mut self, pointer: &str, origin: &Origin) {
        match parted(pointer) {
            Some((row, name)) => self.add_named(row, name, origin),
            None => {
                self.held.others.insert(pointer.to_owned(), origin.clone());
            }
        }
    }

    /// Adds the place of the value `name`, `/no`, of the row with this index.
    pub fn add_in(&mut self, row: usize, name: &str, origin: &Origin) {
        match u32::try_from(row) {
            Ok(row) => self.add_named(row, name, origin),
            Err(_) => self.add(&format!("{ROWS}{row}{name}"), origin),
        }
    }

    fn add_named(&mut self, row: u32, name: &str, origin: &Origin) {
        let id = self.id(name);
        let places = &mut self.held.places;
        if places.last() != Some(origin) {
            places.push(origin.clone());
        }
        self.held.entries.push((row, id, number(places.len() - 1)));
    }

    /// Adds what was gathered after this.
    pub fn append(&mut self, more: Self) {
        let names = more.held.names.iter();
        let ids: Vec<u32> = names.map(|name| self.id(name)).collect();
        let before = number(self.held.places.len());
        let entries = more.held.entries.into_iter();
        self.held
            .entries
            .extend(entries.filter_map(|(row, name, place)| {
                let name = ids.get(name as usize)?;
                Some((row, *name, place.saturating_add(before)))
            }));
        self.held.places.extend(more.held.places);
        self.held.others.extend(more.held.others);
    }

    fn id(&mut self, name: &str) -> u32 {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        let id = number(self.held.names.len());
        let name: Arc<str> = Arc::from(name);
        self.held.names.push(Arc::clone(&name));
        self.ids.insert(name, id);
        id
    }

    /// All that were added.
    #[must_use]
    pub fn finish(self) -> Origins {
        let mut held = self.held;
        let mut sorted: Vec<(Arc<str>, u32)> = held.names.drain(..).zip(0..).collect();
        sorted.sort_unstable();
        let mut ranks = vec![0; sorted.len()];
        for ((name, id), rank) in sorted.into_iter().zip(0..) {
            if let Some(place) = ranks.get_mut(id as usize) {
                *place = rank;
            }
            held.names.push(name);
        }
        for (_, name, _) in &mut held.entries {
            *name = ranks.get(*name as usize).copied().unwrap_or(*name);
        }
        held.entries.sort_by_key(|(row, name, _)| (*row, *name));
        held.entries.dedup_by(|later, first| {
            let same = (later.0, later.1) == (first.0, first.1);
            if same {
                first.2 = later.2;
            }
            same
        });
        held.entries.shrink_to_fit();
        held.places.shrink_to_fit();
        Origins::from(held)
    }
}
