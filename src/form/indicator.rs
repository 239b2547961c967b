//! One row of the form → one indicator, every value with its place.

use super::{
    items::{self, ItemCell},
    measures,
    offices::{self, Mentions},
    progress,
    reader::RowReader,
    record::Record,
    result,
    row_name::{indicator_name, row_number, written_name},
    text::{Field, Ledger, flow},
};
use crate::{
    columns::ColumnId,
    hundredths::Hundredths,
    normalize::{code::Reading, number},
    note::NoteKind,
    profile::Facts,
    submission::{
        Bullet, Indicator, Instrument, Item, Measure, Measures, Responsible, ResultReport,
        Standing, Verdict, Verdicts,
    },
};

/// Reads the record that becomes the indicator with this index; `years` are
/// those of the score columns.
pub(super) fn read(
    record: &Record<'_>,
    index: usize,
    years: &[u16],
    facts: &Facts,
    ledger: &mut Ledger,
) -> Indicator {
    RowReader {
        record,
        index,
        facts,
        ledger,
    }
    .indicator(years)
}

impl<'r> RowReader<'r, '_> {
    fn indicator(mut self, years: &[u16]) -> Indicator {
        let no = self.no();
        let (name, official_no, instrument) = self.name();
        let scores = years
            .iter()
            .map(|year| (*year, self.score(*year)))
            .collect();
        let change = self.change();
        let (weak, weak_verdict) = self.items(ColumnId::Weak, Standing::Weak, instrument, 0);
        let (strong, strong_verdict) =
            self.items(ColumnId::Strong, Standing::Strong, instrument, weak.len());
        let named = instrument.or_else(|| self.named_instrument());
        let mut mentions = Mentions::default();
        let measures = self.measures(&mut mentions);
        let responsible = self.responsible(&mut mentions);
        let result = self.result(&mut mentions);
        mentions.finish(self.ledger, self.index);
        Indicator {
            no,
            official_no,
            name,
            instrument: named,
            scores,
            change,
            items: weak.into_iter().chain(strong).collect(),
            verdicts: Verdicts {
                weak: weak_verdict,
                strong: strong_verdict,
            },
            measures,
            responsible,
            result,
        }
    }

    fn no(&mut self) -> Option<u32> {
        let (text, origin) = self.short(ColumnId::No, None)?;
        let no = row_number(&text);
        match no {
            Some(_) => self.place("/no", origin),
            None => self
                .ledger
                .note(origin, Some(self.index), NoteKind::Unmapped { text }),
        }
        no
    }

    /// Canonical name, official number and survey; the name as written where
    /// the catalog does not have it.
    fn name(&mut self) -> (String, Option<u32>, Option<Instrument>) {
        let Some((text, origin)) = self.short(ColumnId::Indicator, None) else {
            return (String::new(), None, None);
        };
        self.place("/name", origin);
        let written = indicator_name(&text).to_owned();
        match self.facts.catalog.by_name(&written) {
            Some(known) => {
                self.place("/official_no", origin);
                self.place("/instrument", origin);
                (
                    known.name.clone(),
                    Some(known.official_no),
                    Some(known.instrument),
                )
            }
            None => (written, None, None),
        }
    }

    fn score(&mut self, year: u16) -> Option<Hundredths> {
        let (text, origin) = self.short(ColumnId::Score, Some(year))?;
        self.number(
            &format!("/scores/{year}"),
            &text,
            origin,
            None,
            number::parse(&text),
        )
    }

    fn change(&mut self) -> Option<Hundredths> {
        let (text, origin) = self.short(ColumnId::Change, None)?;
        self.number("/change", &text, origin, None, number::parse_change(&text))
    }

    fn items(
        &mut self,
        id: ColumnId,
        standing: Standing,
        instrument: Option<Instrument>,
        first: usize,
    ) -> (Vec<Item>, Option<Verdict>) {
        let cells = self.cells(id);
        let field = Field::raw(cells, self.ledger, Some(self.index));
        let parsed = items::parse(&field.text, instrument);
        self.item_notes(&field, &parsed);
        let mut items = Vec::new();
        for (i, item) in parsed.items.into_iter().enumerate() {
            let code = item.code.to_string();
            let suffix = format!("/items/{}", first + i);
            for leaf in ["code", "standing"] {
                self.place_at(&format!("{suffix}/{leaf}"), &field, item.at);
            }
            if item.remark.is_some() {
                self.place_at(&format!("{suffix}/remark"), &field, item.at);
            }
            if let Some(found) = item.noted {
                let code = code.clone();
                self.note_at(&field, item.at, NoteKind::CodeNormalized { found, code });
            }
            let score = match field.origin(item.at) {
                Some(origin) => {
                    let suffix = format!("{suffix}/score");
                    self.number(
                        &suffix,
                        &item.written,
                        origin,
                        Some(code.clone()),
                        item.score,
                    )
                }
                None => None,
            };
            items.push(Item {
                code,
                score,
                standing,
                remark: item.remark,
            });
        }
        if let Some((_, at)) = parsed.verdict {
            let name = if standing == Standing::Weak {
                "weak"
            } else {
                "strong"
            };
            self.place_at(&format!("/verdicts/{name}"), &field, at);
        } else if !items.is_empty() {
            self.note_at(&field, 0, NoteKind::VerdictMissing { standing });
        }
        (items, parsed.verdict.map(|(verdict, _)| verdict))
    }

    fn item_notes(&mut self, field: &Field, parsed: &ItemCell) {
        if let Some((name, at)) = &parsed.instrument {
            self.note_at(field, *at, NoteKind::InstrumentNamed { name: name.clone() });
        }
        for (found, suggestion, at) in &parsed.ambiguous {
            let kind = NoteKind::CodeAmbiguous {
                found: found.clone(),
                suggestion: suggestion.to_string(),
            };
            self.note_at(field, *at, kind);
        }
        for (found, at) in &parsed.foreign {
            self.note_at(
                field,
                *at,
                NoteKind::CodeForeign {
                    found: found.clone(),
                },
            );
        }
        for (text, at) in &parsed.left {
            self.note_at(field, *at, NoteKind::Unmapped { text: text.clone() });
        }
    }

    /// The survey that an item cell of this row named, for a row whose name the
    /// catalog does not have.
    fn named_instrument(&self) -> Option<Instrument> {
        self.ledger
            .notes
            .iter()
            .rev()
            .take_while(|note| note.indicator == Some(self.index))
            .find_map(|note| match &note.kind {
                NoteKind::InstrumentNamed { name } => Instrument::ALL
                    .into_iter()
                    .find(|i| i.to_string().eq_ignore_ascii_case(name)),
                _ => None,
            })
    }

    fn measures(&mut self, mentions: &mut Mentions) -> Measures {
        let cells = self.cells(ColumnId::Measures);
        let field = Field::read(cells, self.ledger, Some(self.index), measures::opens);
        mentions.read(&field, &self.facts.roster);
        let parsed = measures::parse(&field.text);
        if let Some((_, at)) = parsed.preamble {
            self.place_at("/measures/preamble", &field, at);
            if parsed.claims.is_some() {
                self.place_at("/measures/claims", &field, at);
            }
            let written = written_name(self.cells(ColumnId::Indicator).iter().copied());
            if let Some(name) = parsed.named.filter(|_| !written.is_empty()) {
                let column = indicator_name(&written).to_owned();
                self.note_at(&field, at, NoteKind::IndicatorNamed { name, column });
            }
        }
        let mut list = Vec::new();
        for (i, measure) in parsed.list.into_iter().enumerate() {
            let suffix = format!("/measures/list/{i}");
            if measure.no.is_some() {
                self.place_at(&format!("{suffix}/no"), &field, measure.at);
            }
            self.place_at(&format!("{suffix}/text"), &field, measure.at);
            let mut bullets = Vec::new();
            for (j, bullet) in measure.bullets.into_iter().enumerate() {
                bullets.push(self.bullet(&format!("{suffix}/bullets/{j}"), &field, bullet));
            }
            list.push(Measure {
                no: measure.no,
                text: flow(&measure.text),
                bullets,
            });
        }
        Measures {
            preamble: parsed.preamble.map(|(text, _)| flow(&text)),
            claims: parsed.claims,
            list,
        }
    }

    fn bullet(&mut self, suffix: &str, field: &Field, bullet: measures::BulletText) -> Bullet {
        self.place_at(&format!("{suffix}/text"), field, bullet.at);
        let item = match bullet.item {
            Some(Reading::Code { code, noted }) => {
                self.place_at(&format!("{suffix}/item"), field, bullet.at);
                if noted {
                    let (found, code) = (bullet.code, code.to_string());
                    self.note_at(field, bullet.at, NoteKind::CodeNormalized { found, code });
                }
                Some(code.to_string())
            }
            Some(Reading::Ambiguous { suggestion }) if bullet.quoted.is_some() => {
                let kind = NoteKind::CodeAmbiguous {
                    found: bullet.code,
                    suggestion: suggestion.to_string(),
                };
                self.note_at(field, bullet.at, kind);
                None
            }
            _ => None,
        };
        if let Some(number) = &bullet.quoted {
            self.quoted(&format!("{suffix}/quoted_score"), field, bullet.at, number);
        }
        Bullet {
            item,
            quoted_score: bullet.quoted.map(|number| number.value),
            text: flow(&bullet.text),
        }
    }

    fn responsible(&mut self, mentions: &mut Mentions) -> Responsible {
        let cells = self.cells(ColumnId::Responsible);
        let field = Field::raw(cells, self.ledger, Some(self.index));
        let words = &self.facts.profile.all_offices;
        let responsible = offices::responsible(
            &field,
            words,
            &self.facts.roster,
            mentions,
            self.ledger,
            self.index,
        );
        if !responsible.as_written.is_empty() {
            self.place_at("/responsible/as_written", &field, 0);
            self.place_at("/responsible/all", &field, 0);
        }
        for (name, count) in [
            ("offices", responsible.offices.len()),
            ("unresolved", responsible.unresolved.len()),
        ] {
            for i in 0..count {
                self.place_at(&format!("/responsible/{name}/{i}"), &field, 0);
            }
        }
        responsible
    }

    fn result(&mut self, mentions: &mut Mentions) -> Option<ResultReport> {
        let cells = self.cells(ColumnId::Result);
        let mut field = Field::read(cells, self.ledger, Some(self.index), result::opens);
        if result::says_nothing(&field.text) {
            // Nothing stands there, then.
            field = Field::default();
        }
        mentions.read(&field, &self.facts.roster);
        let parsed = result::parse(&field.text);
        let mut report = parsed.report;
        for (i, at) in parsed.actions_at.iter().enumerate() {
            self.place_at(&format!("/result/actions/{i}"), &field, *at);
        }
        if report.obstacles.is_some() {
            self.place_at("/result/obstacles", &field, parsed.obstacles_at);
        }
        if report.suggestions.is_some() {
            self.place_at("/result/suggestions", &field, parsed.suggestions_at);
        }
        self.place_at("/result/progress_percent", &field, parsed.progress_at);
        if let Some(found) = parsed.progress_text.filter(|_| parsed.progress.is_none()) {
            let pointer = self.pointer("/result/progress_percent");
            let kind = NoteKind::Unreadable { found, pointer };
            self.note_at(&field, parsed.progress_at, kind);
        }
        self.place_at("/result/text", &field, 0);
        let sections: Vec<&'static str> = parsed
            .missing
            .into_iter()
            .filter(|(id, _)| self.cells(*id).is_empty())
            .map(|(_, name)| name)
            .collect();
        if !field.text.is_empty() && !sections.is_empty() {
            self.note_at(&field, 0, NoteKind::SectionsMissing { sections });
        }
        let mut texts = vec![report.text.clone()];
        let mut beside = None;
        for id in [ColumnId::Obstacles, ColumnId::Suggestions] {
            let Some((text, origin)) = self.short(id, None) else {
                continue;
            };
            beside = beside.or(Some(origin));
            texts.push(text.clone());
            let said = (!matches!(text.as_str(), "-" | "–" | "ไม่มี")).then_some(text);
            if said.is_some() {
                let name = if id == ColumnId::Obstacles {
                    "obstacles"
                } else {
                    "suggestions"
                };
                self.place(&format!("/result/{name}"), origin);
            }
            match id {
                ColumnId::Obstacles => report.obstacles = said,
                _ => report.suggestions = said,
            }
        }
        if let Some((text, origin)) = self.short(ColumnId::Progress, None) {
            let number = progress::of_cell(&text);
            beside = beside.or(Some(origin));
            texts.push(text.clone());
            report.progress_percent =
                self.number("/result/progress_percent", &text, origin, None, number);
        }
        if let Some(origin) = beside.filter(|_| report.text.is_empty()) {
            self.place("/result/text", origin);
        }
        texts.retain(|text| !text.is_empty());
        report.text = texts.join("\n");
        (!report.text.is_empty()).then_some(report)
    }
}
