/** A language whose comments are found without reading the whole of it. */
export type CodeSyntax = 'css' | 'js';

const CSS_STOP = /["']|\/\*|url\(\s*(?!["'\s])/gi;
const JS_STOP = /["'`{}]|\/[/*]?/g;
const TEMPLATE_STOP = /\\|`|\$\{/g;
const REGEX_STOP = /\\|[[\]/\n]/g;
const WORD_BEFORE_REGEX =
  /(?:^|[^\w$.])(?:await|case|delete|do|else|in|instanceof|new|of|return|throw|typeof|void|yield)$/;

/**
 * Finds the comments of CSS or JavaScript between two offsets: `found` is told where the content of each starts and
 * ends. What looks like a comment in a string, a template, a regular expression or a `url()` is none.
 */
export function codeComments(
  text: string,
  syntax: CodeSyntax,
  range: { readonly start: number; readonly end: number },
  found: (start: number, end: number) => void,
): void {
  const code = text.slice(range.start, range.end);
  const report = (start: number, end: number) => found(range.start + start, range.start + end);
  if (syntax === 'css') cssComments(code, report);
  else jsComments(code, report);
}

function cssComments(code: string, found: (start: number, end: number) => void): void {
  for (let stop = next(code, CSS_STOP, 0); stop;) {
    const after = stop.index + stop[0].length;
    let at = after;
    if (stop[0] === '/*') {
      const end = indexOrEnd(code, '*/', after);
      found(after, end);
      at = end + 2;
    } else at = stop[0].length > 1 ? indexOrEnd(code, ')', after) : endOfString(code, after, stop[0]);
    stop = next(code, CSS_STOP, at);
  }
}

function jsComments(code: string, found: (start: number, end: number) => void): void {
  // how many braces are open in each template substitution that we are in
  const substitutions: number[] = [];
  // what stands before a slash decides what it is; comments do not count
  let comment = { start: 0, end: 0 };
  // where a line did not close a regular expression, none is looked for again in that line
  let plainUntil = 0;
  for (let stop = next(code, JS_STOP, 0); stop;) {
    const [what] = stop;
    const after = stop.index + what.length;
    let at = after;
    if (what === '//' || what === '/*') {
      const end = indexOrEnd(code, what === '//' ? '\n' : '*/', after);
      found(after, end);
      at = what === '//' ? end : end + 2;
      comment = { start: beforeSpace(code, stop.index) === comment.end ? comment.start : stop.index, end: at };
    } else if (what === '/') {
      const regex = stop.index >= plainUntil && startsRegex(code, stop.index, comment) && endOfRegex(code, after);
      if (regex && regex.closed) at = regex.at;
      else if (regex) plainUntil = regex.at;
    } else if (what === '{') deepen(substitutions, 1);
    else if (what === '}' && substitutions.at(-1) !== 0) deepen(substitutions, -1);
    else if (what === '}') {
      substitutions.pop();
      at = endOfTemplate(code, after, substitutions);
    } else at = what === '`' ? endOfTemplate(code, after, substitutions) : endOfString(code, after, what);
    stop = next(code, JS_STOP, at);
  }
}

function deepen(substitutions: number[], by: number): void {
  const last = substitutions.length - 1;
  if (last >= 0) substitutions[last] = (substitutions[last] ?? 0) + by;
}

/** A quoted string ends at its quote, or at the end of a line that does not close it. */
function endOfString(code: string, from: number, quote: string): number {
  for (let at = from; at < code.length; at += 1) {
    const character = code[at];
    if (character === '\\') at += 1;
    else if (character === quote) return at + 1;
    else if (character === '\n') return at;
  }
  return code.length;
}

/** To the end of a template, or into its next substitution, which is then noted. */
function endOfTemplate(code: string, from: number, substitutions: number[]): number {
  for (let stop = next(code, TEMPLATE_STOP, from); stop;) {
    if (stop[0] === '`') return stop.index + 1;
    if (stop[0] === '${') {
      substitutions.push(0);
      return stop.index + 2;
    }
    stop = next(code, TEMPLATE_STOP, stop.index + 2);
  }
  return code.length;
}

/** To the end of a regular expression, or of the line that does not close it. */
function endOfRegex(code: string, from: number): { readonly at: number; readonly closed: boolean } {
  let inClass = false;
  for (let stop = next(code, REGEX_STOP, from); stop;) {
    const [what] = stop;
    if (what === '\n') return { at: stop.index, closed: false };
    if (what === '/' && !inClass) return { at: stop.index + 1, closed: true };
    if (what === '[' || what === ']') inClass = what === '[';
    stop = next(code, REGEX_STOP, stop.index + (what === '\\' ? 2 : 1));
  }
  return { at: code.length, closed: false };
}

/** A slash divides after a value and starts a regular expression elsewhere. */
function startsRegex(code: string, slash: number, comment: { readonly start: number; readonly end: number }): boolean {
  const before = beforeSpace(code, slash);
  const at = (before === comment.end ? beforeSpace(code, comment.start) : before) - 1;
  if (at < 0) return true;
  if (/[)\]}"'`]/.test(code[at] ?? '')) return false;
  return !/[\w$]/.test(code[at] ?? '') || WORD_BEFORE_REGEX.test(code.slice(Math.max(0, at - 11), at + 1));
}

/** Where the white space begins that ends at `end`. */
function beforeSpace(code: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(code[at - 1] ?? '')) at -= 1;
  return at;
}

function next(code: string, stop: RegExp, from: number): RegExpExecArray | null {
  stop.lastIndex = from;
  return stop.exec(code);
}

function indexOrEnd(code: string, what: string, from: number): number {
  const index = code.indexOf(what, from);
  return index === -1 ? code.length : index;
}
