const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Elements that never have content, so they are never open. */
export const VOID_ELEMENTS = words(
  'area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr',
);

/** Elements whose content is text up to their own end tag, with entities in it. */
export const ESCAPABLE_ELEMENTS = words('textarea title');

/** Elements whose content is text up to their own end tag: those, and others in which entities are not decoded. */
export const RAW_ELEMENTS = words('title textarea script style iframe noembed noframes noscript xmp plaintext');

/** Elements that do not break a line of text: what stands on both sides of their tags belongs together. */
export const INLINE_ELEMENTS = words(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span strike strong sub sup time tt u var wbr',
);

/** An end tag of anything else does not reach beyond these. */
export const SCOPES = words('applet caption foreignobject marquee object table td th template');

/** End tags that do reach beyond those, up to their own start tag or a template's. */
export const FAR_REACHING = words('caption table tbody td template tfoot th thead tr');

const P = words('p');
const HEADINGS = words('h1 h2 h3 h4 h5 h6 p');
const SECTIONS = words('td th tr thead tbody tfoot caption colgroup');

/** The open elements that a start tag ends without saying so (HTML standard, "optional tags"). */
export const IMPLIED_ENDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...[
    ...words(
      'address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form',
    ),
  ].map((name) => [name, P] as const),
  ...[...words('header hgroup hr main menu nav ol p pre search section table ul')].map((name) => [name, P] as const),
  ...[...words('h1 h2 h3 h4 h5 h6')].map((name) => [name, HEADINGS] as const),
  ...[...words('thead tbody tfoot')].map((name) => [name, SECTIONS] as const),
  ['body', words('head')],
  ['li', words('li p')],
  ['dt', words('dd dt p')],
  ['dd', words('dd dt p')],
  ['option', words('option')],
  ['optgroup', words('option optgroup')],
  ['rt', words('rp rt')],
  ['rp', words('rp rt')],
  ['tr', words('td th tr caption colgroup')],
  ['td', words('td th')],
  ['th', words('td th')],
]);

/** Start tags that end SVG or MathML around them (HTML standard, "the rules for parsing tokens in foreign content"). */
export const FOREIGN_EXITS = words(
  'b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var',
);

/** Elements of SVG and MathML in which HTML stands again. */
export const INTEGRATION_POINTS: Readonly<Record<'svg' | 'math', ReadonlySet<string>>> = {
  svg: words('desc foreignobject title'),
  math: words('annotation-xml mi mn mo ms mtext'),
};
