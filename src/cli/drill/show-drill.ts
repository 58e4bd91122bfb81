import type { DrillResult } from '../../lib/capture/compare-drill.ts';
import type { LeftOver } from '../../lib/capture/end-drill.ts';
import type { Resource } from '../../lib/capture/resource.ts';
import type { Service } from '../../lib/capture/service.ts';
import type { CaptureStore } from '../../lib/capture/store.ts';
import { captureCommand } from '../capture/place.ts';
import type { ExitCode, Outcome } from '../outcome.ts';
import { counted, printable } from '../printable.ts';

/** Services that a drill cannot have, and how many resources of each. */
export type LeftOut = readonly { readonly service: Service; readonly count: number }[];

/** What became of a drill. */
export interface DrillStory {
  readonly drill: string;
  readonly capture: string;
  readonly store: Pick<CaptureStore, 'place'>;
  readonly results: readonly DrillResult[];
  readonly leftOut: LeftOut;
  /** What could not be taken away; `undefined`: all is kept. */
  readonly over: readonly LeftOver[] | undefined;
  readonly made: readonly Resource[];
}

/** Lines that are shown of one resource. */
const MOST = 12;

/** 0 where all that was drilled is equal and away again; 1 where something failed, 6 where something differs. */
export function drillOutcome(story: DrillStory, stopped: boolean): Outcome {
  const { drill, capture, results, leftOut, over, made } = story;
  const value = {
    drill,
    capture,
    resources: results.map(({ key, outcome, lines, allowed }) => ({ resource: key, outcome, lines, allowed })),
    leftOut: leftOut.map(({ service, count }) => ({ service: service.name, resources: count, why: whyOf(service) })),
    over: over?.map(({ key, made: { resource }, why }) => ({ resource: key, called: resource.id, why })),
    kept: over === undefined ? made.map(({ service, id }) => ({ service, id })) : [],
    stopped,
  };
  const text = [summary(story, stopped), ...byService(results), showLeftOut(leftOut), away(story)].filter(
    (part) => part !== '',
  );
  return {
    exitCode: exitCodeOf(story, stopped),
    value,
    lines: [{ event: 'ended', ...value }],
    text: text.join('\n\n'),
  };
}

function exitCodeOf({ results, over = [] }: DrillStory, stopped: boolean): ExitCode {
  if (stopped || over.length > 0 || results.some(({ outcome }) => outcome === 'failed')) return 1;
  return results.every(({ outcome }) => outcome === 'equal') ? 0 : 6;
}

function summary({ drill, capture, results }: DrillStory, stopped: boolean): string {
  const equal = results.filter(({ outcome }) => outcome === 'equal').length;
  const all = `${equal.toLocaleString('en')} of ${counted(results.length, 'resource')}`;
  return printable(`${drill} of ${capture}${stopped ? ', stopped' : ''}: ${all} came back equal.`);
}

function byService(results: readonly DrillResult[]): string[] {
  const services = [...new Set(results.map(({ service }) => service))];
  return services.map((service) => {
    const own = results.filter((each) => each.service === service);
    const of = (outcome: DrillResult['outcome']) => own.filter((each) => each.outcome === outcome);
    const counts = [
      `${of('equal').length} equal`,
      ...(of('different').length > 0 ? [`${of('different').length} different`] : []),
      ...(of('failed').length > 0 ? [`${of('failed').length} failed`] : []),
    ];
    const allowed = [...new Set(own.flatMap((each) => each.allowed))];
    return [
      `${service.title}: ${counts.join(', ')}`,
      ...allowed.map((why) => printable(`  differs in a drill: ${why}`)),
      ...[...of('different'), ...of('failed')].flatMap(resourceLines),
    ].join('\n');
  });
}

function resourceLines({ key, outcome, lines }: DrillResult): string[] {
  const cut = lines.slice(0, MOST);
  return [
    `  ${outcome === 'failed' ? '✗' : '~'} ${printable(key)}`,
    ...cut.map((line) => `      ${printable(line)}`),
    ...(lines.length > cut.length ? [`      … ${lines.length - cut.length} more: see --json`] : []),
  ];
}

/** What a drill does not have, and why. */
export function showLeftOut(leftOut: LeftOut): string {
  return leftOut
    .map(({ service, count }) => `Left out, ${count} of ${service.title}: ${printable(whyOf(service))}`)
    .join('\n');
}

const whyOf = ({ restore }: Service): string => restore?.whyNoDrill ?? 'Holdfast does not bring it back.';

function away({ drill, store, over, made }: DrillStory): string {
  const again = `→ ${captureCommand(store, 'drill', '--clean', drill)}`;
  if (over === undefined) return `${counted(made.length, 'copy', 'copies')} kept (--keep). Take them away:\n${again}`;
  if (over.length === 0) return 'What was made is away again.';
  const lines = over.map(({ made: { resource }, why }) =>
    printable(`✗ ${resource.service} ${resource.id} was not taken away: ${why}`),
  );
  return [...lines, again].join('\n');
}
