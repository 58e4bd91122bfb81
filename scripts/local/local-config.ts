import { readFile, writeFile } from 'node:fs/promises';
import { isScalar, isSeq, parseDocument, visit } from 'yaml';

/** Writes a copy of a configuration in which every distribution has the id that it got here. */
export async function writeLocalConfig(
  from: string,
  to: string,
  distributions: ReadonlyMap<string, string>,
): Promise<void> {
  const document = parseDocument(await readFile(from, 'utf8'));
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.value !== 'distributions' || !isSeq(value)) return;
      for (const item of value.items) {
        if (isScalar(item)) item.value = distributions.get(String(item.value)) ?? item.value;
      }
    },
  });
  await writeFile(to, document.toString());
}
