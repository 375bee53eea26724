import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Specs that mostly wait, such as for silence on the network to be noticed. */
const WAITING = [
  'access/keys',
  'database/watched-client',
  'database/silent-network',
  'database/replicas',
  'views/dump',
  'faults/silent-network',
  'faults/frozen',
  'faults/replicas',
];

/**
 * Orders specs as Vitest does, but spreads those that mostly wait over the run of their project: each of them then waits
 * while another spec computes, and none is left alone at the end. No spec moves among those of another project, because
 * a worker with loaded modules serves one project only, and a new one loads them again for seconds.
 */
export class Spread extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const projects = new Map<string, TestSpecification[]>();
    for (const spec of await super.sort(files)) {
      const { name } = spec.project;
      projects.set(name, [...(projects.get(name) ?? []), spec]);
    }
    return [...projects.values()].flatMap(spread);
  }
}

function spread(specs: TestSpecification[]): TestSpecification[] {
  const waits = ({ moduleId }: TestSpecification) => WAITING.some((name) => moduleId.endsWith(`/${name}.spec.ts`));
  const order = specs.filter((spec) => !waits(spec));
  const waiting = specs.filter(waits);
  const distance = Math.ceil(specs.length / Math.max(1, waiting.length));
  waiting.forEach((spec, index) => {
    order.splice(index * distance, 0, spec);
  });
  return order;
}
