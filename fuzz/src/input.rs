//! Takes values off the front of raw bytes.

/// The rest of an input. Where it runs out, numbers are 0 and texts are empty, so that every input
/// means something.
pub struct Input<'a> {
    rest: &'a [u8],
}

impl<'a> Input<'a> {
    /// The whole input.
    pub fn new(data: &'a [u8]) -> Self {
        Self { rest: data }
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// One byte.
    pub fn byte(&mut self) -> u8 {
        let Some((byte, rest)) = self.rest.split_first() else {
            return 0;
        };
        self.rest = rest;
        *byte
    }

    /// One byte's lowest bit; `0` and `1` in a text mean what they say.
    pub fn flag(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    /// One of the choices.
    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[usize::from(self.byte()) % choices.len()]
    }

    /// What stands before the next line feed, which is taken too.
    pub fn line(&mut self) -> &'a [u8] {
        let end = self.rest.iter().position(|&byte| byte == b'\n');
        let line = &self.rest[..end.unwrap_or(self.rest.len())];
        self.rest = &self.rest[(line.len() + 1).min(self.rest.len())..];
        line
    }

    /// The same as text.
    pub fn text(&mut self) -> String {
        String::from_utf8_lossy(self.line()).into_owned()
    }

    /// Everything that is left.
    pub fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.rest)
    }

    /// Header lines, `name: value`, up to an empty line or the end. A carriage return that was
    /// not written as one stays in the value: the host's HTTP stack may hand us anything.
    pub fn headers(&mut self) -> Vec<(&'a [u8], &'a [u8])> {
        let mut headers = Vec::new();
        while !self.is_empty() {
            let line = self.line();
            if line.is_empty() {
                break;
            }
            let colon = line.iter().position(|&byte| byte == b':');
            let name = &line[..colon.unwrap_or(line.len())];
            let value = &line[(name.len() + 1).min(line.len())..];
            headers.push((name, value.strip_prefix(b" ").unwrap_or(value)));
        }
        headers
    }
}
