import { spawn } from 'node:child_process';
import { text as allOf } from 'node:stream/consumers';
import { Parser } from 'htmlparser2';
import { compileSources } from '../../src/lib/page/compile-sources.ts';
import { readPage } from '../../src/lib/page/read-page.ts';
import { DEFAULT_LIMITS } from '../../src/lib/site/policy.ts';

/** One way to get the tokens of a page; says how many it found. */
export interface Rival {
  readonly name: string;
  readonly run: () => Promise<number>;
}

/** Our reading of a page, htmlparser2, and a spawned `grep -o | sort -u`: each from a page's bytes to its tokens. */
export function rivals(bytes: Uint8Array, file: string): readonly Rival[] {
  const sources = compileSources([{ attribute: 'data-feature' }]);
  return [
    { name: 'holdfast', run: async () => ours(bytes, sources) },
    { name: 'htmlparser2', run: async () => byParser(bytes) },
    { name: 'grep -o | sort -u', run: () => byGrep(file) },
  ];
}

function ours(bytes: Uint8Array, sources: ReturnType<typeof compileSources>): number {
  const headers = { contentType: 'text/html; charset=utf-8', metadata: {} };
  const reading = readPage({ key: 'index.html', bytes, headers }, sources, DEFAULT_LIMITS);
  return reading.kind === 'read' ? reading.content.tokens.size : 0;
}

function byParser(bytes: Uint8Array): number {
  const found = new Set<string>();
  const parser = new Parser({
    onopentag: (_name, attributes) => {
      const feature = attributes['data-feature'];
      if (feature !== undefined) found.add(feature);
    },
  });
  parser.end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
  return found.size;
}

async function byGrep(file: string): Promise<number> {
  const shell = spawn('sh', ['-c', `grep -o 'data-feature="[^"]*"' "$1" | sort -u`, 'sh', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = await allOf(shell.stdout);
  return lines.split('\n').filter((line) => line !== '').length;
}
