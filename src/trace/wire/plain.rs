//! Baggage that a merge keeps as it is: one look at a line instead of one at each member.

use super::baggage::is_sentry_member;
use crate::trace::swar::{equal, outside};

/// Places compared at once, and how many bytes each place looks at.
const BLOCK: usize = 8;
const LOOK: usize = 4;

type Window = [u8; BLOCK + LOOK - 1];

/// Whether every member of the line stays: printable, without blanks, none empty, none of Sentry's.
///
/// False also for lines that are too short to be compared in blocks: reading their few members one
/// by one costs no more.
pub(super) fn is_plain(line: &[u8]) -> bool {
    let Some(last) = line.last_chunk::<{ BLOCK + LOOK - 1 }>() else {
        return false;
    };
    let mut rest = line;
    while let Some(window) = rest.first_chunk() {
        if is_odd(window) {
            return false;
        }
        rest = rest.get(BLOCK..).unwrap_or_default();
    }
    let starts_well = !may_be_sentry(line) && line.first() != Some(&b',');
    let ends_well = !matches!(line, [.., b','] | [.., b',', b',', _]);
    starts_well && ends_well && !is_odd(last) && last.iter().all(u8::is_ascii_graphic)
}

/// Whether a block holds another byte, an empty member or one that may be Sentry's.
fn is_odd(window: &Window) -> bool {
    let from = |place: usize| {
        let block = window.get(place..).and_then(<[u8]>::first_chunk);
        block.map_or(0, |block| u64::from_le_bytes(*block))
    };
    let first = from(0);
    let commas = equal(first, b',');
    let blanks = outside(first, b'!', b'~');
    if commas == 0 {
        return blanks != 0;
    }
    let (second, third, fourth) = (from(1), from(2), from(3));
    let escape_or_n = equal(fourth, b'n') | equal(fourth, b'%');
    let sentry = equal(third, b'%') | equal(third, b'e') & escape_or_n;
    let bad_start = equal(second, b',') | equal(second, b'%') | equal(second, b's') & sentry;
    (blanks | commas & bad_start) != 0
}

/// Whether a member is Sentry's. A cheap look at its first bytes settles most of them.
pub(super) fn is_sentry(member: &[u8]) -> bool {
    may_be_sentry(member) && is_sentry_member(member)
}

/// A Sentry key begins with `sen`, perhaps with escapes.
fn may_be_sentry(member: &[u8]) -> bool {
    matches!(
        member,
        [b'%', ..] | [b's', b'%', ..] | [b's', b'e', b'n' | b'%', ..]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, member by member.
    fn stays(member: &str) -> bool {
        let printable = member.bytes().all(|byte| byte.is_ascii_graphic());
        !member.is_empty() && printable && !is_sentry_member(member.as_bytes())
    }

    #[test]
    fn a_plain_line_has_only_members_that_stay() {
        let odd = [
            "",
            " b=2",
            "sentry-x=1",
            "s%65ntry-y=1",
            "c=\u{e9}",
            "d=\u{1}",
            "%73entry-x=1",
        ];
        let even = ["a=1", "serverNode=DF%2028", "x", "s", "se", "sen", "%"];
        let all: Vec<&str> = odd.into_iter().chain(even).collect();
        let long = "userId=alice,isProduction=false";
        for (first, last) in all.iter().flat_map(|a| all.iter().map(move |b| (a, b))) {
            for line in [
                format!("{first},{long},{last}"),
                format!("{long},{first},{last}"),
                format!("{first},{last},{long}"),
            ] {
                let plain = is_plain(line.as_bytes());
                assert!(!plain || line.split(',').all(stays), "{line:?}");
            }
        }
    }

    #[test]
    fn usual_baggage_is_plain() {
        assert!(is_plain(
            b"userId=alice,serverNode=DF%2028,isProduction=false;prop=1"
        ));
        assert!(!is_plain(
            b"userId=alice,sentry-trace_id=1,isProduction=false"
        ));
    }
}
