import { randomBytes } from 'node:crypto';

/** A secret that was planted somewhere, and must be found nowhere. */
export interface Canary {
  /** Where it was planted. */
  readonly source: string;
  /** What no other text has. */
  readonly value: string;
  /**
   * The whole of what is hidden: a hash of it shows that the place was read. `undefined` where it is never read, or where what is
   * hidden holds more than is known here.
   */
  readonly whole: string | undefined;
}

/** Canaries as they are planted. */
export interface Canaries {
  readonly all: Canary[];
  /** A secret; `within` makes what is hidden as a whole of it, e.g. a URL. Gives the whole. */
  plant(source: string, within?: (value: string) => string): string;
  /** One of which no hash can be told. */
  plantUnhashed(source: string, within?: (value: string) => string): string;
}

export function newCanaries(): Canaries {
  const all: Canary[] = [];
  const planted = (source: string, within: (value: string) => string, hashed: boolean) => {
    // Letters and digits alone: in any kind of escaping they stay as they are.
    const value = `Kanari${randomBytes(12).toString('hex')}`;
    const whole = within(value);
    all.push({ source, value, whole: hashed ? whole : undefined });
    return whole;
  };
  return {
    all,
    plant: (source, within = (value) => value) => planted(source, within, true),
    plantUnhashed: (source, within = (value) => value) => planted(source, within, false),
  };
}

/** What a leak may look like: in clear, backwards, as hex, and as base64 wherever in a longer text it stood. */
export function formsOf({ value }: Pick<Canary, 'value'>): readonly string[] {
  const bytes = Buffer.from(value);
  const hex = bytes.toString('hex');
  const inBase64 = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    return text.slice(before === 0 ? 0 : before + 1, (before + bytes.length) % 3 === 0 ? undefined : -1);
  });
  const reversed = Buffer.from(bytes.toReversed()).toString();
  const codes = hex.match(/../g) ?? [];
  const escaped = [
    codes.map((code) => `\\u00${code}`),
    codes.map((code) => `%${code}`),
    codes.map((code) => `\\x${code}`),
    codes.map((code) => `&#x${code};`),
  ].map((parts) => parts.join(''));
  // A part of it is what a message cut short, or one that quotes what stands around an error, would have.
  return [value, value.slice(0, 10), value.slice(-10), reversed, hex, ...inBase64, ...escaped].flatMap((form) => [
    form,
    form.toUpperCase(),
  ]);
}
