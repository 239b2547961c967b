//! What files of one office say differently and no conflict tells: what is not
//! merged, and what only one of them says.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    Member, by_key,
    measures::{bullet_names, counted, measure_names},
    values::Which,
};
use crate::{
    normalize::key::key,
    note::MergeNote,
    submission::{Indicator, Standing},
};

/// A file, and the one of the same office that it is compared with.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) office: &'a str,
    pub(super) file: Member<'a>,
    pub(super) with: Member<'a>,
}

/// What a part of a row belongs to: each item, measure and dash with how often
/// it stood before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Of<'a> {
    Row,
    Item(&'a str, usize),
    Measure((u32, usize)),
    Bullet((u32, usize), (Option<&'a str>, usize)),
    Result,
}

/// One part of a row.
struct Part {
    value: Value,
    /// JSON pointer in the row.
    pointer: String,
    /// Whether it is merged: then a conflict tells where two values differ.
    merged: bool,
}

type Parts<'a> = BTreeMap<(Of<'a>, &'static str, Option<u16>), Part>;

impl<'a> Pair<'a> {
    /// Title and notes, where neither file has what the other says: a letter in
    /// front of the form, or a note that is not printed, is no difference.
    pub(super) fn outside(&self, notes: &mut Vec<MergeNote>) {
        let (mine, theirs) = (self.file.submission, self.with.submission);
        let title = |title: &Option<String>| title.clone().unwrap_or_default();
        for (part, pointer, mine, theirs) in [
            ("title", "/title", title(&mine.title), title(&theirs.title)),
            (
                "notes",
                "/notes/0",
                mine.notes.join(" "),
                theirs.notes.join(" "),
            ),
        ] {
            let (a, b) = (key(&mine), key(&theirs));
            if !a.contains(&b) && !b.contains(&a) {
                self.tell(part, pointer, [json!(mine), json!(theirs)], notes);
            }
        }
    }

    /// What stands in the header, and the order of the rows.
    pub(super) fn around(&self, notes: &mut Vec<MergeNote>) {
        let (mine, theirs) = (self.file.submission, self.with.submission);
        if mine.due != theirs.due {
            self.tell("due", "/due", [json!(mine.due), json!(theirs.due)], notes);
        }
        if mine.score_years != theirs.score_years {
            let years = [json!(mine.score_years), json!(theirs.score_years)];
            self.tell("score_years", "/score_years/0", years, notes);
        }
        let [mine, theirs] = [mine, theirs].map(|submission| {
            let rows = submission.indicators.iter();
            rows.map(|row| (Which::of(row), row.name.as_str()))
                .collect::<Vec<_>>()
        });
        let both: BTreeSet<&Which> = {
            let theirs: BTreeSet<&Which> = theirs.iter().map(|(which, _)| which).collect();
            mine.iter()
                .map(|(which, _)| which)
                .filter(|which| theirs.contains(which))
                .collect()
        };
        let [mine, theirs] = [&mine, &theirs].map(|rows| {
            let mut met = BTreeSet::new();
            let rows = rows
                .iter()
                .filter(|(which, _)| both.contains(which) && met.insert(which));
            rows.collect::<Vec<_>>()
        });
        if mine
            .iter()
            .map(|(which, _)| which)
            .ne(theirs.iter().map(|(which, _)| which))
        {
            let names = [&mine, &theirs]
                .map(|rows| json!(rows.iter().map(|row| row.1).collect::<Vec<_>>()));
            self.tell("rows", "/indicators/0/no", names, notes);
        }
    }

    /// The rows of one indicator in the file and in the other.
    pub(super) fn rows(&self, mine: &[usize], theirs: &[usize], notes: &mut Vec<MergeNote>) {
        let (Some((first, again)), Some((their_first, their_again))) =
            (mine.split_first(), theirs.split_first())
        else {
            return;
        };
        let row = |member: Member<'a>, index: usize| member.submission.indicators.get(index);
        let (Some(a), Some(b)) = (row(self.file, *first), row(self.with, *their_first)) else {
            return;
        };
        self.row(*first, a, b, notes);
        let repeated = |member: Member<'a>, rows: &[usize]| {
            let rows: Vec<&Indicator> = rows.iter().filter_map(|at| row(member, *at)).collect();
            compared(&json!(rows))
        };
        if repeated(self.file, again) != repeated(self.with, their_again) {
            let at = again.first().unwrap_or(first);
            let counts = [json!(mine.len()), json!(theirs.len())];
            self.tell_of(*at, a, "repeated", "/no", counts, notes);
        }
    }

    fn row(
        &self,
        index: usize,
        mine: &'a Indicator,
        theirs: &'a Indicator,
        notes: &mut Vec<MergeNote>,
    ) {
        let (a, b, whole) = (parts(mine), parts(theirs), mine);
        let groups = |parts: &Parts<'a>| parts.keys().map(|(of, ..)| *of).collect::<BTreeSet<_>>();
        let (in_a, in_b) = (groups(&a), groups(&b));
        let mut told: BTreeSet<Of<'a>> = BTreeSet::new();
        for (part, pointer, [mine, theirs]) in orders(mine, theirs) {
            self.tell_of(index, whole, part, pointer, [mine, theirs], notes);
        }
        let keys: BTreeSet<_> = a.keys().chain(b.keys()).copied().collect();
        for key in keys {
            let (of, name, year) = key;
            // What only one has is told once; its dashes belong to it.
            let lone = in_a.contains(&of) != in_b.contains(&of);
            let within = match of {
                Of::Bullet(measure, _) => told.contains(&Of::Measure(measure)),
                _ => false,
            };
            if within || (lone && name != main(of)) {
                continue;
            }
            let value = |part: Option<&Part>| part.map_or(Value::Null, |part| part.value.clone());
            let values = [value(a.get(&key)), value(b.get(&key))];
            let [x, y] = &values;
            if compared(x) == compared(y) {
                continue;
            }
            // The words of a whole cell differ where a part of it does.
            let follows = match (of, name) {
                (Of::Result, "text") => !lone && told.contains(&of),
                (Of::Row, "as_written") => {
                    let who = (Of::Row, "responsible", None);
                    compared(&value(a.get(&who))) != compared(&value(b.get(&who)))
                }
                _ => false,
            };
            if !follows {
                let merged = a
                    .get(&key)
                    .or_else(|| b.get(&key))
                    .is_some_and(|part| part.merged);
                if !merged || x.is_null() || y.is_null() {
                    let pointer = a.get(&key).map_or("/no", |part| part.pointer.as_str());
                    let mut note = self.note(name, Some((index, mine)), pointer, values);
                    if let MergeNote::Apart {
                        item,
                        year: of_year,
                        ..
                    } = &mut note
                    {
                        *of_year = year;
                        *item = match of {
                            Of::Item(code, _) => Some(code.to_owned()),
                            Of::Bullet(_, (code, _)) => code.map(str::to_owned),
                            _ => None,
                        };
                    }
                    notes.push(note);
                }
                if lone || of == Of::Result {
                    told.insert(of);
                }
            }
        }
    }

    fn tell(
        &self,
        part: &'static str,
        pointer: &str,
        values: [Value; 2],
        notes: &mut Vec<MergeNote>,
    ) {
        notes.push(self.note(part, None, pointer, values));
    }

    fn tell_of(
        &self,
        index: usize,
        row: &Indicator,
        part: &'static str,
        pointer: &str,
        values: [Value; 2],
        notes: &mut Vec<MergeNote>,
    ) {
        notes.push(self.note(part, Some((index, row)), pointer, values));
    }

    fn note(
        &self,
        part: &'static str,
        row: Option<(usize, &Indicator)>,
        pointer: &str,
        [value, other]: [Value; 2],
    ) -> MergeNote {
        let origins = &self.file.submission.origins;
        let base = row.map_or_else(String::new, |(index, _)| format!("/indicators/{index}"));
        let origin = origins
            .get(&format!("{base}{pointer}"))
            // A list stands where its first part does.
            .or_else(|| origins.get(&format!("{base}{pointer}/0")))
            .or_else(|| origins.get(&format!("{base}/no")))
            .or_else(|| origins.get(&format!("{base}/name")));
        MergeNote::Apart {
            file: self.file.submission.source.file.clone(),
            with: self.with.submission.source.file.clone(),
            office: self.office.to_owned(),
            origin: origin.cloned(),
            indicator: row.map(|(_, row)| row.name.clone()),
            item: None,
            year: None,
            part,
            value,
            other,
        }
    }
}

/// The part that tells of a whole.
const fn main(of: Of<'_>) -> &'static str {
    match of {
        Of::Item(..) => "item",
        Of::Measure(_) => "measure",
        Of::Bullet(..) => "bullet",
        Of::Row | Of::Result => "text",
    }
}

/// Lists of the row that have the same entries in another order.
fn orders(mine: &Indicator, theirs: &Indicator) -> Vec<(&'static str, &'static str, [Value; 2])> {
    let items = |row: &Indicator| -> Vec<(Standing, String)> {
        let items = row.items.iter();
        items
            .map(|item| (item.standing, item.code.clone()))
            .collect()
    };
    let dashes = |row: &Indicator| -> Vec<((u32, usize), String)> {
        let measures = row.measures.list.iter().zip(measure_names(row));
        let entries = measures.flat_map(|(measure, name)| {
            let own = (
                name,
                measure.no.map_or_else(String::new, |no| no.to_string()),
            );
            let dashes = measure
                .bullets
                .iter()
                .map(move |dash| (name, dash.item.clone().unwrap_or_default()));
            std::iter::once(own).chain(dashes)
        });
        entries.collect()
    };
    let items = moved(items(mine), items(theirs)).map(|both| ("items", "/items/0/code", both));
    let dashes = moved(dashes(mine), dashes(theirs));
    let dashes = dashes.map(|both| ("dashes", "/measures/list/0/text", both));
    items.into_iter().chain(dashes).collect()
}

/// Both as lists of words, where only the order differs.
fn moved<T: Clone + Ord>(mine: Vec<(T, String)>, theirs: Vec<(T, String)>) -> Option<[Value; 2]> {
    let sorted = |list: &Vec<(T, String)>| {
        let mut list = list.clone();
        list.sort();
        list
    };
    if mine == theirs || sorted(&mine) != sorted(&theirs) {
        return None;
    }
    Some(
        [mine, theirs]
            .map(|list| json!(list.into_iter().map(|(_, word)| word).collect::<Vec<_>>())),
    )
}

fn compared(value: &Value) -> Value {
    let mut value = value.clone();
    by_key(&mut value);
    value
}

/// All parts of a row, but its name.
fn parts(row: &Indicator) -> Parts<'_> {
    let mut parts = Parts::new();
    let mut add = |of, name, year, value: Value, pointer: String, merged| {
        parts.insert(
            (of, name, year),
            Part {
                value,
                pointer,
                merged,
            },
        );
    };
    add(Of::Row, "no", None, json!(row.no), "/no".to_owned(), true);
    let instrument = json!(row.instrument);
    add(
        Of::Row,
        "instrument",
        None,
        instrument,
        "/instrument".to_owned(),
        true,
    );
    for (year, score) in &row.scores {
        let pointer = format!("/scores/{year}");
        add(Of::Row, "scores", Some(*year), json!(score), pointer, true);
    }
    add(
        Of::Row,
        "change",
        None,
        json!(row.change),
        "/change".to_owned(),
        true,
    );
    for (name, standing, verdict) in [
        ("verdict_weak", Standing::Weak, row.verdicts.weak),
        ("verdict_strong", Standing::Strong, row.verdicts.strong),
    ] {
        // It stands in the cell of its items.
        let first = row.items.iter().position(|item| item.standing == standing);
        let pointer = first.map_or_else(|| "/no".to_owned(), |at| format!("/items/{at}/code"));
        add(Of::Row, name, None, json!(verdict), pointer, false);
    }
    let order: Vec<&str> = row.items.iter().map(|item| item.code.as_str()).collect();
    let items = counted(order.iter().copied());
    for ((at, item), (code, nth)) in row.items.iter().enumerate().zip(items) {
        let of = Of::Item(code, nth);
        let merged = nth == 0;
        let pointer = |name: &str| format!("/items/{at}/{name}");
        add(of, "item", None, json!(code), pointer("code"), merged);
        add(
            of,
            "score",
            None,
            json!(item.score),
            pointer("score"),
            merged,
        );
        add(
            of,
            "standing",
            None,
            json!(item.standing),
            pointer("standing"),
            merged,
        );
        add(
            of,
            "remark",
            None,
            json!(item.remark),
            pointer("remark"),
            merged,
        );
    }
    let measures = &row.measures;
    let preamble = json!(measures.preamble);
    add(
        Of::Row,
        "preamble",
        None,
        preamble,
        "/measures/preamble".to_owned(),
        true,
    );
    add(
        Of::Row,
        "claims",
        None,
        json!(measures.claims),
        "/measures/claims".to_owned(),
        true,
    );
    for ((at, measure), name) in measures.list.iter().enumerate().zip(measure_names(row)) {
        let base = format!("/measures/list/{at}");
        let text = json!(measure.text);
        add(
            Of::Measure(name),
            "measure",
            None,
            text,
            format!("{base}/text"),
            true,
        );
        let bullets = measure.bullets.iter().zip(bullet_names(&measure.bullets));
        for ((bullet, dash), at) in bullets.zip(0..) {
            let of = Of::Bullet(name, dash);
            let pointer = |name: &str| format!("{base}/bullets/{at}/{name}");
            add(
                of,
                "bullet",
                None,
                json!(bullet.text),
                pointer("text"),
                true,
            );
            let quoted = json!(bullet.quoted_score);
            add(
                of,
                "quoted_score",
                None,
                quoted,
                pointer("quoted_score"),
                true,
            );
        }
    }
    let who = &row.responsible;
    let written = !who.as_written.is_empty();
    let mut offices = who.offices.clone();
    offices.sort_unstable();
    let value = written
        .then(|| json!({ "all": who.all, "offices": offices, "unresolved": who.unresolved }));
    let pointer = "/responsible".to_owned();
    add(
        Of::Row,
        "responsible",
        None,
        json!(value),
        pointer.clone() + "/as_written",
        true,
    );
    let words = json!(written.then_some(&who.as_written));
    add(
        Of::Row,
        "as_written",
        None,
        words,
        pointer + "/as_written",
        false,
    );
    if let Some(result) = &row.result {
        let pointer = |name: &str| format!("/result/{name}");
        let actions = (!result.actions.is_empty()).then_some(&result.actions);
        for (name, value) in [
            ("actions", json!(actions)),
            ("obstacles", json!(result.obstacles)),
            ("suggestions", json!(result.suggestions)),
            ("progress_percent", json!(result.progress_percent)),
        ] {
            add(Of::Result, name, None, value, pointer(name), true);
        }
        add(
            Of::Result,
            "text",
            None,
            json!(result.text),
            pointer("text"),
            false,
        );
    }
    parts
}
