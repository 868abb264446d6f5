// Header lines as they came over the wire.

/** Every line of a request as [name, value], in order, doubles included. */
export function linesOf({ rawHeaders }) {
  return rawHeaders.flatMap((name, at) => (at % 2 ? [] : [[name, rawHeaders[at + 1]]]));
}
