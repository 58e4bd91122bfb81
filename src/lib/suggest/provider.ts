import { PROVIDERS } from './providers.ts';
import type { SuggestionKind } from './suggestion.ts';

/** A service whose part of a page is known by what that loads, leads to or is called. */
export interface Provider {
  /** The token's name. */
  readonly name: string;
  readonly kind: SuggestionKind;
  /** What it does for visitors, after "The page has". */
  readonly has: string;
  /** `tag host/path`: an element whose address begins so; `*.` before the host stands for its subdomains. */
  readonly loads?: readonly string[];
  /** Elements of its own. */
  readonly elements?: readonly string[];
  /** Classes that its own script looks for. */
  readonly classes?: readonly string[];
  /** What its inline script holds. */
  readonly inline?: readonly string[];
}

/** One thing by which a provider is known, and the selector that finds it. */
export interface Mark {
  readonly provider: Provider;
  readonly css: string;
}

/** The attributes that hold the address of an element; lazy loaders keep it in another until it is wanted. */
const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  script: ['src', 'data-src'],
  iframe: ['src', 'data-src', 'data-lazy-src'],
  form: ['action'],
  a: ['href'],
  img: ['src'],
};

interface Rule {
  readonly provider: Provider;
  readonly beginning: string;
  readonly subdomains: boolean;
}

/** The known providers, ready to be looked for. */
export interface ProviderMarks {
  /** What an element says by its tag, address and classes. */
  ofElement(tag: string, value: (attribute: string) => string | undefined): readonly Mark[];
  readonly inline: readonly { readonly provider: Provider; readonly text: string }[];
}

/** Makes an index of the known providers. */
export function providerMarks(): ProviderMarks {
  const loads = new Map<string, Rule[]>();
  const elements = new Map<string, Provider>();
  const classes = new Map<string, Provider>();
  for (const provider of PROVIDERS) {
    for (const load of provider.loads ?? []) addRule(loads, load, provider);
    for (const name of provider.elements ?? []) elements.set(name, provider);
    for (const name of provider.classes ?? []) classes.set(name, provider);
  }
  return {
    ofElement: (tag, value) => [
      ...addressed(tag, value, loads.get(tag) ?? []),
      ...named(tag, elements.get(tag)),
      ...classed(value('class'), classes),
    ],
    inline: PROVIDERS.flatMap((provider) => (provider.inline ?? []).map((text) => ({ provider, text }))),
  };
}

function addRule(loads: Map<string, Rule[]>, load: string, provider: Provider): void {
  const [tag = '', address = ''] = load.split(' ');
  const subdomains = address.startsWith('*.');
  const rule = { provider, beginning: subdomains ? address.slice(1) : address, subdomains };
  loads.set(tag, [...(loads.get(tag) ?? []), rule]);
}

function addressed(tag: string, value: (attribute: string) => string | undefined, rules: readonly Rule[]): Mark[] {
  if (rules.length === 0) return [];
  return (ADDRESSES[tag] ?? []).flatMap((attribute) => {
    const address = hostAndPath(value(attribute));
    if (address === undefined) return [];
    return rules
      .filter((rule) => fits(address, rule))
      .map(({ provider, beginning }) => ({ provider, css: `${tag}[${attribute}*="${beginning}"]` }));
  });
}

/** The host in lower case and the path of an absolute address; `undefined` for any other. */
function hostAndPath(address: string | undefined): string | undefined {
  const [, host, path = ''] =
    /^\s*(?:https?:)?\/\/([^/?#\s]{1,253})([^?#\s]*)/i.exec(address?.slice(0, 2000) ?? '') ?? [];
  return host === undefined ? undefined : host.toLowerCase() + (path === '' ? '/' : path);
}

function fits(address: string, { beginning, subdomains }: Rule): boolean {
  if (!subdomains) return address.startsWith(beginning);
  const at = address.indexOf('/');
  const [domain = ''] = beginning.split('/');
  const path = beginning.slice(domain.length) || '/';
  return address.slice(0, at).endsWith(domain) && address.slice(at).startsWith(path);
}

function named(tag: string, provider: Provider | undefined): Mark[] {
  return provider ? [{ provider, css: tag }] : [];
}

function classed(value: string | undefined, classes: ReadonlyMap<string, Provider>): Mark[] {
  if (value === undefined) return [];
  return value
    .slice(0, 1000)
    .split(/\s+/)
    .flatMap((name) => {
      const provider = classes.get(name);
      return provider ? [{ provider, css: `.${name}` }] : [];
    });
}
