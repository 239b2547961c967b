//! Hostile pages.

use super::*;

#[test]
fn no_number_is_too_odd() {
    let odd = [
        f64::NAN,
        f64::INFINITY,
        f64::MIN,
        f64::MAX,
        -0.0,
        5e-324,
        1e19,
        19_999.0,
    ];
    let mut rulings = Vec::new();
    for at in odd {
        for from in odd {
            for to in odd {
                rulings.extend([h(at, from, to), v(at, from, to)]);
            }
        }
    }
    find(&rulings);
    rulings.extend(grid(&[100.0, 150.0, 200.0], &[100.0, 120.0, 140.0]));
    assert_eq!(sizes(&rulings), [(2, 2)]);
}

/// Numbers from 0 up to `end`, always the same.
fn numbers(end: f64) -> impl Iterator<Item = f64> {
    let mut state: u32 = 2_463_534_242;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        f64::from(state) / f64::from(u32::MAX) * end
    })
}

#[test]
fn a_hundred_thousand_rulings_end_in_time() {
    const MANY: usize = 50_000;
    let crossing = |end: f64| -> Vec<Ruling> {
        let pairs = numbers(end).take(MANY);
        pairs
            .flat_map(|at| [h(at, 0.0, end), v(at, 0.0, end)])
            .collect()
    };
    let scattered: Vec<Ruling> = numbers(800.0)
        .zip(numbers(600.0).skip(7))
        .take(MANY)
        .flat_map(|(x, y)| [h(y, x, x + 40.0), v(x, y, y + 40.0)])
        .collect();
    let stairs: Vec<Ruling> = (0..4_000)
        .map(|step| f64::from(step) * 4.5)
        .flat_map(|at| [h(at, at, at + 4.5), v(at, at - 4.5, at)])
        .collect();
    let apart: Vec<Ruling> = (0..5_000)
        .map(|i| (f64::from(i % 100) * 40.0, f64::from(i / 100) * 40.0))
        .flat_map(|(x, y)| grid(&[x, x + 15.0, x + 30.0], &[y, y + 15.0, y + 30.0]))
        .collect();
    let start = std::time::Instant::now();
    assert!(!find(&crossing(800.0)).refused);
    assert!(find(&crossing(19_000.0)).refused);
    find(&scattered);
    assert!(find(&stairs).refused);
    assert!(find(&apart).refused);
    // All pairs would be ten thousand million.
    assert!(start.elapsed().as_secs() < 120);
}

#[test]
fn a_hundred_thousand_edges_of_areas_end_in_time() {
    let places: Vec<f64> = (0..400).map(|i| f64::from(i) * 4.5).collect();
    let few: Vec<f64> = (0..100).map(|i| f64::from(i) * 4.5).collect();
    let bars: Vec<f64> = (0..4_000).map(|i| f64::from(i) * 4.5).collect();
    let start = std::time::Instant::now();
    for (xs, ys) in [(&places, &places), (&bars, &few), (&few, &bars)] {
        let mut rulings = grid(xs, ys);
        let (right, bottom) = (xs[xs.len() - 1], ys[ys.len() - 1]);
        let corners = numbers(right).zip(numbers(bottom).skip(7));
        for (x, y) in corners.take(12_500) {
            rulings.extend(area(x, y, right, bottom));
            rulings.extend(area(0.0, y, right, y + 9.0));
        }
        find(&rulings);
    }
    assert!(start.elapsed().as_secs() < 120);
}

#[test]
fn a_hundred_thousand_words_end_in_time() {
    const MANY: usize = 100_000;
    let word = |x: f64, y: f64, text: &str| Word {
        area: Rect {
            x0: x,
            y0: y - 8.0,
            x1: x + 5.0,
            y1: y + 2.5,
        },
        y,
        size: 10.0,
        text: text.to_owned(),
        spaced: false,
    };
    let heads = Heads::new(&["ที่", "ชื่อ", "ปี {year}", "จุดอ่อน", "มาตรการ"], &[]);
    let wide = numbers(500_000.0).take(MANY).map(|x| word(x, 100.0, "1"));
    let high = numbers(500_000.0).take(MANY).enumerate();
    let high = high.map(|(at, y)| word([50.0, 150.0, 250.0][at % 3], y, "1"));
    let full = numbers(800.0).zip(numbers(700.0).skip(1)).take(MANY);
    let full = full.map(|(x, y)| word(x, y, "ที่"));
    let rules: Vec<Ruling> = numbers(800.0)
        .take(1_000)
        .map(|y| h(y, 0.0, 800.0))
        .collect();
    let pages: [Vec<Word>; 3] = [wide.collect(), high.collect(), full.collect()];
    for words in &pages {
        for rules in [rules.as_slice(), &[]] {
            let start = std::time::Instant::now();
            find_all(rules, words, &heads);
            within(
                rules,
                words,
                &heads,
                Rect {
                    x0: 0.0,
                    y0: 0.0,
                    x1: 600.0,
                    y1: 600.0,
                },
            );
            assert!(start.elapsed().as_secs() < 120, "{:?}", start.elapsed());
        }
    }
}
