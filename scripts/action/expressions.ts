/** The contexts that an expression may read, e.g. `inputs` and `steps`, each by dotted names. */
export type Contexts = Readonly<Record<string, string>>;

/**
 * Fills in `${{ … }}` where it names one value, as `${{ inputs.site }}` does. Throws for any other expression: what GitHub
 * would do with it is not known here.
 */
export function filledIn(text: string, contexts: Contexts): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (whole, inner: string) => {
    const name = inner.trim();
    const value = Object.hasOwn(contexts, name) ? contexts[name] : undefined;
    if (value === undefined) throw new Error(`${whole} is an expression that cannot be evaluated here`);
    return value;
  });
}

/** Values of one context under its name: `inputs.site`. */
export function context(name: string, values: Readonly<Record<string, string>>): Contexts {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${name}.${key}`, value]));
}
