//! Private code points that old Thai fonts give to their shifted glyphs, and
//! what each shows. Some public tables are shifted by one; this one is
//! confirmed by words of real documents.

/// Glyph codes of Thai fonts for Windows and for the Mac (HarfBuzz, win_pua
/// and mac_pua): 27 each, in the order of the Windows codes.
const PRIVATE_USE: [(char, char, char); 27] = [
    ('\u{f700}', '\u{f89e}', 'ฐ'),
    ('\u{f701}', '\u{f885}', '\u{e34}'),
    ('\u{f702}', '\u{f886}', '\u{e35}'),
    ('\u{f703}', '\u{f887}', '\u{e36}'),
    ('\u{f704}', '\u{f888}', '\u{e37}'),
    ('\u{f705}', '\u{f88c}', '\u{e48}'),
    ('\u{f706}', '\u{f88f}', '\u{e49}'),
    ('\u{f707}', '\u{f892}', '\u{e4a}'),
    ('\u{f708}', '\u{f895}', '\u{e4b}'),
    ('\u{f709}', '\u{f898}', '\u{e4c}'),
    ('\u{f70a}', '\u{f88b}', '\u{e48}'),
    ('\u{f70b}', '\u{f88e}', '\u{e49}'),
    ('\u{f70c}', '\u{f891}', '\u{e4a}'),
    ('\u{f70d}', '\u{f894}', '\u{e4b}'),
    ('\u{f70e}', '\u{f897}', '\u{e4c}'),
    ('\u{f70f}', '\u{f89a}', 'ญ'),
    ('\u{f710}', '\u{f884}', '\u{e31}'),
    ('\u{f711}', '\u{f899}', '\u{e4d}'),
    ('\u{f712}', '\u{f889}', '\u{e47}'),
    ('\u{f713}', '\u{f88a}', '\u{e48}'),
    ('\u{f714}', '\u{f88d}', '\u{e49}'),
    ('\u{f715}', '\u{f890}', '\u{e4a}'),
    ('\u{f716}', '\u{f893}', '\u{e4b}'),
    ('\u{f717}', '\u{f896}', '\u{e4c}'),
    ('\u{f718}', '\u{f89b}', '\u{e38}'),
    ('\u{f719}', '\u{f89c}', '\u{e39}'),
    ('\u{f71a}', '\u{f89d}', '\u{e3a}'),
];

/// The character that the glyph code `c` shows.
#[must_use]
pub fn shown(c: char) -> Option<char> {
    // Nearly all characters are no such codes.
    if !('\u{f700}'..='\u{f8ff}').contains(&c) {
        return None;
    }
    PRIVATE_USE
        .iter()
        .find(|(windows, mac, _)| *windows == c || *mac == c)
        .map(|(_, _, mapped)| *mapped)
}
