//! The operators of a content stream, one at a time, straight from its bytes:
//! nothing is built that a crafted stream could make large (ISO 32000-1, 7.2,
//! 7.3 and 7.8.2).

/// One operand. Arrays and dictionaries are flat: `Open`, what is inside,
/// `Close`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Operand<'a> {
    Number(f64),
    /// A name without its slash, `#` escapes as written.
    Name(&'a [u8]),
    /// A string: a range of [`Lexer::strings`].
    String(usize, usize),
    Open,
    Close,
    /// `true`, `false` or `null`.
    Other,
}

/// Reads a content stream.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Arrays that are open.
    arrays: usize,
    /// Operands before an operator beyond which they are dropped.
    most: usize,
    /// Whether some were.
    pub(super) dropped: bool,
    /// The operands of the operator that [`Lexer::next`] gave.
    pub(super) operands: Vec<Operand<'a>>,
    /// The bytes of the strings among them.
    pub(super) strings: Vec<u8>,
}

const fn is_white(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

const fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

/// Which bytes are regular characters.
const REGULAR: [bool; 256] = {
    let mut regular = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::indexing_slicing, reason = "while the program is compiled")]
        {
            regular[byte] = !is_white(byte as u8) && !is_delimiter(byte as u8);
        }
        byte += 1;
    }
    regular
};

fn is_regular(byte: u8) -> bool {
    REGULAR
        .get(usize::from(byte))
        .is_some_and(|regular| *regular)
}

const fn hex(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

impl<'a> Lexer<'a> {
    /// A lexer that keeps at most so many operands.
    pub(super) fn new(bytes: &'a [u8], most: usize) -> Self {
        Self {
            bytes,
            at: 0,
            arrays: 0,
            most,
            dropped: false,
            operands: Vec::new(),
            strings: Vec::new(),
        }
    }

    /// The bytes of a string operand.
    pub(super) fn string(&self, start: usize, end: usize) -> &[u8] {
        self.strings.get(start..end).unwrap_or_default()
    }

    /// The number `from_end` places before the operator, 0 being the last.
    pub(super) fn number(&self, from_end: usize) -> Option<f64> {
        let at = self.operands.len().checked_sub(from_end + 1)?;
        match self.operands.get(at) {
            Some(Operand::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// The last `N` operands, where all are numbers.
    pub(super) fn numbers<const N: usize>(&self) -> Option<[f64; N]> {
        let mut numbers = [0.0; N];
        for (i, number) in numbers.iter_mut().enumerate() {
            *number = self.number(N - 1 - i)?;
        }
        Some(numbers)
    }

    /// The last operand, where it is a name.
    pub(super) fn name(&self) -> Option<&'a [u8]> {
        match self.operands.last() {
            Some(Operand::Name(name)) => Some(name),
            _ => None,
        }
    }

    /// The next operator; its operands are in [`Self::operands`].
    pub(super) fn next(&mut self) -> Option<&'a [u8]> {
        self.operands.clear();
        self.strings.clear();
        self.arrays = 0;
        loop {
            let byte = *self.bytes.get(self.at)?;
            match byte {
                _ if is_white(byte) => self.at += 1,
                b'0'..=b'9' | b'+' | b'-' | b'.' => self.read_number(),
                b'(' => self.read_literal(),
                b'<' if self.peek(1) == Some(b'<') => self.mark(2, Operand::Open),
                b'<' => self.read_hex(),
                b'>' if self.peek(1) == Some(b'>') => self.mark(2, Operand::Close),
                b'[' => {
                    self.arrays += 1;
                    self.mark(1, Operand::Open);
                }
                b']' => {
                    self.arrays = self.arrays.saturating_sub(1);
                    self.mark(1, Operand::Close);
                }
                b'/' => {
                    self.at += 1;
                    let name = self.regular();
                    self.push(Operand::Name(name));
                }
                b'%' => self.skip_comment(),
                _ if is_delimiter(byte) => self.at += 1,
                _ => match self.regular() {
                    b"true" | b"false" | b"null" => self.push(Operand::Other),
                    // Some program sets the text state inside the array of TJ.
                    b"Tc" | b"Tw" | b"Tz" | b"Ts" | b"Tr" if self.arrays > 0 => {}
                    operator => return Some(operator),
                },
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn push(&mut self, operand: Operand<'a>) {
        if self.operands.len() >= self.most {
            self.dropped = true;
            self.operands.clear();
            self.strings.clear();
        }
        self.operands.push(operand);
    }

    fn mark(&mut self, length: usize, operand: Operand<'a>) {
        self.at += length;
        self.push(operand);
    }

    fn regular(&mut self) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|byte| !is_regular(*byte))
            .unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn skip_comment(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
        self.at += length.unwrap_or(rest.len());
    }

    /// `-.5`, `4.`, and what careless programs write: `--5`, `1.5-2`.
    fn read_number(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let mut negative = false;
        let mut whole: u64 = 0;
        let mut scale: f64 = 0.0;
        let mut more: f64 = 1.0;
        let mut digits = 0;
        let mut length = 0;
        for byte in rest {
            match byte {
                b'0'..=b'9' => {
                    digits += 1;
                    // Beyond 17 digits nothing changes in an f64.
                    if digits <= 17 {
                        whole = whole * 10 + u64::from(byte - b'0');
                        scale *= 10.0;
                    } else if scale == 0.0 && whole > 0 {
                        more *= 10.0;
                    }
                }
                b'.' if scale == 0.0 => scale = 1.0,
                b'-' if digits == 0 => negative = true,
                b'-' | b'+' | b'.' => {}
                _ => break,
            }
            length += 1;
        }
        self.at += length;
        // A sign or point alone opens some word that is no number.
        if digits == 0 {
            self.regular();
            return self.push(Operand::Other);
        }
        #[expect(clippy::cast_precision_loss, reason = "of 17 digits")]
        let whole = whole as f64 * more;
        let value = if scale > 1.0 { whole / scale } else { whole };
        self.push(Operand::Number(if negative { -value } else { value }));
    }

    /// ISO 32000-1, 7.3.4.2.
    fn read_literal(&mut self) {
        let start = self.strings.len();
        let mut depth = 1;
        self.at += 1;
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.read_escape();
                    continue;
                }
                // Any end of line is one line feed.
                b'\r' => {
                    if self.peek(0) == Some(b'\n') {
                        self.at += 1;
                    }
                    self.strings.push(b'\n');
                    continue;
                }
                _ => {}
            }
            self.strings.push(byte);
        }
        let end = self.strings.len();
        self.push_string(start, end);
    }

    fn push_string(&mut self, start: usize, end: usize) {
        if self.operands.len() >= self.most {
            self.dropped = true;
            self.operands.clear();
            self.strings.drain(..start);
            return self.operands.push(Operand::String(0, end - start));
        }
        self.operands.push(Operand::String(start, end));
    }

    fn read_escape(&mut self) {
        let Some(byte) = self.peek(0) else { return };
        self.at += 1;
        let plain = match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'\n' => return,
            b'\r' => {
                if self.peek(0) == Some(b'\n') {
                    self.at += 1;
                }
                return;
            }
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek(0) else {
                        break;
                    };
                    self.at += 1;
                    code = code * 8 + u32::from(digit - b'0');
                }
                // High-order overflow is ignored.
                u8::try_from(code & 0xff).unwrap_or_default()
            }
            other => other,
        };
        self.strings.push(plain);
    }

    /// ISO 32000-1, 7.3.4.3: an odd last digit is followed by a zero.
    fn read_hex(&mut self) {
        let start = self.strings.len();
        self.at += 1;
        let mut high = None;
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            let Some(digit) = hex(byte) else { continue };
            match high.take() {
                Some(first) => self.strings.push(first << 4 | digit),
                None => high = Some(digit),
            }
        }
        if let Some(first) = high {
            self.strings.push(first << 4);
        }
        let end = self.strings.len();
        self.push_string(start, end);
    }

    /// Passes over the data of an inline image, behind its `ID` (ISO 32000-1,
    /// 8.9.7): to an `EI` that stands alone and is followed by what can be
    /// content, not by bytes of a picture.
    pub(super) fn skip_image(&mut self) {
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let Some(found) = memchr::memmem::find(rest, b"EI") else {
                self.at = self.bytes.len();
                return;
            };
            let before = found.checked_sub(1).and_then(|at| rest.get(at));
            let behind = rest.get(found + 2..).unwrap_or_default();
            self.at += found + 2;
            let alone = before.is_none_or(|byte| is_white(*byte))
                && behind.first().is_none_or(|byte| is_white(*byte));
            let plain = behind
                .iter()
                .take(16)
                .all(|byte| matches!(byte, 9 | 10 | 13 | 32..=126));
            if alone && plain {
                return;
            }
        }
    }
}

/// A name with its `#` escapes resolved (ISO 32000-1, 7.3.5).
pub(super) fn name(raw: &[u8]) -> Vec<u8> {
    let mut name = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if let (b'#', [a, b, tail @ ..]) = (byte, after)
            && let (Some(a), Some(b)) = (hex(*a), hex(*b))
        {
            name.push(a << 4 | b);
            rest = tail;
        } else {
            name.push(*byte);
        }
    }
    name
}

#[cfg(test)]
mod tests;
