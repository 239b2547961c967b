//! Thai dates: months by name or abbreviation, years of the Buddhist Era.

mod written;

use std::ops::Range;

use jiff::civil::Date;

use super::thai::fold_digits;
use written::Written;

/// A date that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThaiDate {
    /// ISO 8601, Gregorian: `2021-03-31`, or `2021-03` where no day is given.
    pub iso: String,
    /// Whether the year was written in the Common Era.
    pub common_era: bool,
}

/// Names and abbreviations of the months, January first.
const MONTHS: [(&str, &str); 12] = [
    ("มกราคม", "ม.ค."),
    ("กุมภาพันธ์", "ก.พ."),
    ("มีนาคม", "มี.ค."),
    ("เมษายน", "เม.ย."),
    ("พฤษภาคม", "พ.ค."),
    ("มิถุนายน", "มิ.ย."),
    ("กรกฎาคม", "ก.ค."),
    ("สิงหาคม", "ส.ค."),
    ("กันยายน", "ก.ย."),
    ("ตุลาคม", "ต.ค."),
    ("พฤศจิกายน", "พ.ย."),
    ("ธันวาคม", "ธ.ค."),
];

/// An ISO date or month as a Thai reader writes it: `31 มี.ค. 2564`.
#[must_use]
pub fn thai(iso: &str) -> String {
    let mut parts = iso.split('-').map(str::parse::<u16>);
    let (Some(Ok(year)), Some(Ok(month)), day) = (parts.next(), parts.next(), parts.next()) else {
        return iso.to_owned();
    };
    let name = MONTHS
        .get(usize::from(month).wrapping_sub(1))
        .map_or("", |(_, short)| *short);
    match day {
        Some(Ok(day)) => format!("{day} {name} {}", year.saturating_add(543)),
        _ => format!("{name} {}", year.saturating_add(543)),
    }
}

/// Reads `text` as one date and nothing else.
#[must_use]
pub fn parse(text: &str) -> Option<ThaiDate> {
    let folded = fold_digits(text.trim());
    let whole = |(start, end, date): (usize, usize, ThaiDate)| {
        (start == 0 && end == folded.len()).then_some(date)
    };
    search(&folded).and_then(whole)
}

/// The first date in `text`.
#[must_use]
pub fn find(text: &str) -> Option<ThaiDate> {
    search(&fold_digits(text)).map(|(_, _, date)| date)
}

/// The first date in `text`, and the text without it.
#[must_use]
pub fn take(text: &str) -> Option<(ThaiDate, String)> {
    let folded = fold_digits(text);
    let (start, end, date) = search(&folded)?;
    let rest = [folded.get(..start)?, folded.get(end..)?].concat();
    Some((date, rest))
}

/// The first date in `text` and the bytes it takes.
fn search(text: &str) -> Option<(usize, usize, ThaiDate)> {
    let ways = [written::by_name, written::iso, written::by_number];
    ways.into_iter().find_map(|find| {
        let Written { day, month, year } = find(text)?;
        let part = |range: &Range<usize>| text.get(range.clone());
        let number = match &day {
            Some(day) => Some(part(day)?.parse().ok()?),
            None => None,
        };
        let date = date(number, month_number(part(&month)?)?, part(&year)?)?;
        let all = [day.as_ref(), Some(&month), Some(&year)];
        Some((
            all.iter().flatten().map(|part| part.start).min()?,
            all.iter().flatten().map(|part| part.end).max()?,
            date,
        ))
    })
}

fn month_number(text: &str) -> Option<i8> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let bare = text.replace('.', "");
    let index = MONTHS
        .iter()
        .position(|(name, short)| *name == text || short.replace('.', "") == bare)?;
    i8::try_from(index + 1).ok()
}

/// Two digits are 25yy B.E., 2400–2699 B.E., 1900–2199 C.E.; the day is checked
/// in the Gregorian calendar.
fn date(day: Option<i8>, month: i8, year: &str) -> Option<ThaiDate> {
    let written: i16 = year.parse().ok()?;
    let (year, common_era) = match written {
        0..=99 => (written + 2500 - 543, false),
        2400..=2699 => (written - 543, false),
        1900..=2199 => (written, true),
        _ => return None,
    };
    let first = Date::new(year, month, day.unwrap_or(1)).ok()?;
    let iso = match day {
        Some(_) => first.to_string(),
        None => format!("{year:04}-{month:02}"),
    };
    Some(ThaiDate { iso, common_era })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_inside_sentences() {
        for (text, iso) in [
            ("(รายงานผลภายใน 31 มี.ค. 64)", "2021-03-31"),
            ("ส่งให้ ส.นผ. ภายในมี.ค. 2564 พร้อม", "2021-03"),
            ("ภายใน ๓๑ มีนาคม ๒๕๖๔", "2021-03-31"),
            ("2564-03-31", "2021-03-31"),
            ("ส่งวันที่ 5/4/2564 แล้ว", "2021-04-05"),
        ] {
            assert_eq!(find(text).unwrap().iso, iso, "{text}");
        }
        for text in ["www.fio.co.th", "ปี 2564", "1.57", "มี.ค.", "31 มี.ค. 1564"] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
