//! How places are read and written: reports have millions of them.

use std::{fmt, sync::Arc};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor},
};

use super::{Address, Origin};

/// Reads a place; one on the sheet of the place before shares its name.
#[derive(Debug)]
pub struct OriginSeed<'s>(pub &'s mut Option<Arc<str>>);

impl<'de> DeserializeSeed<'de> for OriginSeed<'_> {
    type Value = Origin;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Origin, D::Error> {
        deserializer.deserialize_map(self)
    }
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Field {
    Sheet,
    Cell,
    Page,
    Table,
    Row,
    Column,
    Bbox,
    #[serde(other)]
    Other,
}

impl<'de> Visitor<'de> for OriginSeed<'_> {
    type Value = Origin;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a cell of a sheet, or a box on a page")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Origin, M::Error> {
        let mut sheet = None;
        let mut cell = None;
        let mut numbers = [None; 4];
        let mut bbox = None;
        let [page, table, row, column] = &mut numbers;
        while let Some(field) = map.next_key()? {
            match field {
                Field::Sheet => sheet = map.next_value_seed(Sheet(self.0))?,
                Field::Cell => cell = Some(map.next_value()?),
                Field::Page => *page = Some(map.next_value()?),
                Field::Table => *table = Some(map.next_value()?),
                Field::Row => *row = Some(map.next_value()?),
                Field::Column => *column = Some(map.next_value()?),
                Field::Bbox => bbox = Some(map.next_value_seed(Bounds)?),
                Field::Other => drop(map.next_value::<de::IgnoredAny>()?),
            }
        }
        if let Some(cell) = cell {
            return Ok(Origin::Cell { sheet, cell });
        }
        match (numbers, bbox) {
            ([Some(page), Some(table), Some(row), Some(column)], Some(bbox)) => Ok(Origin::Box {
                page,
                table,
                row,
                column,
                bbox,
            }),
            _ => Err(de::Error::custom(
                "neither a cell of a sheet nor a box on a page",
            )),
        }
    }
}

/// Reads the bounds of an area, which are numbers that JSON has too.
struct Bounds;

impl<'de> DeserializeSeed<'de> for Bounds {
    type Value = [f64; 4];

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<[f64; 4], D::Error> {
        bounds(deserializer)
    }
}

/// Reads the bounds of an area.
///
/// # Errors
/// What is no four finite numbers.
pub(super) fn bounds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[f64; 4], D::Error> {
    let bounds = <[f64; 4]>::deserialize(deserializer)?;
    if bounds.iter().all(|bound| bound.is_finite()) {
        Ok(bounds)
    } else {
        Err(de::Error::custom("an area without bounds"))
    }
}

/// Reads the name of a sheet, if there is one: that of before, where it is.
struct Sheet<'s>(&'s mut Option<Arc<str>>);

impl<'de> DeserializeSeed<'de> for Sheet<'_> {
    type Value = Option<Arc<str>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Sheet<'_> {
    type Value = Option<Arc<str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a sheet, or nothing")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        if self.0.as_deref() != Some(name) {
            *self.0 = Some(Arc::from(name));
        }
        Ok(self.0.clone())
    }
}

impl<'de> Deserialize<'de> for Origin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        OriginSeed(&mut None).deserialize(deserializer)
    }
}

/// Reads places, those on one sheet sharing its name.
///
/// # Errors
/// What is no place.
pub fn shared_origins<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Origin>, D::Error> {
    struct Places;
    impl<'de> Visitor<'de> for Places {
        type Value = Vec<Origin>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("places")
        }

        fn visit_seq<S: SeqAccess<'de>>(self, mut places: S) -> Result<Vec<Origin>, S::Error> {
            let mut read = Vec::new();
            let mut sheet = None;
            while let Some(place) = places.next_element_seed(OriginSeed(&mut sheet))? {
                read.push(place);
            }
            Ok(read)
        }
    }
    deserializer.deserialize_seq(Places)
}

impl Address {
    /// Appends the address as a spreadsheet shows it.
    pub(super) fn write(self, text: &mut String) {
        // 26 letters to the 7th are more than 2^32.
        let mut letters = [0; 7];
        let mut rest = u64::from(self.column) + 1;
        for letter in &mut letters {
            if rest == 0 {
                break;
            }
            rest -= 1;
            *letter = b'A' + u8::try_from(rest % 26).unwrap_or(0);
            rest /= 26;
        }
        let written = letters.iter().rev().filter(|letter| **letter != 0);
        text.extend(written.map(|letter| char::from(*letter)));
        let mut digits = [0; 10];
        let mut rest = u64::from(self.row) + 1;
        for digit in &mut digits {
            if rest == 0 {
                break;
            }
            *digit = b'0' + u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
        }
        let written = digits.iter().rev().filter(|digit| **digit != 0);
        text.extend(written.map(|digit| char::from(*digit)));
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(16);
        self.write(&mut text);
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Written;
        impl Visitor<'_> for Written {
            type Value = Address;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an address like F49")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Address, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Written)
    }
}
