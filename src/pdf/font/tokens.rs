//! The tokens of a CMap, as far as PostScript is needed to read one.

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Token<'a> {
    /// What stands between `<` and `>`.
    Hexadecimal(&'a [u8]),
    Name(&'a [u8]),
    Integer(i64),
    Word(&'a [u8]),
    Open,
    Close,
}

#[derive(Clone, Copy)]
pub(super) struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next token, which stays the next one.
    pub(super) fn peek(&self) -> Option<Token<'a>> {
        self.clone().next()
    }

    /// The next token if it is a code, and its length in bytes. Digits are
    /// counted from the right where they are odd: producers leave out zeros.
    pub(super) fn code(&mut self) -> Option<(u32, usize)> {
        let Token::Hexadecimal(digits) = self.peek()? else {
            return None;
        };
        self.next();
        let digits = digits
            .iter()
            .filter_map(|digit| char::from(*digit).to_digit(16));
        let (value, count) = digits.fold((0, 0_usize), |(value, count): (u32, _), digit| {
            ((value << 4) | digit, count + 1)
        });
        Some((value, count.div_ceil(2)))
    }

    /// The next token if it is an integer.
    pub(super) fn integer(&mut self) -> Option<i64> {
        let Token::Integer(integer) = self.peek()? else {
            return None;
        };
        self.next();
        Some(integer)
    }

    /// Whether the next token opens an array, which it then takes.
    pub(super) fn opens(&mut self) -> bool {
        self.takes(Token::Open)
    }

    /// Whether the next token closes an array, which it then takes.
    pub(super) fn closes(&mut self) -> bool {
        self.takes(Token::Close)
    }

    fn takes(&mut self, token: Token<'_>) -> bool {
        let is_next = self.peek() == Some(token);
        if is_next {
            self.next();
        }
        is_next
    }

    /// Takes the bytes up to the first that `ends` the token.
    fn until(&mut self, ends: impl Fn(u8) -> bool) -> &'a [u8] {
        let length = self.rest.iter().position(|byte| ends(*byte));
        let (token, rest) = self.rest.split_at(length.unwrap_or(self.rest.len()));
        self.rest = rest;
        token
    }

    /// Passes over `(…)`, which may hold further parentheses.
    fn skip_string(&mut self) {
        let mut depth = 1;
        while let Some((byte, rest)) = self.rest.split_first() {
            self.rest = rest;
            match byte {
                b'\\' => self.rest = rest.get(1..).unwrap_or(&[]),
                b'(' => depth += 1,
                b')' if depth == 1 => return,
                b')' => depth -= 1,
                _ => {}
            }
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let (byte, rest) = self.rest.split_first()?;
            if is_regular(*byte) {
                let word = self.until(|byte| !is_regular(byte));
                let integer = str::from_utf8(word).ok().and_then(|word| word.parse().ok());
                return Some(integer.map_or(Token::Word(word), Token::Integer));
            }
            self.rest = rest;
            match byte {
                b'/' => return Some(Token::Name(self.until(|byte| !is_regular(byte)))),
                b'[' => return Some(Token::Open),
                b']' => return Some(Token::Close),
                b'<' if rest.first() != Some(&b'<') => {
                    return Some(Token::Hexadecimal(self.until(|byte| byte == b'>')));
                }
                b'<' => self.rest = rest.get(1..).unwrap_or(&[]),
                b'%' => {
                    self.until(|byte| matches!(byte, b'\n' | b'\r'));
                }
                b'(' => self.skip_string(),
                _ => {}
            }
        }
    }
}

/// Neither white space nor a delimiter (7.2.2).
fn is_regular(byte: u8) -> bool {
    !matches!(
        byte,
        b'\0'
            | b'\t'
            | b'\n'
            | b'\x0c'
            | b'\r'
            | b' '
            | b'('
            | b')'
            | b'<'
            | b'>'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'/'
            | b'%'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cmap_falls_into_tokens() {
        let text = b"/CIDInit/ProcSet findresource % <41>\n1 begin<<(a(b\\)) c)>>[<00 4\n1>]-7<0";
        let tokens: Vec<Token<'_>> = Tokens::new(text).collect();
        assert_eq!(
            tokens,
            [
                Token::Name(b"CIDInit"),
                Token::Name(b"ProcSet"),
                Token::Word(b"findresource"),
                Token::Integer(1),
                Token::Word(b"begin"),
                Token::Open,
                Token::Hexadecimal(b"00 4\n1"),
                Token::Close,
                Token::Integer(-7),
                Token::Hexadecimal(b"0"),
            ]
        );
    }

    #[test]
    fn codes_are_numbers_of_whole_bytes() {
        for (text, code) in [
            (&b"<41>"[..], Some((0x41, 1))),
            (b"<0041>", Some((0x41, 2))),
            (b"<9>", Some((9, 1))),
            (b"<0 1 2>", Some((0x12, 2))),
            (b"<ffffFFFF>", Some((0xffff_ffff, 4))),
            (b"<>", Some((0, 0))),
            (b"41", None),
        ] {
            assert_eq!(Tokens::new(text).code(), code);
        }
    }
}
