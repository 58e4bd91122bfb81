/** Shorter values are left in messages: they would be found in any text. */
const SHORTEST = 6;

/** From so many bytes on, a value is found also where it was encoded together with what stands before it. */
const SHORTEST_WITHIN = 12;

/** What takes values out of texts, whatever form an API quotes them in. */
export interface Scrubber {
  add(value: string): void;
  scrub(text: string): string;
}

export function scrubber(): Scrubber {
  const values = new Set<string>();
  let forms: readonly string[] | undefined;
  return {
    add(value) {
      if (value.length < SHORTEST || values.has(value)) return;
      values.add(value);
      forms = undefined;
    },
    scrub(text) {
      forms ??= [...new Set([...values].flatMap(formsOf))].toSorted((a, b) => b.length - a.length);
      return forms.reduce((at, form) => at.replaceAll(form, '[secret]'), withoutSignatures(text));
    },
  };
}

/** A value as it is, and as JSON, URLs, forms, XML, base64 and hex have it; a long text also by line. */
function formsOf(value: string): readonly string[] {
  const lines = value.split(/[\r\n]+/).filter((line) => line.length >= SHORTEST_WITHIN);
  return [value, ...lines].flatMap((text) => [text, ...escaped(text), ...encoded(Buffer.from(text))]);
}

function escaped(text: string): readonly string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const url = encodeURIComponent(text.toWellFormed());
  const xml = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [
    json,
    JSON.stringify(json).slice(1, -1),
    json.replaceAll('/', String.raw`\/`),
    url,
    url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    url.replaceAll('%20', '+'),
    encodeURI(text.toWellFormed()),
    xml,
    xml.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    xml.replaceAll('"', '&quot;').replaceAll("'", '&#x27;'),
  ];
}

function encoded(bytes: Buffer): readonly string[] {
  const hex = bytes.toString('hex');
  const whole = [bytes.toString('base64'), bytes.toString('base64url'), hex, hex.toUpperCase()];
  if (bytes.length < SHORTEST_WITHIN) return whole;
  // Behind one or two bytes of something else, base64 looks otherwise; the digits at both ends hold bits of the neighbours.
  const within = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    return text.slice(before === 0 ? 0 : before + 1, (before + bytes.length) % 3 === 0 ? undefined : -1);
  });
  return [...whole, ...within, ...within.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))];
}

/** What lets anybody in who has it: the query and the credentials of an address. */
function withoutSignatures(text: string): string {
  return text
    .replaceAll(/\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@"'<>]+@/gi, '$1[secret]@')
    .replaceAll(/\b(https?:\/\/[^\s?"'<>]{0,2000})\?[^\s"'<>]+/gi, '$1?[secret]');
}
