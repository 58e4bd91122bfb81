import { shownIn } from './shown-text.ts';
import type { StartTag } from './start-tag.ts';

/** What a start tag alone adds to the content of a feature. */
export interface ElementContent {
  readonly sources: number;
  readonly handlers: number;
  /**
   * Whether it counts as an element, of what it stands in (`as child`) or also of itself (`by itself`). One with a source
   * counts as that source, and one that nobody sees not at all.
   */
  readonly counts: 'as child' | 'by itself' | 'no';
  /** Characters of what it is called where its content does not say it: `alt`, `title` and `aria-label`. */
  readonly label: number;
  /** It says of itself that it only holds a place for what is yet to come, and names no source of its own. */
  readonly announces: boolean;
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Never seen, whatever their attributes say. */
const UNSEEN = words('base br col colgroup head link meta noscript param script style template title wbr');

/** Nothing to see or to use without a source. */
const NOTHING_WITHOUT_SOURCE = words('a area audio embed iframe img object source track video');

/** Seen although they have neither content nor source. */
const SHOWS_ALONE = words('canvas input meter progress select textarea');

/** No attribute that is known here has a longer name. */
const LONGEST_NAME = 64;

const SOURCE =
  /^(?:(?:(?:data|ng)-(?:[\w-]+-)?|xlink:|(?:v-bind|x-bind)?:|\[)?(?:src|srcset|href|formaction|poster|srcdoc)\]?|data-[\w-]*src(?:-[\w-]+)?|action|data|background|data-(?:[\w-]+-)?(?:url|bg|image|background)|hx-(?:get|post|put|patch|delete))$/;

const LABELS = words('alt aria-label title');

const HANDLER =
  /^(?:on[a-z]{3,}|@[\w.:-]+|\([\w.:-]+\)|(?:v-on|x-on|wire|on):[\w.:-]+|(?:data-)?ng-(?:click|submit|change)|data-action|jsaction)$/;

const NO_ADDRESS = /^(?:#|about:blank)?$/i;
const SCRIPT_ADDRESS = /^javascript:/i;
/** What a script address says that does nothing. */
const NO_SCRIPT = /^(?:void\b|;*$)/i;
// no two neighbours may take the same white space: it would be looked through again and again
const URL_IN_STYLE = /url\(\s*(?:["']\s*)?[^\s"')]/i;

const PLACEHOLDER = /(?:^|[\s_-])(?:skeleton|placeholder|shimmer|spinner|loader|preloader|loading)(?:[\s_-]|$)/i;

/** Says what a start tag of that page adds. Takes time linear in the length of the tag. */
export function contentOfTag(tag: StartTag, page: string): ElementContent {
  let [sources, handlers, label] = [0, 0, 0];
  let announces = false;
  const { attributes } = tag;
  for (let at = 0; at < attributes.length; at += 4) {
    const [start = 0, end = 0] = [attributes[at], attributes[at + 1]];
    if (end - start > LONGEST_NAME) continue;
    const name = page.slice(start, end).toLowerCase();
    if (name === 'class') announces ||= PLACEHOLDER.test(tag.valueAt(at));
    else if (name === 'aria-busy') announces ||= tag.valueAt(at).trim().toLowerCase() === 'true';
    else if (LABELS.has(name)) label += charactersIn(tag.valueAt(at));
    else if (name === 'style') sources += Number(URL_IN_STYLE.test(tag.valueAt(at)));
    else if (SOURCE.test(name)) {
      const value = tag.valueAt(at).trim();
      const script = SCRIPT_ADDRESS.test(value) ? value.slice('javascript:'.length).trim() : undefined;
      if (script === undefined) sources += Number(!NO_ADDRESS.test(value));
      else handlers += Number(!NO_SCRIPT.test(script));
    } else if (HANDLER.test(name)) handlers += Number(tag.valueAt(at).trim() !== '');
  }
  const counts = countsAs(tag.name, sources > 0);
  return { sources, handlers, label, counts, announces: announces && sources === 0 };
}

const charactersIn = (value: string): number => shownIn(value, 0, value.length);

/** How many attributes a start tag has, each name of its class for one more. Takes time linear in the tag. */
export function attributesOf(tag: StartTag): number {
  return tag.attributes.length / 4 + (tag.value('class')?.match(/\S+/g)?.length ?? 0);
}

function countsAs(name: string, hasSource: boolean): ElementContent['counts'] {
  if (hasSource || UNSEEN.has(name) || NOTHING_WITHOUT_SOURCE.has(name)) return 'no';
  return SHOWS_ALONE.has(name) || name.includes('-') ? 'by itself' : 'as child';
}
