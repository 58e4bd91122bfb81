import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

type Condition = readonly [rule: string, argv: readonly unknown[], assign?: string];
type Result = readonly unknown[];
type Diagram = readonly [
  nodes: readonly number[],
  root: number,
  conditions: readonly Condition[],
  results: readonly Result[],
];

/** From here on a reference names a result, below it a node (see the SDK's `decideEndpoint`). */
const RESULT = 100_000_000;

/** No bucket of a site can be one of these, nor does any client ask for them (see the schema of `holdfast.yml`). */
const LEFT_OUT = /"aws\.parseArn"|"arn:"|"--xa?-s3"|"--op-s3"|"Accelerate"|"UseObjectLambdaEndpoint"/;

const REFUSAL: Result = [
  -1,
  'endpoints of access points, directory buckets and acceleration are left out of this bundle',
];

/**
 * Leaves out of a bundle how S3 finds the endpoints of what is not a plain bucket, most of its rules: where a rule
 * asks for one of those and finds it, the request fails.
 */
export const shakeEndpoints: Plugin = {
  name: 'shake-endpoints',
  setup(build) {
    build.onLoad({ filter: /@aws-sdk[\\/]client-s3[\\/]dist-es[\\/]endpoint[\\/]bdd\.js$/ }, async ({ path }) => {
      return { contents: moduleOf(shakeDiagram(await load(path))), resolveDir: import.meta.dirname, loader: 'js' };
    });
  },
};

/** Reads a diagram off the module that makes it. */
async function load(path: string): Promise<Diagram> {
  const source = (await readFile(path, 'utf8')).replace(
    /^import \{ BinaryDecisionDiagram \} from .*$/m,
    'const BinaryDecisionDiagram = { from: (...parts) => parts };',
  );
  const { bdd } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  const [nodes, root, conditions, results]: Diagram = [[...bdd[0]], bdd[1], bdd[2], bdd[3]];
  // after the first node, a negative reference would be one that is turned round
  const known = nodes.slice(3).every((reference) => reference >= 0);
  if (!known || !conditions.some(isLeftOut)) {
    throw new Error(`${path} is not written as expected: look at the SDK's new release`);
  }
  return [nodes, root, conditions, results];
}

function isLeftOut(condition: Condition): boolean {
  return LEFT_OUT.test(JSON.stringify(condition));
}

/** The same decisions, but for a refusal where something left out was asked for; without what is then never reached. */
function shakeDiagram([nodes, root, conditions, results]: Diagram): Diagram {
  const kept = { nodes: nodes.slice(0, 3), conditions: new Array<Condition>(), results: [REFUSAL] };
  const moved = new Map<number, number>();
  const result = (reference: number): number => RESULT + indexIn(kept.results, results[reference - RESULT] ?? []);
  const move = (reference: number): number => {
    if (reference >= RESULT) return result(reference);
    const known = moved.get(reference);
    if (reference <= 1 || known !== undefined) return known ?? reference;
    const [at = 0, high = 0, low = 0] = nodes.slice(3 * (reference - 1), 3 * reference);
    const condition = conditions[at];
    if (!condition) throw new Error(`rule ${at} of the SDK's endpoints is missing`);
    const place = kept.nodes.length / 3 + 1;
    moved.set(reference, place);
    kept.nodes.push(indexIn(kept.conditions, condition), 0, 0);
    const [onTrue, onFalse] = [isLeftOut(condition) ? RESULT : move(high), move(low)];
    kept.nodes.splice(3 * (place - 1) + 1, 2, onTrue, onFalse);
    return place;
  };
  return [kept.nodes, move(root), kept.conditions, kept.results];
}

/** The module that makes a diagram. Results share what they say of signatures. */
function moduleOf([nodes, root, conditions, results]: Diagram): string {
  const shared: unknown[] = [];
  const written = results.map((result) => {
    const parts = result.map((part) =>
      typeof part === 'object' ? `shared[${indexIn(shared, part)}]` : JSON.stringify(part),
    );
    return `[${parts.join()}]`;
  });
  return `import { BinaryDecisionDiagram } from '@smithy/core/endpoints';
    const shared = ${JSON.stringify(shared)};
    const nodes = new Int32Array(${JSON.stringify(nodes)});
    export const bdd = BinaryDecisionDiagram.from(nodes, ${root}, ${JSON.stringify(conditions)}, [${written.join()}]);`;
}

/** Where a value stands in a list; it is added to one that does not have it. */
function indexIn<Value>(list: Value[], value: Value): number {
  const index = list.indexOf(value);
  return index === -1 ? list.push(value) - 1 : index;
}
