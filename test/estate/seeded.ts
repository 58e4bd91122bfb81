import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { captureConfig } from '../../scripts/estate/capture-config.ts';
import { groundAt, type Ground } from '../../scripts/estate/ground.ts';
import { SMALL, WHOLE } from '../../scripts/estate/names.ts';
import { makeMachine } from '../../scripts/estate/machine.ts';
import { seed } from '../../scripts/estate/seed.ts';
import { startStandIns } from '../../scripts/estate/start-stand-ins.ts';
import { ownAccount } from '../capture/run-capture.ts';
import { holdfastAt, type Ended, type Whence } from '../local/command-line.ts';

/** An estate on the emulator, in an account of its own, and the command line for it. */
export interface Seeded {
  readonly ground: Ground;
  readonly endpoint: string;
  readonly standIns: Readonly<Record<string, string>>;
  /** Where its captures and its `capture.yml` are. */
  readonly dir: string;
  /** Runs `holdfast` on it, with its `capture.yml`; `started` gets what kills it. */
  holdfast(words: readonly string[], started?: Whence['started']): Promise<Ended>;
  close(): Promise<void>;
}

/** Makes an estate, whole or small, and all that the command line needs to find it. */
export async function seeded(endpoint: string, which: 'whole' | 'small'): Promise<Seeded> {
  const size = which === 'whole' ? WHOLE : SMALL;
  const dir = await mkdtemp(path.join(tmpdir(), 'holdfast-estate-'));
  const started = await startStandIns(endpoint, size);
  const { standIns } = started;
  const account = ownAccount();
  const ground = groundAt({ endpoint, account, size, standIns });
  await seed(ground);
  await writeFile(path.join(dir, 'stack.json'), JSON.stringify({ endpoint, region: 'us-east-1', standIns }));
  const machine = await makeMachine(path.join(dir, 'machine'));
  const config = path.join(dir, 'capture.yml');
  await writeFile(config, captureConfig(size, { to: 'captures', machine }));
  return {
    ground,
    endpoint,
    standIns,
    dir,
    close: () => started.close(),
    holdfast: (words, started) =>
      holdfastAt(
        { dir, cwd: dir, ...(started && { started }) },
        ...words,
        '--local',
        '--account',
        account,
        '--config',
        config,
      ),
  };
}
