import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { type AlertCase, DAY, MINUTE, type Series, SHOWN_SECONDS, STEP_SECONDS } from './alert-cases.js';

/** Whether this machine has `promtool`, which comes with Prometheus. */
export const HAS_PROMTOOL = spawnSync('promtool', ['--version']).status === 0;
if (!HAS_PROMTOOL) console.warn('Not installed: promtool. The tests that load the alert rules are skipped.');

/** Runs promtool. @returns what it printed, and whether it found nothing wrong */
export async function promtool(...args: string[]): Promise<{ passed: boolean; printed: string }> {
  const { stdout, stderr, code } = await promisify(execFile)('promtool', args).catch((error) => error);
  return { passed: code === undefined, printed: `${stdout}${stderr}` };
}

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}

/** Lets Prometheus evaluate one rule on the series of each case. @returns what differs from the cases; '' if nothing does */
export async function differences(rule: AlertRule, cases: readonly AlertCase[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kronika-alerts-'));
  try {
    // Alone, because all rules over a whole day take seconds.
    await writeFile(join(folder, 'rules.yml'), stringify({ groups: [{ name: 'kronika', rules: [rule] }] }));
    const evaluation_interval = `${STEP_SECONDS}s`;
    const tests = cases.map((each, n) => ({ name: `case ${n + 1}`, interval: evaluation_interval, ...testOf(rule, each) }));
    await writeFile(join(folder, 'test.yml'), stringify({ rule_files: ['rules.yml'], evaluation_interval, tests }));
    const { passed, printed } = await promtool('test', 'rules', join(folder, 'test.yml'));
    return passed ? '' : printed;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function testOf({ alert, labels, annotations }: AlertRule, { series, firing }: AlertCase) {
  const at = (seconds: number, isFiring: boolean) => ({
    eval_time: `${seconds}s`,
    alertname: alert,
    exp_alerts: isFiring
      ? [
          {
            exp_labels: { ...labels, job: 'kronika', ...firing?.labels },
            exp_annotations: { ...annotations, summary: firing?.summary },
          },
        ]
      : [],
  });
  const start = Object.values(series).some((values) => values.includes('_')) ? DAY : 0;
  const minutes = Array.from({ length: SHOWN_SECONDS / MINUTE }, (_, n) => start + n * MINUTE);
  return {
    input_series: Object.entries(ofTarget(series)).map(([selector, values]) => ({ series: selector, values })),
    alert_rule_test: !firing
      ? minutes.map((seconds) => at(seconds, false))
      : firing.at === undefined
        ? [at(start + SHOWN_SECONDS, true)]
        : [...(firing.at > 0 ? [at(firing.at - STEP_SECONDS, false)] : []), at(firing.at, true)],
  };
}

/** Adds the labels that Prometheus gives to each series when it reads a target. */
function ofTarget(series: Series): Series {
  return Object.fromEntries(
    Object.entries(series).map(([selector, values]) => {
      const [, metric, labels = ''] = /^(\w+)(?:\{(.*)\})?$/.exec(selector) as RegExpExecArray;
      const added = ['job="kronika"', 'instance="a"'].filter((label) => !labels.includes(label.replace(/".*/, '"')));
      return [`${metric}{${[...added, labels].filter(Boolean).join(',')}}`, values];
    }),
  );
}
