import type { Provider } from './provider.ts';
import { MEASURING } from './providers-measuring.ts';
import { EMBEDS } from './providers-embeds.ts';
import { SELLING } from './providers-selling.ts';
import { TALKING } from './providers-talking.ts';

/** The services that are known; each host and name is from the provider's own instructions for embedding. */
export const PROVIDERS: readonly Provider[] = [...SELLING, ...TALKING, ...EMBEDS, ...MEASURING];
