//! What a person asks about: a JSON pointer, an item, an indicator, an office;
//! and which values of a report that is.

use serde_json::Value;

use super::{
    same_code,
    trace::Traced,
    unit::{Part, Unit, identity, units},
};
use crate::{
    dataset::{Conflict, Report},
    finding::Message,
    normalize::{
        code::{self, Reading},
        key::key,
        office::Resolution,
        thai,
    },
    profile::Facts,
};

/// What is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A value or the part of a report that has this JSON pointer; of one report
    /// or of every.
    Pointer(Option<usize>, String),
    /// The item with this code.
    Item(String),
    /// The indicator with this number on the form.
    Number(u32),
    /// An indicator or office by its name.
    Name(String),
}

impl What {
    /// Reads the words of a command line.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if text.starts_with('/') {
            let text = text.trim_end_matches('/');
            let inner = text.strip_prefix("/reports/").and_then(|rest| {
                let (number, rest) = rest.split_once('/').unwrap_or((rest, ""));
                let slash = if rest.is_empty() { "" } else { "/" };
                Some((number.parse().ok()?, format!("{slash}{rest}")))
            });
            return match inner {
                Some((report, pointer)) => Self::Pointer(Some(report), pointer),
                None => Self::Pointer(None, text.to_owned()),
            };
        }
        if let Reading::Code { code, .. } = code::parse(text, None) {
            return Self::Item(code.to_string());
        }
        let clean = thai::fold_digits(&thai::cleaned(text));
        let number = ["ตัวชี้วัดที่", "ตัวชี้วัด", "indicator"]
            .iter()
            .find_map(|word| clean.strip_prefix(word))
            .unwrap_or(&clean);
        match number.trim().parse() {
            Ok(number) => Self::Number(number),
            Err(_) => Self::Name(clean),
        }
    }

    /// The values of the report that are asked about, without what was said of
    /// them.
    #[must_use]
    pub fn in_report(&self, at: usize, report: &Report, facts: &Facts) -> Vec<Traced> {
        let mut found = Vec::new();
        let office = self.office(report, facts);
        let named = self.indicator(facts);
        for (place, indicator) in report.indicators.iter().enumerate() {
            let base = format!("/indicators/{place}");
            let json = serde_json::to_value(indicator).unwrap_or_default();
            for unit in units(&json, None) {
                let pointer = format!("{base}{}", unit.pointer);
                let conflict = report
                    .conflicts
                    .iter()
                    .find(|conflict| conflict.field == pointer);
                let wanted = match self {
                    Self::Pointer(of, wanted) => {
                        of.is_none_or(|of| of == at) && is_asked(wanted, &pointer)
                    }
                    Self::Item(code) => unit.part.item() == Some(code),
                    Self::Number(number) => indicator.no == Some(*number),
                    Self::Name(_) => match &office {
                        // Who said otherwise is told when the files are known.
                        Some(office) => speaks(&unit.part, office) || conflict.is_some(),
                        None => named
                            .as_deref()
                            .is_some_and(|name| key(name) == key(&indicator.name)),
                    },
                };
                // What nobody gave is shown only where just that is asked for.
                let given = !unit.value.is_null() || conflict.is_some();
                let exact = matches!(self, Self::Pointer(_, wanted) if *wanted == pointer);
                // That a code is itself says nothing.
                let plain = matches!(
                    unit.part,
                    Part::Item(_, "code") | Part::Bullet(.., "item") | Part::Measure(.., "no")
                );
                if wanted && (given && (!plain || conflict.is_some()) || exact) {
                    let traced = traced(at, report, &base, unit, conflict);
                    found.push(Traced {
                        identity: identity(indicator.official_no, &indicator.name),
                        indicator: Some(indicator.name.clone()),
                        no: indicator.no,
                        ..traced
                    });
                }
            }
        }
        if let Self::Pointer(of, wanted) = self
            && of.is_none_or(|of| of == at)
            && found.is_empty()
        {
            let json = serde_json::to_value(report).unwrap_or_default();
            found.extend(derived(at, report, wanted, &json));
        }
        found
    }

    /// The code of the office asked about, as the dataset has it; none where it
    /// is no office.
    #[must_use]
    pub fn office(&self, report: &Report, facts: &Facts) -> Option<String> {
        let Self::Name(name) = self else { return None };
        let mut results = report.indicators.iter().flat_map(|one| &one.results);
        let said =
            results.find_map(|result| result.offices.iter().find(|code| same_code(code, name)));
        match facts.roster.resolve(name) {
            _ if said.is_some() => said.cloned(),
            Resolution::Exact(code) | Resolution::Variant(code) => Some(code),
            _ => None,
        }
    }

    fn indicator(&self, facts: &Facts) -> Option<String> {
        let Self::Name(name) = self else { return None };
        let known = facts.catalog.by_name(name);
        Some(known.map_or_else(|| name.clone(), |known| known.name.clone()))
    }

    /// What there is in a report, for one who asked about what there is not.
    #[must_use]
    pub fn nearest(&self, report: &Report, facts: &Facts) -> Message {
        let indicators = || {
            let shown = |one: &crate::dataset::MergedIndicator| {
                let no = one.no.map_or_else(|| "-".to_owned(), |no| no.to_string());
                format!("{no} {}", one.name)
            };
            report
                .indicators
                .iter()
                .map(shown)
                .collect::<Vec<_>>()
                .join(" · ")
        };
        let (th, en) = match self {
            Self::Item(code) => {
                let items = report.indicators.iter().flat_map(|one| &one.items);
                let letter = code.chars().next();
                let mut codes: Vec<&str> = items.map(|item| item.code.as_str()).collect();
                codes.retain(|other| other.chars().next() == letter);
                codes.sort_by_key(|code| (code.len(), *code));
                ("หัวข้อที่มีคือ", ("items there are: ", codes.join(" ")))
            }
            Self::Pointer(_, pointer) => {
                let json = serde_json::to_value(report).unwrap_or_default();
                ("ส่วนที่มีคือ", ("parts there are: ", children(&json, pointer)))
            }
            Self::Number(_) => ("ตัวชี้วัดที่มีคือ", ("indicators there are: ", indicators())),
            Self::Name(name) => {
                let near = match facts.roster.resolve(name) {
                    Resolution::Ambiguous(codes) => codes.join(" "),
                    _ => format!("{} · {}", facts.roster.codes().join(" "), indicators()),
                };
                (
                    "สำนักหรือตัวชี้วัดที่มีคือ",
                    ("offices and indicators there are: ", near),
                )
            }
        };
        Message::new(format!("{th} {}", en.1), format!("{}{}", en.0, en.1))
    }
}

/// Whether the value at `pointer` is at, below or around what is asked for.
fn is_asked(wanted: &str, pointer: &str) -> bool {
    let below = |a: &str, b: &str| {
        a.strip_prefix(b)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    below(pointer, wanted) || below(wanted, pointer)
}

fn speaks(part: &Part, office: &str) -> bool {
    matches!(part, Part::Result(Some(of), ..) if of == office)
}

fn traced(
    at: usize,
    report: &Report,
    base: &str,
    unit: Unit,
    conflict: Option<&Conflict>,
) -> Traced {
    let mut traced = Traced::new(at, report, format!("{base}{}", unit.pointer), unit.value);
    traced.label = unit.part.label();
    traced.item = unit.part.item().map(str::to_owned);
    if let Part::Result(None, ..) = unit.part {
        let result = unit
            .pointer
            .split('/')
            .nth(2)
            .and_then(|at| at.parse::<usize>().ok());
        let indicator = base
            .rsplit('/')
            .next()
            .and_then(|at| at.parse::<usize>().ok());
        let indicator = indicator.and_then(|at| report.indicators.get(at));
        let result = result.and_then(|at| indicator?.results.get(at));
        traced.only = result.map(|result| result.sources.clone());
    }
    traced.part = Some(unit.part);
    traced.conflict = conflict.cloned();
    traced
}

/// A value that the program worked out from others.
fn derived(at: usize, report: &Report, pointer: &str, json: &Value) -> Option<Traced> {
    let value = json.pointer(pointer)?;
    if pointer.is_empty() || pointer.starts_with("/indicators") && value.is_array() {
        return None;
    }
    let mut traced = Traced::new(at, report, pointer.to_owned(), value.clone());
    traced.label = Message::new(pointer, pointer);
    traced.derived = true;
    Some(traced)
}

/// The deepest part above `pointer` that is there, and what stands below it.
fn children(json: &Value, pointer: &str) -> String {
    let mut above = pointer;
    loop {
        let found = json.pointer(above);
        let names: Vec<String> = match found {
            Some(Value::Object(fields)) => fields
                .keys()
                .map(|name| format!("{above}/{name}"))
                .collect(),
            Some(Value::Array(values)) if !values.is_empty() => {
                vec![format!("{above}/0 … {above}/{}", values.len() - 1)]
            }
            _ => Vec::new(),
        };
        if !names.is_empty() || above.is_empty() {
            return names.join(" ");
        }
        above = above.rsplit_once('/').map_or("", |(above, _)| above);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_about_is_told_by_how_it_is_written() {
        let item = |code: &str| What::Item(code.to_owned());
        for text in ["I14", "i 14", "Ｉ๑๔", "ข้อ I14"] {
            assert_eq!(What::parse(text), item("I14"), "{text}");
        }
        for text in ["5", "๕", "ตัวชี้วัด 5", "ตัวชี้วัดที่ ๕", "indicator 5"]
        {
            assert_eq!(What::parse(text), What::Number(5), "{text}");
        }
        assert_eq!(
            What::parse("/reports/2/indicators/4"),
            What::Pointer(Some(2), "/indicators/4".to_owned())
        );
        assert_eq!(
            What::parse("/indicators/4/"),
            What::Pointer(None, "/indicators/4".to_owned())
        );
        assert_eq!(What::parse("ส.ตส."), What::Name("ส.ตส.".to_owned()));
    }
}
