/** What a site's monthly cost follows from. */
export interface Load {
  readonly objects: number;
  readonly pages: number;
  readonly pageBytes: number;
  readonly uploadsPerDay: number;
}

/** One line of the estimate, in US dollars a month. */
export interface CostLine {
  readonly what: string;
  readonly dollars: number;
}

// AWS list prices for us-east-1, on demand, without the free tier, as published in 2025.
const PRICE = {
  alarm: 0.1,
  lambdaGbSecondArm: 0.0000133334,
  lambdaRequest: 0.0000002,
  s3Get: 0.0000004,
  s3PutOrList: 0.000005,
  s3GbMonth: 0.023,
  dynamoRead: 0.000000125,
  dynamoWrite: 0.000000625,
  dynamoGbMonth: 0.25 + 0.2,
  sqsRequest: 0.0000004,
} as const;

const DAYS = 30;
const SWEEPS_A_DAY = 96;
const GB = 1e9;
const ALARMS = 8;

/** Of an upload: two reads and one transaction on items of some 4 KB, eight S3 calls, a second of a 1 GB function. */
const UPLOAD =
  2 * PRICE.dynamoRead +
  4 * 2 * PRICE.dynamoWrite +
  4 * PRICE.s3Get +
  4 * PRICE.s3PutOrList +
  4 * PRICE.sqsRequest +
  PRICE.lambdaRequest +
  PRICE.lambdaGbSecondArm;

/** An estimate of what guarding costs in a month, for all sites of a stack. The estimate is of Holdfast alone. */
export function monthlyCost(loads: readonly Load[]): CostLine[] {
  const total = (of: (load: Load) => number) => loads.reduce((sum, load) => sum + of(load), 0);
  const sweeps = SWEEPS_A_DAY * DAYS;
  const uploads = total(({ uploadsPerDay }) => uploadsPerDay) * DAYS;
  const newBytes =
    total(({ pages, pageBytes, uploadsPerDay }) => (pages === 0 ? 0 : (pageBytes / pages) * uploadsPerDay)) * DAYS;
  const listings = total(({ objects }) => Math.ceil(objects / 1000) || 1) * sweeps;
  // A sweep reads every page's record, of some 4 KB, and takes about 1 ms of a 1 GB function for each object.
  const records = total(({ pages }) => pages) * sweeps;
  const seconds = total(({ objects }) => 1 + objects * 0.001) * sweeps;
  return [
    { what: `${ALARMS} alarms`, dollars: ALARMS * PRICE.alarm },
    {
      what: `${sweeps} sweeps`,
      dollars: listings * PRICE.s3PutOrList + records * PRICE.dynamoRead + seconds * PRICE.lambdaGbSecondArm,
    },
    { what: `${uploads} uploads`, dollars: uploads * UPLOAD },
    {
      what: 'snapshots and registry',
      dollars:
        ((total(({ pageBytes }) => pageBytes) + newBytes) / GB) * PRICE.s3GbMonth +
        ((total(({ pages }) => pages) * 4096) / GB) * PRICE.dynamoGbMonth,
    },
  ];
}
