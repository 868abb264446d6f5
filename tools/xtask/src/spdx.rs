//! Licence expressions: `MIT OR Apache-2.0`, `(A OR B) AND C`, `A WITH exception`, and the old `A/B`.

/// Whether the licences for which `allowed` is true satisfy the expression.
///
/// `None` means that the expression cannot be read, which a caller treats as not allowed.
pub(crate) fn satisfied(expression: &str, allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader {
        tokens: &tokens,
        allowed,
    };
    let verdict = reader.any()?;
    reader.tokens.is_empty().then_some(verdict)
}

struct Reader<'a> {
    tokens: &'a [&'a str],
    allowed: &'a dyn Fn(&str) -> bool,
}

impl Reader<'_> {
    fn take(&mut self, wanted: &str) -> bool {
        let [first, rest @ ..] = self.tokens else {
            return false;
        };
        let found = first.eq_ignore_ascii_case(wanted);
        if found {
            self.tokens = rest;
        }
        found
    }

    fn any(&mut self) -> Option<bool> {
        let mut verdict = self.all()?;
        while self.take("OR") {
            verdict |= self.all()?;
        }
        Some(verdict)
    }

    fn all(&mut self) -> Option<bool> {
        let mut verdict = self.one()?;
        while self.take("AND") {
            verdict &= self.one()?;
        }
        Some(verdict)
    }

    fn one(&mut self) -> Option<bool> {
        if self.take("(") {
            let verdict = self.any()?;
            return self.take(")").then_some(verdict);
        }
        let name = self.name()?;
        if !self.take("WITH") {
            return Some((self.allowed)(&name));
        }
        let exception = self.name()?;
        Some((self.allowed)(&format!("{name} WITH {exception}")) || (self.allowed)(&name))
    }

    fn name(&mut self) -> Option<String> {
        let [first, rest @ ..] = self.tokens else {
            return None;
        };
        let word = ["AND", "OR", "WITH", "(", ")"]
            .iter()
            .any(|w| first.eq_ignore_ascii_case(w));
        self.tokens = rest;
        (!word).then(|| (*first).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_mit(expression: &str) -> Option<bool> {
        satisfied(expression, &|name| name == "MIT")
    }

    #[test]
    fn one_allowed_alternative_is_enough() {
        for expression in [
            "MIT",
            "Zlib OR MIT",
            "Zlib/MIT",
            "(Zlib OR MIT)",
            "MIT OR A AND B",
        ] {
            assert_eq!(with_mit(expression), Some(true), "{expression}");
        }
    }

    #[test]
    fn every_joined_licence_must_be_allowed() {
        for expression in ["Zlib", "MIT AND Zlib", "(MIT OR Zlib) AND NCSA", "mit"] {
            assert_eq!(with_mit(expression), Some(false), "{expression}");
        }
    }

    #[test]
    fn an_exception_only_widens_its_licence() {
        assert_eq!(with_mit("MIT WITH LLVM-exception"), Some(true));
        assert_eq!(with_mit("Zlib WITH LLVM-exception"), Some(false));
        assert_eq!(
            satisfied("A WITH b", &|name| name == "A WITH b"),
            Some(true)
        );
    }

    #[test]
    fn what_is_no_expression_is_not_read() {
        for expression in ["", "MIT OR", "(MIT", "MIT)", "MIT Zlib", "AND", "MIT WITH"] {
            assert_eq!(with_mit(expression), None, "{expression}");
        }
    }
}
