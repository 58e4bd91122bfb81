import { Lambda } from '@aws-sdk/client-lambda';
import type { Ground } from '../ground.ts';
import { functionName, functionRegion } from '../names.ts';
import { codeOf, environmentOf } from '../parts/lambda.ts';
import { secretOf } from '../random.ts';
import { changed, type EstateChange } from './change.ts';

const lambdaOf = ({ estate }: Ground, index: number) => estate.client(Lambda, functionRegion(index));

/** What happens to functions. */
export const FUNCTION_CHANGES: readonly EstateChange[] = [
  {
    what: "a function's code is another",
    async plant(ground) {
      const FunctionName = functionName(4);
      await lambdaOf(ground, 4).updateFunctionCode({ FunctionName, ZipFile: await codeOf(4, 'hello') });
      return { ...changed(`lambda/${FunctionName}`, 'config.json#Code.CodeSha256'), inCaptures: ['source/index.mjs'] };
    },
  },
  {
    what: "a secret in a function's environment is another",
    async plant(ground) {
      const FunctionName = functionName(5);
      const Variables = { ...environmentOf(5), PAYMENT_KEY: secretOf('lambda/5/payment, rolled') };
      await lambdaOf(ground, 5).updateFunctionConfiguration({ FunctionName, Environment: { Variables } });
      return changed(`lambda/${FunctionName}`, 'config.json#Configuration.Environment.PAYMENT_KEY');
    },
  },
  {
    what: 'a function may take longer',
    async plant(ground) {
      const FunctionName = functionName(7);
      await lambdaOf(ground, 7).updateFunctionConfiguration({ FunctionName, Timeout: 120 });
      return changed(`lambda/${FunctionName}`, 'config.json#Configuration.Timeout');
    },
  },
  {
    what: 'a function is deleted',
    async plant(ground) {
      const FunctionName = functionName(9);
      await lambdaOf(ground, 9).deleteFunction({ FunctionName });
      return { resource: `lambda/${FunctionName}`, kind: 'removed', places: [] };
    },
  },
];
