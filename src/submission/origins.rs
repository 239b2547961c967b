//! Where every value of a submission stands, by its JSON pointer.
//!
//! A row has some forty values in some ten cells, and the next row has the same
//! forty: so what follows the number of a row is held once, and a place once
//! for all values beside each other that stand there.

mod gathered;

use std::{
    collections::BTreeMap,
    ops::Index,
    sync::{Arc, OnceLock},
};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, MapAccess, Visitor},
    ser::SerializeMap,
};

pub use gathered::{Gathered, HeldPieces};

use crate::grid::{Origin, OriginSeed, shared_origins};

/// What pointers of rows begin with.
const ROWS: &str = "/indicators/";

/// The place of every value, by its pointer; in order of the pointers.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    held: Held,
    /// Written out for whoever wants all of them.
    all: OnceLock<BTreeMap<String, Origin>>,
}

/// [`Origins`] as a worker sends them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// Those of no row.
    others: BTreeMap<String, Origin>,
    /// What follows the number of a row: `/items/0/code`; sorted.
    names: Vec<Arc<str>>,
    /// Row, name and place, sorted by row and name.
    entries: Vec<(u32, u32, u32)>,
    #[serde(deserialize_with = "shared_origins")]
    places: Vec<Origin>,
}

impl From<Held> for Origins {
    fn from(held: Held) -> Self {
        let all = OnceLock::new();
        Self { held, all }
    }
}

impl Held {
    /// Adds the next piece.
    pub fn append(&mut self, mut more: Self) {
        self.others.append(&mut more.others);
        self.names.append(&mut more.names);
        self.entries.append(&mut more.entries);
        self.places.append(&mut more.places);
    }

    /// Whether they are as [`Gathered::finish`] makes them.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let known = |&(_, name, place): &(u32, u32, u32)| {
            (name as usize) < self.names.len() && (place as usize) < self.places.len()
        };
        let pointers = |name: &Arc<str>| name.starts_with('/');
        self.names.is_sorted_by(|a, b| a < b)
            && self.names.iter().all(pointers)
            && self.entries.is_sorted_by(|a, b| (a.0, a.1) < (b.0, b.1))
            && self.entries.iter().all(known)
            && self.others.keys().all(|pointer| parted(pointer).is_none())
    }

    fn name(&self, id: u32) -> &str {
        self.names.get(id as usize).map_or("", |name| name)
    }

    fn rank(&self, name: &str) -> u32 {
        number(self.names.partition_point(|known| &**known < name))
    }

    /// The entries of each row, in the order of their pointers.
    fn rows(&self) -> Vec<&[(u32, u32, u32)]> {
        let mut rows: Vec<_> = self.entries.chunk_by(|a, b| a.0 == b.0).collect();
        rows.sort_by_cached_key(|row| row.first().map(|(row, ..)| row.to_string()));
        rows
    }

    /// Calls `visit` with every pointer and its place, in the order of pointers.
    fn each<E>(&self, mut visit: impl FnMut(&str, &Origin) -> Result<(), E>) -> Result<(), E> {
        let mut others = self.others.iter().peekable();
        let mut pointer = String::new();
        for row in self.rows() {
            pointer.clear();
            pointer.push_str(ROWS);
            pointer.extend(row.first().map(|(row, ..)| row.to_string()));
            let base = pointer.len();
            for (_, name, place) in row {
                pointer.truncate(base);
                pointer.push_str(self.name(*name));
                while let Some((other, origin)) = others.next_if(|(other, _)| **other < pointer) {
                    visit(other, origin)?;
                }
                if let Some(origin) = self.places.get(*place as usize) {
                    visit(&pointer, origin)?;
                }
            }
        }
        others.try_for_each(|(other, origin)| visit(other, origin))
    }
}

impl Origins {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.held.others.len() + self.held.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place of the value at `pointer`.
    #[must_use]
    pub fn get(&self, pointer: &str) -> Option<&Origin> {
        match parted(pointer) {
            Some((row, name)) => self.get_in(row as usize, name),
            None => self.held.others.get(pointer),
        }
    }

    /// The place of the value `name`, `/no`, of the row with this index.
    #[must_use]
    pub fn get_in(&self, row: usize, name: &str) -> Option<&Origin> {
        let row = u32::try_from(row).ok()?;
        // Numbers are compared sooner than names: first those of the row.
        let entries = &self.held.entries;
        let from = entries.partition_point(|entry| entry.0 < row);
        let to = entries.partition_point(|entry| entry.0 <= row);
        let entries = entries.get(from..to)?;
        let at = entries.binary_search_by(|(_, id, _)| self.held.name(*id).cmp(name));
        let (_, _, place) = entries.get(at.ok()?)?;
        self.held.places.get(*place as usize)
    }

    /// The first place of what is below the value at `pointer`.
    #[must_use]
    pub fn below(&self, pointer: &str) -> Option<&Origin> {
        let start = format!("{pointer}/");
        let Some((row, name)) = parted(&start) else {
            let mut after = self.all().range(start.clone()..);
            let first = after.next();
            return first
                .filter(|(pointer, _)| pointer.starts_with(&start))
                .map(|(_, origin)| origin);
        };
        let entries = &self.held.entries;
        let wanted = (row, self.held.rank(name));
        let at = entries.partition_point(|(row, name, _)| (*row, *name) < wanted);
        let (found, id, place) = entries.get(at)?;
        let is_below = *found == row && self.held.name(*id).starts_with(name);
        self.held.places.get(*place as usize).filter(|_| is_below)
    }

    /// Whether the value at `pointer` has a place.
    #[must_use]
    pub fn contains_key(&self, pointer: &str) -> bool {
        self.get(pointer).is_some()
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Whether all pointers are such, and each place `is_plain`.
    pub(super) fn are_plain(&self, is_plain: impl Fn(&Origin) -> bool) -> bool {
        let held = &self.held;
        held.others
            .iter()
            .all(|(pointer, origin)| pointer.starts_with('/') && is_plain(origin))
            && held.places.iter().all(is_plain)
    }

    /// The index of the row, and the place, of each value of a row, in the order
    /// of the rows.
    pub fn of_rows(&self) -> impl Iterator<Item = (usize, &Origin)> {
        let entries = self.held.entries.iter();
        entries.filter_map(|(row, _, place)| {
            Some((*row as usize, self.held.places.get(*place as usize)?))
        })
    }

    /// All of them, written out.
    fn all(&self) -> &BTreeMap<String, Origin> {
        self.all.get_or_init(|| {
            let mut all = BTreeMap::new();
            let insert = |pointer: &str, origin: &Origin| {
                all.insert(pointer.to_owned(), origin.clone());
                Ok::<(), std::convert::Infallible>(())
            };
            let _ = self.held.each(insert);
            all
        })
    }

    /// All pointers, in order.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.all().keys()
    }
}

impl PartialEq for Origins {
    fn eq(&self, other: &Self) -> bool {
        self.held == other.held || self.all() == other.all()
    }
}

impl<'a> IntoIterator for &'a Origins {
    type Item = (&'a String, &'a Origin);
    type IntoIter = std::collections::btree_map::Iter<'a, String, Origin>;

    fn into_iter(self) -> Self::IntoIter {
        self.all().iter()
    }
}

impl<P: AsRef<str> + ?Sized> Index<&P> for Origins {
    type Output = Origin;

    fn index(&self, pointer: &P) -> &Origin {
        &self.all()[pointer.as_ref()]
    }
}

impl Serialize for Origins {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        self.held
            .each(|pointer, origin| map.serialize_entry(pointer, origin))?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Origins {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Pointers)
    }
}

/// Reads a map of pointers and places.
struct Pointers;

impl<'de> Visitor<'de> for Pointers {
    type Value = Origins;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("places by pointers")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Origins, M::Error> {
        let mut gathered = Gathered::default();
        let mut pointer = String::new();
        let mut sheet = None;
        while map.next_key_seed(Text(&mut pointer))?.is_some() {
            let origin = map.next_value_seed(OriginSeed(&mut sheet))?;
            gathered.add(&pointer, &origin);
        }
        Ok(gathered.finish())
    }
}

/// Reads a text into one that is there.
struct Text<'t>(&'t mut String);

impl<'de> DeserializeSeed<'de> for Text<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Text<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a pointer")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.0.clear();
        self.0.push_str(text);
        Ok(())
    }
}

/// The index of the row that a pointer is of, and the rest of it.
fn parted(pointer: &str) -> Option<(u32, &str)> {
    let rest = pointer.strip_prefix(ROWS)?;
    let (digits, name) = rest.split_at_checked(rest.find('/')?)?;
    let is_number = digits.bytes().all(|b| b.is_ascii_digit());
    let is_short = digits == "0" || !digits.starts_with('0');
    let row = digits.parse().ok().filter(|_| is_number && is_short)?;
    Some((row, name))
}

/// An index as it is held: of four billion values, none has a place.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
