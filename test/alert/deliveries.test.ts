import { deliveriesContract } from './deliveries-contract.ts';
import { FakeDeliveries } from './fakes.ts';

deliveriesContract('the deliveries of the fake', () => new FakeDeliveries());
