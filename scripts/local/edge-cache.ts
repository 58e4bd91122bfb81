/** What a distribution got from its bucket for a path. */
export interface Cached {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** When, in milliseconds. */
  readonly at: number;
}

// CloudFront's own default where the origin says nothing.
const DEFAULT_TTL_S = 86_400;

/** What one distribution holds, by path. As one edge of many: it holds all that it got until that is old, or purged. */
export class EdgeCache {
  private readonly held = new Map<string, Cached>();
  private readonly applied = new Set<string>();
  /** Moves with every purge: what was asked for before it must not be held after it. */
  generation = 0;

  /** What is held and still fresh. */
  fresh(path: string, now: number): Cached | undefined {
    const found = this.held.get(path);
    return found && now - found.at < secondsOf(found.headers) * 1000 ? found : undefined;
  }

  /** Holds an answer, unless a purge came while it was fetched. */
  hold(path: string, answer: Cached, generation: number): void {
    if (answer.status === 200 && generation === this.generation) this.held.set(path, answer);
  }

  /** Whether an invalidation was carried out here. */
  knows(invalidation: string): boolean {
    return this.applied.has(invalidation);
  }

  /** Forgets what an invalidation names: paths, and all that begins with what stands before a star at an end. */
  forget(invalidation: string, paths: readonly string[]): void {
    this.applied.add(invalidation);
    this.generation += 1;
    const starts = paths.filter((path) => path.endsWith('*')).map((path) => path.slice(0, -1));
    for (const path of this.held.keys()) {
      if (paths.includes(path) || starts.some((start) => path.startsWith(start))) this.held.delete(path);
    }
  }
}

/** How long an answer is fresh, by its Cache-Control. */
function secondsOf(headers: Readonly<Record<string, string>>): number {
  const control = headers['cache-control']?.toLowerCase() ?? '';
  if (/\b(no-store|no-cache|private)\b/.test(control)) return 0;
  const seconds = /s-maxage=(\d+)/.exec(control) ?? /max-age=(\d+)/.exec(control);
  return seconds ? Number(seconds[1]) : DEFAULT_TTL_S;
}
