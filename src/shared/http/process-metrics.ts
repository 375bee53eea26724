import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type EventLoopUtilization, performance } from 'node:perf_hooks';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

let registry: Registry | undefined;

/** The metrics of the process, which all its apps share: event loop, memory, CPU, garbage collection, build. */
export function processMetrics(): Registry {
  if (registry) return registry;
  registry = new Registry();
  collectDefaultMetrics({ register: registry });
  let since: EventLoopUtilization = performance.eventLoopUtilization();
  new Gauge({
    name: 'kronika_event_loop_utilization_ratio',
    help: 'The part of the time since the previous reading in which the event loop was busy, from 0 to 1',
    registers: [registry],
    collect() {
      const now = performance.eventLoopUtilization();
      this.set(performance.eventLoopUtilization(now, since).utilization);
      since = now;
    },
  });
  new Gauge({
    name: 'kronika_build_info',
    help: 'Always 1; its labels tell which version runs on which Node',
    labelNames: ['version', 'node'],
    registers: [registry],
  }).set({ version: versionFrom(import.meta.dirname), node: process.versions.node }, 1);
  return registry;
}

/** The version in the nearest package.json, for code that runs from its sources, its compiled files or a bundle. */
export function versionFrom(folder: string): string {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
  } catch {
    return dirname(folder) === folder ? 'unknown' : versionFrom(dirname(folder));
  }
}
