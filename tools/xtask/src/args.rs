//! The words after a task's name: switches, options with a value, and free words.

use anyhow::{Result, bail};

/// What a task accepts; anything else is refused, so that a misspelt switch is never ignored.
pub(crate) struct Spec {
    pub(crate) switches: &'static [&'static str],
    pub(crate) options: &'static [&'static str],
}

/// The words of one command line, sorted by kind.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Args {
    switches: Vec<String>,
    options: Vec<(String, String)>,
    /// What is neither a switch nor an option, in order.
    pub(crate) words: Vec<String>,
}

impl Spec {
    /// Sorts `words`; an option's value is the next word or follows `=`.
    pub(crate) fn parse(&self, words: &[String]) -> Result<Args> {
        let mut args = Args::default();
        let mut rest = words.iter();
        while let Some(word) = rest.next() {
            let (name, inline) = match word.split_once('=') {
                Some((name, value)) if name.starts_with('-') => (name, Some(value.to_owned())),
                _ => (word.as_str(), None),
            };
            if self.options.contains(&name) {
                let Some(value) = inline.or_else(|| rest.next().cloned()) else {
                    bail!("{name} needs a value");
                };
                args.options.push((name.to_owned(), value));
            } else if self.switches.contains(&name) && inline.is_none() {
                args.switches.push(name.to_owned());
            } else if name.starts_with('-') {
                bail!("{word:?} is not known here; known are {}", self.known());
            } else {
                args.words.push(word.clone());
            }
        }
        Ok(args)
    }

    fn known(&self) -> String {
        let names: Vec<&str> = self.switches.iter().chain(self.options).copied().collect();
        if names.is_empty() {
            "no switches".to_owned()
        } else {
            names.join(", ")
        }
    }
}

impl Args {
    /// Whether the switch `name` was given.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.switches.iter().any(|given| given == name)
    }

    /// The last value given for the option `name`.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.options
            .iter()
            .rev()
            .find(|(given, _)| given == name)
            .map(|(_, value)| value.as_str())
    }

    /// The last value given for `name` as a whole number.
    pub(crate) fn number(&self, name: &str) -> Result<Option<u64>> {
        match self.value(name) {
            None => Ok(None),
            Some(text) => match text.parse() {
                Ok(number) => Ok(Some(number)),
                Err(_) => bail!("{name} needs a whole number, not {text:?}"),
            },
        }
    }

    /// Refuses free words, for tasks that take none.
    pub(crate) fn no_words(&self) -> Result<()> {
        match self.words.first() {
            None => Ok(()),
            Some(word) => bail!("{word:?} is not understood"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEC: Spec = Spec {
        switches: &["--check", "-v"],
        options: &["--seconds"],
    };

    fn parse(line: &str) -> Result<Args> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        SPEC.parse(&words)
    }

    #[test]
    fn an_option_takes_its_value_after_a_space_or_an_equals_sign() {
        for line in ["--seconds 7", "--seconds=7", "--seconds 3 --seconds=7"] {
            assert_eq!(
                parse(line).unwrap().number("--seconds").unwrap(),
                Some(7),
                "{line}"
            );
        }
    }

    #[test]
    fn switches_and_words_may_be_mixed() {
        let args = parse("one --check two").unwrap();
        assert!(args.has("--check") && !args.has("-v"));
        assert_eq!(args.words, ["one", "two"]);
        assert!(args.no_words().is_err());
    }

    #[test]
    fn a_misspelt_switch_is_refused_by_name() {
        let error = parse("--chek").unwrap_err().to_string();
        assert!(
            error.contains("--chek") && error.contains("--check, -v, --seconds"),
            "{error}"
        );
    }

    #[test]
    fn values_that_are_missing_or_not_numbers_are_refused() {
        assert!(parse("--seconds").is_err());
        assert!(parse("--check=yes").is_err());
        assert!(
            parse("--seconds soon")
                .unwrap()
                .number("--seconds")
                .is_err()
        );
    }
}
