const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** Text of XML without its entities. */
export function entity(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(lt|gt|quot|apos|amp));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** The text of the first element of this name: of what S3 lists, flat elements whose texts have no `<`. */
export function textOf(xml: string, tag: string): string | undefined {
  const open = `<${tag}>`;
  const from = xml.indexOf(open);
  if (from < 0) return undefined;
  const end = xml.indexOf('</', from + open.length);
  return end < 0 ? undefined : entity(xml.slice(from + open.length, end));
}

/** The insides of all elements of these names, in their order. None may hold another of them. */
export function* elements(
  xml: string,
  ...tags: readonly string[]
): Generator<{ readonly tag: string; readonly xml: string }> {
  const next = new RegExp(`<(${tags.join('|')})>`, 'g');
  for (let found = next.exec(xml); found; found = next.exec(xml)) {
    const tag = found[1] ?? '';
    const from = next.lastIndex;
    const end = xml.indexOf(`</${tag}>`, from);
    if (end < 0) return;
    yield { tag, xml: xml.slice(from, end) };
    next.lastIndex = end;
  }
}
