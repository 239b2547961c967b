//! The lexer, on literals.

use super::*;

/// Operators with their operands, spelled out.
fn operators(bytes: &[u8]) -> Vec<String> {
    let mut lexer = Lexer::new(bytes, 50_000);
    let mut found = Vec::new();
    while let Some(operator) = lexer.next() {
        let mut words: Vec<String> = Vec::new();
        for operand in &lexer.operands {
            words.push(match operand {
                Operand::Number(number) => number.to_string(),
                Operand::Name(raw) => format!("/{}", String::from_utf8_lossy(&name(raw))),
                Operand::String(start, end) => {
                    format!("{:?}", String::from_utf8_lossy(lexer.string(*start, *end)))
                }
                Operand::Open => "[".to_owned(),
                Operand::Close => "]".to_owned(),
                Operand::Other => "?".to_owned(),
            });
        }
        words.push(String::from_utf8_lossy(operator).into_owned());
        found.push(words.join(" "));
    }
    found
}

#[test]
fn operands_of_every_kind() {
    assert_eq!(
        operators(b"q 1 0 0 -1.5 .25 -.5 cm% comment (\n/F#411 12. Tf[(a)-120<0041 4>]TJ"),
        [
            "q",
            "1 0 0 -1.5 0.25 -0.5 cm",
            "/FA1 12 Tf",
            r#"[ "a" -120 "\0A@" ] TJ"#
        ]
    );
    assert_eq!(
        operators(b"/Span<</ActualText<FEFF>/MCID 3>>BDC true null EMC"),
        [
            "/Span [ /ActualText \"\u{fffd}\u{fffd}\" /MCID 3 ] BDC",
            "? ? EMC"
        ]
    );
}

#[test]
fn strings_with_escapes_and_brackets() {
    assert_eq!(
        operators(b"(a(b)c) Tj (\\(\\101\\7x\\\nz\\q\r\n) Tj (open"),
        [r#""a(b)c" Tj"#, r#""(A\u{7}xzq\n" Tj"#]
    );
}

#[test]
fn careless_numbers_are_still_numbers() {
    assert_eq!(
        operators(b"--5 +3 1.5-2 00.10 12345678901234567890 m 5g"),
        ["-5 3 1.52 0.1 12345678901234567000 m", "5 g"]
    );
    let zeros = [&[b'0'; 400][..], b" w"].concat();
    assert_eq!(operators(&zeros), ["0 w"]);
}

#[test]
fn pictures_inside_the_stream_are_passed_over() {
    let mut lexer = Lexer::new(b"BI /W 1 ID \x00EI\xff\x80 EI\x01 (EI EI\nQ S", 50_000);
    assert_eq!(lexer.next(), Some(&b"BI"[..]));
    assert_eq!(lexer.next(), Some(&b"ID"[..]));
    lexer.skip_image();
    assert_eq!(lexer.next(), Some(&b"Q"[..]));
}

#[test]
fn deep_and_endless_operands_cost_nothing() {
    let mut bytes = vec![b'['; 1_000_000];
    bytes.extend(b"(x) Tj");
    let mut lexer = Lexer::new(&bytes, 50_000);
    assert_eq!(lexer.next(), Some(&b"Tj"[..]));
    assert!(lexer.dropped && lexer.operands.len() <= 50_001);
    assert_eq!(lexer.operands.last(), Some(&Operand::String(0, 1)));
}

#[test]
fn text_state_inside_an_array_does_not_end_it() {
    assert_eq!(
        operators(b"[(a) 0 Tc -250 (b)] TJ 1 Tc [(c) ET"),
        [r#"[ "a" 0 -250 "b" ] TJ"#, "1 Tc", r#"[ "c" ET"#]
    );
}
