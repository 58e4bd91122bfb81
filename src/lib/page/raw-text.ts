const SPACE_OR_END = String.raw`[\t\n\f\r />]`;
const SCRIPT = new RegExp(`<!--|</script(?=${SPACE_OR_END})`, 'gi');
const ESCAPED_SCRIPT = new RegExp(`-->|<(/?)script(?=${SPACE_OR_END})`, 'gi');

/**
 * Where the text of a raw element ends that starts at `from`: at its own end tag, or at the end of the page. A script
 * that has opened a comment may hold whole `<script>` elements (HTML standard, "script data escaped state").
 */
export function endOfRawText(text: string, element: string, from: number): number {
  if (element === 'plaintext') return text.length;
  if (element === 'script') return endOfScript(text, from);
  return search(text, new RegExp(`</${element}(?=${SPACE_OR_END})`, 'gi'), from)?.index ?? text.length;
}

function endOfScript(text: string, from: number): number {
  let at = from;
  for (;;) {
    const found = search(text, SCRIPT, at);
    if (!found) return text.length;
    if (found[0] !== '<!--') return found.index;
    const end = endOfEscape(text, found.index + 2);
    if (end.closed) return end.at;
    if (end.at === text.length) return end.at;
    at = end.at;
  }
}

/** From the dashes that open a script's comment to the `-->` that ends it, or to the end tag of the script. */
function endOfEscape(text: string, from: number): { at: number; closed: boolean } {
  let nested = false;
  let at = from;
  for (;;) {
    const found = search(text, ESCAPED_SCRIPT, at);
    if (!found) return { at: text.length, closed: false };
    at = found.index + found[0].length;
    if (found[0] === '-->') return { at, closed: false };
    if (found[1] === '/' && !nested) return { at: found.index, closed: true };
    nested = found[1] === '';
  }
}

function search(text: string, pattern: RegExp, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}
