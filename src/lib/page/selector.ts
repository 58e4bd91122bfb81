import { compile } from 'css-select';
import { parse, type Selector, SelectorType } from 'css-what';
import type { AnyNode } from 'domhandler';

/** A CSS selector, and what of a page it has to see. */
export interface CompiledSelector {
  readonly matches: (node: AnyNode) => boolean;
  /** Whether siblings or content decide, and not only an element and its ancestors. */
  readonly needsTree: boolean;
}

const PATH_PARTS: ReadonlySet<SelectorType> = new Set([
  SelectorType.Tag,
  SelectorType.Universal,
  SelectorType.Attribute,
  SelectorType.Descendant,
  SelectorType.Child,
]);

const PATH_PSEUDOS = new Set(['is', 'matches', 'not', 'where']);

/** Compiles a CSS selector; throws the parser's error for one that cannot be read. */
export function compileSelector(css: string): CompiledSelector {
  const parts = parse(css);
  return { matches: compile<AnyNode, AnyNode>(parts), needsTree: !parts.every(staysOnPath) };
}

function staysOnPath(parts: readonly Selector[]): boolean {
  return parts.every((part) => {
    if (part.type !== SelectorType.Pseudo) return PATH_PARTS.has(part.type);
    return PATH_PSEUDOS.has(part.name) && Array.isArray(part.data) && part.data.every(staysOnPath);
  });
}
