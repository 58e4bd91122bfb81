import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What a command took. */
export interface Taken {
  readonly wallMs: number;
  /** Of the command and all that it started and waited for, in user and system mode. */
  readonly cpuMs: number;
  /** The most that one of its processes had in memory. */
  readonly peakMb: number;
}

/** Python knows what children took; Node only knows of itself. */
const MEASURE = `
import json, resource, subprocess, sys, time
start = time.monotonic()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
wall = time.monotonic() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"code": done.returncode, "said": done.stderr.decode(errors="replace")[-2000:], "wallMs": wall * 1000,
  "cpuMs": (used.ru_utime + used.ru_stime) * 1000, "peakMb": used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)}))
`;

/** Runs a command and says what it took. Throws what it said where it failed. */
export async function measured(command: readonly string[], env: NodeJS.ProcessEnv): Promise<Taken> {
  const { stdout } = await promisify(execFile)('python3', ['-c', MEASURE, ...command], { env });
  const { code, said, ...taken }: Taken & { code: number; said: string } = JSON.parse(stdout);
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${said}`);
  return taken;
}
