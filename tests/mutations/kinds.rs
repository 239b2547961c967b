//! The mutations: every score, change, code, office, name and progress of the
//! report, each in several wrong ways.

use std::sync::Arc;

use super::{
    oracle::{Bullet, Catalog, Code, Item, Model, Number, Progress, Responsible, Row},
    report::{BROKEN, Sheet},
};

/// One cell changed, in the sheet and in the model.
pub(crate) struct Mutation {
    pub(crate) what: String,
    pub(crate) cell: String,
    pub(crate) text: String,
    pub(crate) index: usize,
    change: Arc<dyn Fn(&mut Row) + Send + Sync>,
    /// Whether there are so many of the kind that some will do.
    pub(crate) common: bool,
}

impl Mutation {
    /// Changes the model as the sheet is.
    pub(crate) fn apply(&self, model: &mut Model) {
        (self.change)(&mut model.rows[self.index]);
    }
}

/// Changes an item that may be gone.
fn on_item(
    written: &str,
    change: impl Fn(&mut Item) + Send + Sync + 'static,
) -> impl Fn(&mut Row) + Send + Sync + 'static {
    let written = written.to_owned();
    move |row| {
        row.items
            .iter_mut()
            .filter(|item| item.written == written)
            .for_each(&change);
    }
}

/// Changes a bullet that may be gone.
fn on_bullet(
    code: &str,
    change: impl Fn(&mut Bullet) + Send + Sync + 'static,
) -> impl Fn(&mut Row) + Send + Sync + 'static {
    let code = code.to_owned();
    move |row| {
        row.bullets
            .iter_mut()
            .filter(|bullet| bullet.written.0 == code)
            .for_each(&change);
    }
}

struct Maker<'a> {
    sheet: &'a Sheet,
    model: &'a Model,
    all: Vec<Mutation>,
}

pub(crate) fn all(sheet: &Sheet, model: &Model, catalog: &Catalog) -> Vec<Mutation> {
    let mut maker = Maker {
        sheet,
        model,
        all: Vec::new(),
    };
    for index in 0..model.rows.len() {
        maker.scores(index);
        maker.change(index);
        let before = maker.all.len();
        maker.item_scores(index);
        maker.item_codes(index, catalog);
        maker.all[before..]
            .iter_mut()
            .for_each(|one| one.common = true);
        maker.quoted_scores(index);
        maker.quoted_codes(index, catalog);
        maker.offices(index);
        maker.name(index, catalog);
        maker.progress(index);
        maker.errors(index);
    }
    maker.all
}

/// A score as people write it.
fn written(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let amount = hundredths.abs();
    format!("{sign}{}.{:02}", amount / 100, amount % 100)
}

/// Another score within the range.
fn other(score: i64, by: i64) -> i64 {
    if score + by > 10_000 {
        score - by
    } else {
        score + by
    }
}

/// A score on the other side of the target.
fn across(score: i64) -> i64 {
    if score < 8_500 { 9_000 } else { 8_450 }
}

fn value(number: Number) -> i64 {
    let Number::Is(value) = number else {
        panic!("the real report can be read");
    };
    value
}

impl Maker<'_> {
    /// The cell gets `text`, the row of the model what `change` does.
    fn put(
        &mut self,
        index: usize,
        cell: &str,
        text: &str,
        change: impl Fn(&mut Row) + Send + Sync + 'static,
    ) {
        self.all.push(Mutation {
            what: format!("{cell} = {text}"),
            cell: cell.to_owned(),
            text: text.to_owned(),
            index,
            change: Arc::new(change),
            common: false,
        });
    }

    /// `from` in the cell becomes `to`.
    fn replace(
        &mut self,
        index: usize,
        cell: &str,
        (from, to): (&str, &str),
        change: impl Fn(&mut Row) + Send + Sync + 'static,
    ) {
        let text = self.sheet.text(cell);
        assert_eq!(text.matches(from).count(), 1, "{from} in {cell}");
        let text = text.replacen(from, to, 1);
        self.put(index, cell, &text, change);
        self.all.last_mut().unwrap().what = format!("{cell}: {from} becomes {to}");
    }

    fn scores(&mut self, index: usize) {
        for year in 0..2 {
            let row = &self.model.rows[index];
            let cell = row.at(2 + u32::try_from(year).unwrap());
            let score = value(row.scores[year]);
            for new in [
                other(score, 1),
                other(score, 2),
                other(score, 50),
                across(score),
                15_025,
                -500,
            ] {
                self.put(index, &cell, &written(new), move |row| {
                    row.scores[year] = Number::Is(new)
                });
            }
            for (text, number) in [
                (format!("{}4", written(score)), Number::Rounded(score)),
                (format!("{}5", written(score)), Number::Rounded(score + 1)),
                (written(score).replace('.', ","), Number::Unreadable),
                (String::new(), Number::Empty),
            ] {
                // 100.004 and 100.005 are no scores.
                if score < 10_000 || !matches!(number, Number::Rounded(_)) {
                    self.put(index, &cell, &text, move |row| row.scores[year] = number);
                }
            }
        }
    }

    fn change(&mut self, index: usize) {
        let row = &self.model.rows[index];
        let (cell, change) = (row.at(4), value(row.change));
        let bracket = |change: i64| match change {
            ..0 => format!("({})", written(-change)),
            0.. => written(change),
        };
        for new in [change + 1, change + 100, -change] {
            self.put(index, &cell, &bracket(new), move |row| {
                row.change = Number::Is(new)
            });
        }
        for (text, number) in [
            ("-", Number::Is(0)),
            ("1,57", Number::Unreadable),
            ("ดีขึ้น", Number::Unreadable),
            ("", Number::Empty),
        ] {
            self.put(index, &cell, text, move |row| row.change = number);
        }
    }

    fn item_scores(&mut self, index: usize) {
        for at in 0..self.model.rows[index].items.len() {
            let item = self.model.rows[index].items[at].clone();
            let Code::Is(code) = &item.code else { continue };
            let score = value(item.score);
            let mut news = vec![across(score), other(score, 200), 15_025, -500];
            if code.starts_with('O') {
                news.extend([5_000, 10_000 - score]);
            }
            for new in news {
                let text = format!("{code}={}", written(new));
                self.replace(
                    index,
                    &item.cell,
                    (&item.written, &text),
                    on_item(&item.written, move |item| item.score = Number::Is(new)),
                );
            }
            let comma = format!("{code}={}", written(score).replace('.', ","));
            self.replace(
                index,
                &item.cell,
                (&item.written, &comma),
                on_item(&item.written, |item| item.score = Number::Unreadable),
            );
            let whole = item.written.clone();
            // A remark would then be that of the item before.
            if !item.remark {
                self.replace(index, &item.cell, (&item.written, ""), move |row| {
                    row.items.retain(|item| item.written != whole)
                });
            }
        }
    }

    fn item_codes(&mut self, index: usize, catalog: &Catalog) {
        for at in 0..self.model.rows[index].items.len() {
            let item = self.model.rows[index].items[at].clone();
            let Code::Is(code) = &item.code else { continue };
            for (text, new) in codes(code, catalog, true) {
                let score = item.written.trim_start_matches(code.as_str());
                let text = format!("{text}{score}");
                self.replace(
                    index,
                    &item.cell,
                    (&item.written, &text),
                    on_item(&item.written, move |item| item.code = new.clone()),
                );
            }
        }
    }

    fn quoted_scores(&mut self, index: usize) {
        for at in 0..self.model.rows[index].bullets.len() {
            let bullet = self.model.rows[index].bullets[at].clone();
            let (code, score) = &bullet.written;
            let quote = |score: &str| format!("{code} ในปี 2563 ได้คะแนน {score} ");
            for new in [other(bullet.score, 1), across(bullet.score), 15_025] {
                let change = (quote(score), quote(&written(new)));
                self.replace(
                    index,
                    &bullet.cell,
                    (&change.0, &change.1),
                    on_bullet(code, move |bullet| bullet.score = new),
                );
            }
        }
    }

    fn quoted_codes(&mut self, index: usize, catalog: &Catalog) {
        for at in 0..self.model.rows[index].bullets.len() {
            let bullet = self.model.rows[index].bullets[at].clone();
            let code = &bullet.written.0;
            let phrase = |code: &str| format!("หัวข้อประเด็นการประเมิน {code} ในปี");
            for (text, new) in codes(code, catalog, false) {
                let change = (phrase(code), phrase(&text));
                self.replace(
                    index,
                    &bullet.cell,
                    (&change.0, &change.1),
                    on_bullet(code, move |bullet| bullet.code = new.clone()),
                );
            }
        }
    }

    fn offices(&mut self, index: usize) {
        let cell = self.model.rows[index].at(8);
        for (text, responsible) in [
            ("กองคลัง", Responsible::Unknown),
            ("ส.น.", Responsible::Ambiguous),
            ("ส.น.ผ. สบก", Responsible::Fine),
            ("", Responsible::Empty),
        ] {
            self.put(index, &cell, text, move |row| {
                row.responsible = responsible.clone()
            });
        }
    }

    fn name(&mut self, index: usize, catalog: &Catalog) {
        let cell = self.model.rows[index].at(1);
        let own = catalog.named(&self.model.rows[index].name).unwrap();
        let mut names: Vec<String> = ["การกำกับดูแลกิจการ", ""].map(str::to_owned).to_vec();
        let others = (0..catalog.len()).filter(|other| *other != own);
        names.extend(others.map(|other| catalog.name(other).to_owned()));
        for name in names {
            self.put(index, &cell, &name, {
                let name = name.clone();
                move |row| row.name.clone_from(&name)
            });
        }
    }

    fn progress(&mut self, index: usize) {
        let cell = self.model.rows[index].at(9);
        let said = "ความคืบหน้าการดำเนินงาน ร้อยละ 100";
        for (text, progress) in [
            ("ความคืบหน้าการดำเนินงาน ร้อยละ 120", Progress::Beyond),
            ("ความคืบหน้าการดำเนินงาน ร้อยละ -5", Progress::Beyond),
            ("ความคืบหน้าการดำเนินงาน เกือบเสร็จ", Progress::Missing),
            ("", Progress::Missing),
            ("ความคืบหน้าการดำเนินงาน ร้อยละ 85.5", Progress::Fine),
        ] {
            self.replace(index, &cell, (said, text), move |row| {
                row.progress = Some(progress)
            });
        }
    }

    /// Error values, in every cell that holds something.
    fn errors(&mut self, index: usize) {
        for column in 1..10 {
            let cell = self.model.rows[index].at(column);
            if !self.sheet.text(&cell).is_empty() {
                self.put(index, &cell, BROKEN, move |row| {
                    row.hide(column);
                    row.broken.push(column);
                });
            }
        }
    }
}

/// A code written wrongly or otherwise, and how each can be read. In an item
/// cell two digits are a number of the survey that the cell names.
fn codes(code: &str, catalog: &Catalog, in_cell: bool) -> Vec<(String, Code)> {
    let (letter, number) = code.split_at(1);
    let home = catalog.home(code).unwrap();
    let own = catalog.codes(home);
    let at = own.iter().position(|other| other == code).unwrap();
    let next = own[(at + 1) % own.len()].clone();
    let last = own[(at + own.len() - 1) % own.len()].clone();
    let foreign = |step: usize| catalog.codes((home + step) % catalog.len())[0].clone();
    let mut all: Vec<(String, Code)> = [
        next,
        last,
        foreign(1),
        foreign(3),
        format!("{letter}99"),
        format!("{letter}0"),
    ]
    .into_iter()
    .map(|code| (code.clone(), Code::Is(code)))
    .collect();
    all.push((
        format!("{} {number}", letter.to_lowercase()),
        Code::Is(code.to_owned()),
    ));
    let perhaps = match (letter, in_cell) {
        ("I", true) if number.len() == 1 => Some((format!("1{number}"), format!("I1{number}"))),
        ("I", _) => Some((format!("1{number}"), code.to_owned())),
        ("O", _) => Some((format!("0{number}"), code.to_owned())),
        ("E", true) => Some((number.to_owned(), code.to_owned())),
        _ => None,
    };
    all.extend(perhaps.map(|(text, code)| (text, Code::Perhaps(code))));
    let foreign = if in_cell { Code::Foreign } else { Code::None };
    all.push((format!("M{letter}IT{number}"), foreign));
    all
}
