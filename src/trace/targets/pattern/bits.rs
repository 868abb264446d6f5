//! Sets of small numbers: one bit each.

/// Numbers below a bound that is given once.
#[derive(Debug, Default)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn below(bound: usize) -> Self {
        Self(vec![0; bound / 64 + 1])
    }

    /// Adds a number; whether it is new. One beyond the bound is neither added nor new.
    pub(super) fn insert(&mut self, number: usize) -> bool {
        let Some(word) = self.0.get_mut(number / 64) else {
            return false;
        };
        let bit = 1 << (number % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    pub(super) fn contains(&self, number: usize) -> bool {
        let word = self.0.get(number / 64);
        word.is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    pub(super) fn clear(&mut self) {
        self.0.fill(0);
    }

    /// The numbers from the smallest on.
    pub(super) fn to_vec(&self) -> Vec<usize> {
        let mut numbers = Vec::new();
        for (place, word) in self.0.iter().enumerate() {
            let mut left = *word;
            while left != 0 {
                numbers.push(place * 64 + left.trailing_zeros() as usize);
                left &= left - 1;
            }
        }
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_once_and_in_order() {
        let mut bits = Bits::below(130);
        assert!(bits.insert(129) && bits.insert(0) && bits.insert(64) && !bits.insert(64));
        assert_eq!(bits.to_vec(), [0, 64, 129]);
        assert!(bits.contains(129) && !bits.contains(128) && !bits.contains(10_000));
        assert!(!bits.insert(10_000));
    }
}
