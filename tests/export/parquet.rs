//! The tables in Parquet, read back by its own reader.

use std::{collections::BTreeMap, fs::File, path::Path};

use jiff::{ToSpan, civil::date};
use parquet::{
    basic::Compression,
    data_type::Decimal,
    file::reader::{FileReader, SerializedFileReader},
    record::Field,
};
use ruam::output::tables::{TABLES, Table};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{
    export,
    read::{Line, jsonl, number_of},
    sample,
};

fn lines(out: &Path, table: &Table) -> Vec<Line> {
    let path = out.join(format!("tables/{}.parquet", table.name));
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let meta = reader.metadata();
    assert!(
        meta.file_metadata()
            .created_by()
            .unwrap()
            .starts_with("ruam ")
    );
    for group in meta.row_groups() {
        assert_eq!(group.column(0).compression(), Compression::SNAPPY);
    }
    let rows = reader.get_row_iter(None).unwrap().map(|row| {
        let row = row.unwrap();
        let fields = row.get_column_iter();
        fields
            .map(|(name, field)| (name.clone(), value(field)))
            .collect::<BTreeMap<_, _>>()
    });
    rows.collect()
}

fn value(field: &Field) -> Value {
    match field {
        Field::Null => Value::Null,
        Field::Str(text) => json!(text),
        Field::Long(number) => json!(number),
        Field::Bool(is) => json!(is),
        Field::Decimal(Decimal::Int64 {
            value,
            precision: 18,
            scale: 2,
        }) => number_of(i64::from_be_bytes(*value) as f64 / 100.0),
        Field::Date(days) => {
            let day = date(1970, 1, 1).checked_add(days.days()).unwrap();
            json!(day.to_string())
        }
        Field::ListInternal(list) => list.elements().iter().map(value).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn parquet_has_what_jsonl_has() {
    let folder = TempDir::new().unwrap();
    let dataset = sample(folder.path());
    export(&dataset, "jsonl,parquet", &dataset);
    let mut all = 0;
    for table in TABLES {
        let read = lines(&dataset, table);
        assert_eq!(read, jsonl(&dataset, table), "{}", table.name);
        all += read.len();
    }
    assert!(all > 400, "{all}");
}
