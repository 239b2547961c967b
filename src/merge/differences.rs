//! What files of one office say differently and no conflict tells: what is not
//! merged, and what only one of them says.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    Member, compared,
    parts::{Key, Of, Part, Parts, causes, main, orders, parts},
    values::Which,
};
use crate::{
    normalize::key::key,
    note::{Apart, MergeNote},
    submission::{Indicator, Submission},
};

/// A file, and the one of the same office that it is compared with.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) office: &'a str,
    pub(super) file: Member<'a>,
    pub(super) with: Member<'a>,
}

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
        let order = |of: &'a Submission, other: &Submission| -> Vec<(Which, &'a str)> {
            let others: BTreeSet<Which> = other.indicators.iter().map(Which::of).collect();
            let mut met = BTreeSet::new();
            let rows = of.indicators.iter().map(|row| (Which::of(row), &*row.name));
            let both =
                rows.filter(|(which, _)| others.contains(which) && met.insert(which.clone()));
            both.collect()
        };
        let orders = [order(mine, theirs), order(theirs, mine)];
        let which = |rows: &[(Which, &str)]| -> Vec<Which> {
            rows.iter().map(|(which, _)| which.clone()).collect()
        };
        if which(&orders[0]) != which(&orders[1]) {
            let names = |rows: Vec<(Which, &str)>| -> Vec<String> {
                rows.into_iter().map(|(_, name)| name.to_owned()).collect()
            };
            let names = orders.map(|rows| json!(names(rows)));
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
            let apart = self.apart("repeated", Some((*at, a)), "/no", counts);
            notes.push(MergeNote::Apart(apart));
        }
    }

    fn row(
        &self,
        index: usize,
        mine: &'a Indicator,
        theirs: &'a Indicator,
        notes: &mut Vec<MergeNote>,
    ) {
        // Most rows of rivals are the same.
        if mine == theirs {
            return;
        }
        let apart =
            |part, pointer: &str, values| self.apart(part, Some((index, mine)), pointer, values);
        for (part, pointer, values) in orders(mine, theirs) {
            notes.push(MergeNote::Apart(apart(part, pointer, values)));
        }
        let (a, b) = (parts(mine), parts(theirs));
        let wholes = |parts: &Parts<'a>| parts.keys().map(|(of, ..)| *of).collect::<BTreeSet<_>>();
        let (in_a, in_b) = (wholes(&a), wholes(&b));
        let values = |key: &Key<'a>| {
            let value = |part: Option<&Part>| part.map_or(Value::Null, |part| part.value.clone());
            [value(a.get(key)), value(b.get(key))]
        };
        let differ = |key: &Key<'a>| {
            let [x, y] = values(key);
            compared(&x) != compared(&y)
        };
        // A part of what only one has, or of words that differ themselves.
        let follows = |&(of, name, _): &Key<'a>| {
            let lone = |of: &Of<'a>| in_a.contains(of) != in_b.contains(of);
            let measure = match of {
                Of::Bullet(measure, _) => lone(&Of::Measure(measure)),
                _ => false,
            };
            let causes = causes(name).iter();
            measure
                || (lone(&of) && name != main(of))
                || (!lone(&of) && causes.into_iter().any(|cause| differ(&(of, cause, None))))
        };
        let keys: BTreeSet<Key<'a>> = a.keys().chain(b.keys()).copied().collect();
        for key in keys.iter().filter(|key| differ(key) && !follows(key)) {
            let [x, y] = values(key);
            let part = a.get(key).or_else(|| b.get(key));
            if part.is_some_and(|part| part.merged) && !x.is_null() && !y.is_null() {
                continue;
            }
            let (of, name, year) = *key;
            let pointer = a.get(key).map_or("/no", |part| &part.pointer);
            let item = match of {
                Of::Item(code, _) | Of::Bullet(_, (Some(code), _)) => Some(code.to_owned()),
                _ => None,
            };
            notes.push(MergeNote::Apart(Apart {
                item,
                year,
                ..apart(name, pointer, [x, y])
            }));
        }
    }

    fn tell(
        &self,
        part: &'static str,
        pointer: &str,
        values: [Value; 2],
        notes: &mut Vec<MergeNote>,
    ) {
        notes.push(MergeNote::Apart(self.apart(part, None, pointer, values)));
    }

    fn apart(
        &self,
        part: &'static str,
        row: Option<(usize, &Indicator)>,
        pointer: &str,
        [value, other]: [Value; 2],
    ) -> Apart {
        let origins = &self.file.submission.origins;
        let base = row.map_or_else(String::new, |(index, _)| format!("/indicators/{index}"));
        let origin = origins
            .get(&format!("{base}{pointer}"))
            // A list stands where its first part does.
            .or_else(|| origins.get(&format!("{base}{pointer}/0")))
            .or_else(|| origins.get(&format!("{base}/no")))
            .or_else(|| origins.get(&format!("{base}/name")));
        Apart {
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
