//! The letters of a text and what stands around a place in it, told by a hash
//! before any letter is looked at.

use std::hash::{BuildHasher, Hash, Hasher, RandomState};

use crate::normalize::{private_use, thai};

/// Letters on one side alone, before a place or behind it.
const ONE_SIDE: usize = 8;
pub(super) const BEFORE: char = '<';
pub(super) const BEHIND: char = '>';
/// What is asked of a place.
#[derive(Clone, Copy)]
pub(super) enum Question {
    /// So many letters on either side.
    Around(usize),
    /// Letters before it alone, and any Thai one behind: words that always have
    /// a space behind them.
    Before,
    /// The same of those behind it.
    Behind,
    /// The two letters beside a place, where one is a sign, a digit or Latin.
    Signs,
}

impl Question {
    /// How many letters before a place the stretch begins that it asks for, how
    /// long that is, and what tells its hash from those of others; the signs are
    /// no stretch.
    fn stretch(self) -> Option<(usize, usize, u64)> {
        match self {
            Self::Around(reach) => Some((reach, 2 * reach, reach as u64)),
            Self::Before => Some((ONE_SIDE, ONE_SIDE, u64::from(BEFORE))),
            Self::Behind => Some((0, ONE_SIDE, u64::from(BEHIND))),
            Self::Signs => None,
        }
    }
}

/// The questions, one after the other: many letters before few, first words,
/// then syllables.
pub(super) const QUESTIONS: [Question; 6] = [
    Question::Around(8),
    Question::Around(5),
    Question::Before,
    Question::Behind,
    Question::Around(3),
    Question::Signs,
];

/// What stands before a letter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    Closed,
    Space,
    Break,
}

/// The letters of a text.
#[derive(Default)]
pub(super) struct Letters {
    /// Its column.
    column: u32,
    letters: Vec<char>,
    /// What stands before each.
    pub(super) joints: Vec<Joint>,
    /// The hash of all letters before each place: that of a stretch is told by
    /// those of its ends.
    hashes: Vec<u64>,
}

/// The letters around a place, half of them before it, the rest empty; and
/// the column it stands in, or none for all of them.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Context {
    pub(super) hash: u64,
    pub(super) letters: [char; 16],
    pub(super) column: Option<u32>,
}

impl Hash for Context {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let column = self.column.map_or(0, |column| u64::from(column) + 1);
        state.write_u64(self.hash.wrapping_add(column));
    }
}

impl Letters {
    /// Takes those of a text in the place of those that were held.
    pub(super) fn read(&mut self, text: &str, column: u32, powers: &Powers) {
        self.column = column;
        self.letters.clear();
        self.joints.clear();
        self.hashes.clear();
        let mut hash = 0;
        self.hashes.push(hash);
        let mut joint = Joint::Closed;
        for c in text.chars() {
            match c {
                '\n' => joint = Joint::Break,
                c if c.is_whitespace() => {
                    if joint == Joint::Closed {
                        joint = Joint::Space;
                    }
                }
                c => {
                    let c = private_use::shown(c).unwrap_or(c);
                    self.letters.push(c);
                    self.joints.push(joint);
                    hash = powers.longer(hash, c);
                    self.hashes.push(hash);
                    joint = Joint::Closed;
                }
            }
        }
    }

    /// All contexts of a place: how its own column is written comes before how
    /// others are.
    pub(super) fn contexts(&self, at: usize, powers: &Powers) -> impl Iterator<Item = Context> {
        QUESTIONS
            .into_iter()
            .filter_map(move |question| Some((question, self.hash(question, at, powers)?)))
            .flat_map(move |(question, hash)| self.both(question, at, hash))
    }

    /// The context that a question asks for, in its column and in all.
    pub(super) fn both(&self, question: Question, at: usize, hash: u64) -> [Context; 2] {
        let letters = self.asked(question, at).unwrap_or_default();
        [Some(self.column), None].map(|column| Context {
            hash,
            letters,
            column,
        })
    }

    /// Hands on every place with what stands there and the hash of the letters
    /// that a question asks for, be they Thai or not.
    pub(super) fn each(
        &self,
        question: Question,
        powers: &Powers,
        mut take: impl FnMut(usize, Joint, u64),
    ) {
        let Some((before, length, salt)) = question.stretch() else {
            for (at, joint) in self.joints.iter().enumerate() {
                if let Some(hash) = self.hash(question, at, powers) {
                    take(at, *joint, hash);
                }
            }
            return;
        };
        let ends = self.hashes.iter().skip(length);
        let joints = self.joints.iter().enumerate().skip(before);
        for ((begin, end), (at, joint)) in self.hashes.iter().zip(ends).zip(joints) {
            let hash = powers.between(*begin, *end, length);
            take(at, *joint, hash.wrapping_add(salt));
        }
    }

    /// A hash of the letters that a question asks for, where there are enough.
    pub(super) fn hash(&self, question: Question, at: usize, powers: &Powers) -> Option<u64> {
        let Some((before, length, salt)) = question.stretch() else {
            let [before, behind] = self.signs(at)?;
            return Some(powers.longer(powers.longer(0, before), behind));
        };
        if !self.is_asked(question, at) {
            return None;
        }
        let from = at.checked_sub(before)?;
        let (begin, end) = (self.hashes.get(from)?, self.hashes.get(from + length)?);
        Some(powers.between(*begin, *end, length).wrapping_add(salt))
    }

    /// Whether a question is asked of a place, if there are letters enough.
    pub(super) fn is_asked(&self, question: Question, at: usize) -> bool {
        matches!(question, Question::Around(_) | Question::Signs) || self.is_between_thai(at)
    }

    /// The letters that a question asks for, where there are enough.
    fn asked(&self, question: Question, at: usize) -> Option<[char; 16]> {
        let part = |sign: &[char], from: usize, to: usize| {
            let letters = self.letters.get(from..to)?;
            filled(sign, letters)
        };
        match question {
            Question::Around(reach) => part(&[], at.checked_sub(reach)?, at + reach),
            Question::Before => part(&[BEFORE], at.checked_sub(ONE_SIDE)?, at),
            Question::Behind => part(&[BEHIND], at, at + ONE_SIDE),
            Question::Signs => filled(&[], &self.signs(at)?),
        }
    }

    fn is_between_thai(&self, at: usize) -> bool {
        let thai = |at: usize| self.letters.get(at).copied().is_some_and(thai::is_letter);
        at.checked_sub(1).is_some_and(thai) && thai(at)
    }

    /// The two letters beside a place, where one is a sign, a digit or Latin:
    /// any Thai letter for all of them. Between Thai letters this tells nothing,
    /// nor beside a full stop, which stands inside codes of offices and behind
    /// them.
    pub(super) fn signs(&self, at: usize) -> Option<[char; 2]> {
        let around = self.letters.get(at.checked_sub(1)?..)?.first_chunk::<2>()?;
        let class = |c: char| match c {
            c if thai::is_letter(c) => 'ก',
            c if thai::digit(c).is_some() => '0',
            c if c.is_alphabetic() => 'a',
            c => c,
        };
        let signs = around.map(class);
        let tells = signs != ['ก', 'ก'] && !signs.contains(&'.');
        tells.then_some(signs)
    }
}

/// Powers of a base that nobody knows before, up to the longest stretch.
pub(super) struct Powers([u64; 17]);

impl Powers {
    pub(super) fn new() -> Self {
        let base = RandomState::new().hash_one(0) | 1;
        let mut power: u64 = 1;
        Self(std::array::from_fn(|_| {
            let this = power;
            power = power.wrapping_mul(base);
            this
        }))
    }

    /// The hash of what `hash` is that of, with one letter more.
    fn longer(&self, hash: u64, letter: char) -> u64 {
        let Self([_, base, ..]) = self;
        hash.wrapping_mul(*base).wrapping_add(u64::from(letter))
    }

    /// The hash of a stretch of so many letters, by those of all up to where it
    /// begins and ends.
    fn between(&self, begin: u64, end: u64, length: usize) -> u64 {
        let power = self.0.get(length).copied().unwrap_or_default();
        end.wrapping_sub(begin.wrapping_mul(power))
    }
}

/// A sign, then letters, then nothing.
fn filled(sign: &[char], letters: &[char]) -> Option<[char; 16]> {
    let mut context = ['\0'; 16];
    let (first, rest) = context.split_at_mut_checked(sign.len())?;
    first.copy_from_slice(sign);
    rest.get_mut(..letters.len())?.copy_from_slice(letters);
    Some(context)
}
