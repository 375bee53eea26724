import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Specs that mostly wait, such as for silence on the network to be noticed. */
const WAITING = [
  'database/watched-client',
  'database/silent-network',
  'database/replicas',
  'faults/silent-network',
  'faults/frozen',
  'faults/replicas',
];

/**
 * Orders specs as Vitest does, but spreads those that mostly wait over the run: each of them then waits while another
 * spec computes, and none is left alone at the end.
 */
export class Spread extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const waits = ({ moduleId }: TestSpecification) => WAITING.some((name) => moduleId.endsWith(`/${name}.spec.ts`));
    const spread = sorted.filter((spec) => !waits(spec));
    const waiting = sorted.filter(waits);
    const distance = Math.ceil(sorted.length / Math.max(1, waiting.length));
    waiting.forEach((spec, index) => {
      spread.splice(index * distance, 0, spec);
    });
    return spread;
  }
}
