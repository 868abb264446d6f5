//! Lower case without the tables of Unicode, which weigh as much as all of this room.
//!
//! A normalised URL is ASCII, so beyond ASCII only two things need it: text targets that are
//! compared with the raw text of a URL, and the letters of a domain that is encoded as `xn--`.

/// The lower-case form of a letter of the scripts that domains are mostly written in: Latin, Greek,
/// Cyrillic and Armenian; and U+212A, which is the only other letter whose lower case is ASCII.
///
/// Letters of other scripts, and the irregular ones, stay as they are.
pub(super) fn to_lower(letter: char) -> char {
    match letter {
        'A'..='Z' => letter.to_ascii_lowercase(),
        '\u{212A}' => 'k',
        'À'..='Ö' | 'Ø'..='Þ' | 'Α'..='Ρ' | 'Σ'..='Ϋ' | 'А'..='Я' => plus(letter, 32),
        'Ѐ'..='Џ' => plus(letter, 80),
        'Ա'..='Ֆ' => plus(letter, 48),
        'Ά' => 'ά',
        'Έ'..='Ί' => plus(letter, 37),
        'Ό' => 'ό',
        'Ύ' | 'Ώ' => plus(letter, 63),
        'Ÿ' => 'ÿ',
        'Ơ' => 'ơ',
        'Ư' => 'ư',
        // Pairs of a capital and its small letter, beginning at an even number.
        'Ā'..='į' | 'Ĵ'..='ķ' | 'Ŋ'..='ŷ' | 'Ѡ'..='ҁ' | 'Ҋ'..='ҿ' | 'Ӑ'..='ԯ' => {
            plus(letter, 1 - u32::from(letter) % 2)
        }
        'Ḁ'..='ẕ' | 'Ạ'..='ỿ' => plus(letter, 1 - u32::from(letter) % 2),
        // The same, beginning at an odd number.
        'Ĺ'..='ň' | 'Ź'..='ž' | 'Ӂ'..='ӎ' => plus(letter, u32::from(letter) % 2),
        _ => letter,
    }
}

/// A text in lower case, letter by letter.
pub(super) fn lower(text: &str) -> String {
    text.chars().map(to_lower).collect()
}

fn plus(letter: char, distance: u32) -> char {
    char::from_u32(u32::from(letter) + distance).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(letter: char) -> Option<char> {
        let mut lower = letter.to_lowercase();
        lower.next().filter(|_| lower.next().is_none())
    }

    #[test]
    fn what_is_changed_is_changed_as_unicode_says() {
        for letter in '\0'..=char::MAX {
            let lower = to_lower(letter);
            assert!(
                lower == letter || Some(lower) == expected(letter),
                "{letter}"
            );
        }
    }

    #[test]
    fn every_letter_whose_lower_case_is_ascii_is_known() {
        for letter in '\0'..=char::MAX {
            if expected(letter).is_some_and(|lower| lower.is_ascii()) {
                assert_eq!(Some(to_lower(letter)), expected(letter), "{letter}");
            }
        }
    }

    #[test]
    fn the_alphabets_of_europe_are_known() {
        let capitals = "ÀÉÎÕÜÝĀĄĆĈČĎĐĒĘĚĜĞĤĪĮĴĶĹĻĽŃŇŊŐŔŘŚŞŠŢŤŨŪŮŰŲŴŶŸŹŻŽƠƯẾỘΑΆΈΊΌΎΏΣΩЀЁЏАЯҐԱՖ";
        assert_eq!(lower(capitals), capitals.to_lowercase());
    }
}
