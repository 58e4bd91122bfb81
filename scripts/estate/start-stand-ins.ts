import type { Size } from './names.ts';
import { scriptProjects } from './parts/scripts.ts';
import { startAppsScript } from './stand-ins/apps-script.ts';

/** What stands in on this machine for what the emulator lacks. */
export interface StandIns {
  /** Their addresses, by the name of the client or API that is asked there. */
  readonly standIns: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts all of them, with what the estate has there. */
export async function startStandIns(_endpoint: string, size: Size): Promise<StandIns> {
  const appsScript = await startAppsScript(scriptProjects(size.scripts));
  return {
    standIns: { 'Apps Script': appsScript.url },
    close: () => appsScript.close(),
  };
}
