//! The page that describes the tables, `schemas/tables.md`, made from their
//! columns.

use super::{Column, Kind, TABLES, Table};

/// What stands above the tables.
const HEAD: &str = include_str!("head.md");

/// The page.
#[must_use]
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    for table in TABLES {
        page.push_str(&section(table));
    }
    page
}

fn section(table: &Table) -> String {
    let Table { name, th, en, .. } = table;
    let mut text = format!(
        "\n## {name}\n\n{th} · {en}\n\n\
         | คอลัมน์ column | ชนิด type | กุญแจ key | ความหมาย | meaning |\n|---|---|---|---|---|\n"
    );
    for Column {
        name,
        kind,
        key,
        th,
        en,
    } in table.columns
    {
        let (kind, key) = (kind.name(), if *key { "✓" } else { "" });
        text.push_str(&format!("| `{name}` | {kind} | {key} | {th} | {en} |\n"));
    }
    text
}

impl Kind {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::List => "list",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Boolean => "boolean",
            Self::Date => "date",
        }
    }
}
