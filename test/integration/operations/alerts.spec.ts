import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ALERT_CASES, OTHER_BUILDS } from '../../support/alert-cases.js';
import { Cluster } from '../../support/cluster.js';
import { page } from '../../support/examples.js';
import { KronikaProcess } from '../../support/process.js';
import { type AlertRule, differences, HAS_PROMTOOL, promtool } from '../../support/promtool.js';
import { ROOT } from '../../support/root.js';
import { scratchFolder } from '../../support/scratch.js';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: { readonly refId: string; readonly expr: string; readonly legendFormat?: string }[];
}

/** Made by Prometheus itself for each target. */
const OF_PROMETHEUS = ['up'];

const rules: AlertRule[] = parse(readFileSync(join(ROOT, 'ops/alerts.yml'), 'utf8')).groups.flatMap(
  (group: { rules: AlertRule[] }) => group.rules,
);
const dashboard = JSON.parse(readFileSync(join(ROOT, 'ops/grafana-dashboard.json'), 'utf8'));
const panels: Panel[] = dashboard.panels;

/** As Grafana does before it asks Prometheus. */
const interpolated = (expression: string) =>
  expression.replaceAll('$__rate_interval', '1m').replaceAll('$job', 'kronika').replaceAll('$instance', '.+');

const expressions = [
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr, refId }) => [`${title} ${refId}`, interpolated(expr)] as const),
  ),
];

interface Selector {
  readonly metric: string;
  readonly labels: readonly (readonly [name: string, operator: string, value: string])[];
}

interface Query {
  readonly errors: readonly string[];
  readonly selectors: readonly Selector[];
  /** Names by which values are grouped. */
  readonly groupings: readonly string[];
}

/** Reads an expression of PromQL. */
function read(expression: string): Query {
  const errors: string[] = [];
  const selectors: { metric: string; labels: [string, string, string][] }[] = [];
  const groupings: string[] = [];
  parser.parse(expression).iterate({
    enter(node) {
      const text = expression.slice(node.from, node.to);
      const partOf = (name: string) => node.node.getChild(name);
      const of = (part: { from: number; to: number } | null) => (part ? expression.slice(part.from, part.to) : '');
      if (node.type.isError) errors.push(`at ${node.from}: ${expression.slice(node.from, node.from + 20)}`);
      if (node.name === 'VectorSelector') selectors.push({ metric: of(partOf('Identifier')), labels: [] });
      if (node.name === 'UnquotedLabelMatcher')
        selectors.at(-1)?.labels.push([of(partOf('LabelName')), of(partOf('MatchOp')), JSON.parse(of(partOf('StringLiteral')))]);
      if (node.name === 'LabelName' && node.node.parent?.name === 'GroupingLabels') groupings.push(text);
    },
  });
  return { errors, selectors, groupings };
}

/** Given to each series when it is read, by Prometheus. */
const LABELS_OF_TARGETS = ['job', 'instance'];

let metrics: string;
// With its own Postgres, whose disk a metric is about.
beforeAll(async () => {
  const DATA_DIR = await scratchFolder('kronika-metrics-');
  const kronika = await KronikaProcess.start({ DATA_DIR, READ_DATABASE_URL: 'postgres://kronika@127.0.0.1:1/kronika' });
  const { position } = await kronika.command('POST', '/v1/order', { userId: 7 });
  await kronika.query('/v1/order-history', position);
  await kronika.command('GET', '/v1/order-history.csv');
  await kronika.command('GET', '/v1/order/0');
  metrics = await (await fetch(`${kronika.url}/metrics`)).text();
  await kronika.signal('SIGTERM');
  await rm(DATA_DIR, { recursive: true });
  metrics += await metricsInTrouble();
});

/** Metrics of a log with a follower, which its own Postgres can't have, and of a request that fails. */
async function metricsInTrouble(): Promise<string> {
  const cluster = await Cluster.start(['wal_level=logical']);
  await cluster.query(`SELECT pg_create_logical_replication_slot('kronika_test', 'pgoutput')`);
  const kronika = await KronikaProcess.start({ DATABASE_URL: cluster.url });
  await cluster.query('ALTER TABLE read.order_history RENAME TO lost');
  expect((await kronika.command('GET', '/v1/order-history')).status).toBe(500);
  const found = await (await fetch(`${kronika.url}/metrics`)).text();
  await kronika.signal('SIGTERM');
  await cluster.stop();
  return found;
}

/** @returns of each series its labels */
const seriesOf = (metric: string): Record<string, string>[] =>
  [...metrics.matchAll(new RegExp(`^${metric}(?:\\{(.*)\\})? \\S+$`, 'gm'))].map(([, labels = '']) =>
    Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value])),
  );

describe('a rule or a panel', () => {
  it.each(expressions)('%s is valid for Prometheus, and its metrics exist', (_, expression) => {
    const { errors, selectors, groupings } = read(expression);
    expect(errors).toEqual([]);
    expect(selectors.length).toBeGreaterThan(0);
    for (const { metric, labels } of selectors) {
      if (OF_PROMETHEUS.includes(metric)) continue;
      const series = seriesOf(metric);
      expect(series.length, metric).toBeGreaterThan(0);
      const known = [...Object.keys(series[0] as object), ...LABELS_OF_TARGETS];
      for (const [name] of labels) expect(known, metric).toContain(name);
      for (const name of groupings) expect(known, metric).toContain(name);
      // A value that the label never has would make a rule that never fires.
      for (const [name, operator, value] of labels) {
        if (LABELS_OF_TARGETS.includes(name)) continue;
        const values = [...series.map((each) => each[name] as string), ...(name === 'build' ? OTHER_BUILDS : [])];
        const isMatched = operator.endsWith('~')
          ? (each: string) => new RegExp(`^(${value})$`).test(each)
          : (each: string) => each === value;
        expect(values.some(isMatched), `${metric}{${name}${operator}"${value}"}`).toBe(true);
      }
    }
  });

  it('is refused if it is invalid or names an unknown metric', () => {
    expect(read('sum(kronika_ready{job="kronika"}) by').errors).not.toEqual([]);
    expect(read('rate(kronika_ready[5 m)').errors).not.toEqual([]);
    expect(read('max by (job, pool) (kronika_pool_waiting{pool="write"}) > 0')).toEqual({
      errors: [],
      selectors: [{ metric: 'kronika_pool_waiting', labels: [['pool', '=', 'write']] }],
      groupings: ['job', 'pool'],
    });
    expect(seriesOf('kronika_nothing')).toEqual([]);
  });
});

describe('the alerts', () => {
  it('have names of their own, a severity and a sentence', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { alert, for: duration = '0s', labels, annotations } of rules) {
      expect(alert).toMatch(/^Kronika[A-Z]\w+$/);
      expect(duration).toMatch(/^\d+[sm]$/);
      expect(labels.severity).toMatch(/^(critical|warning)$/);
      expect(annotations.summary).toMatch(/^\S.{10,}$/);
    }
  });

  it('each have a heading in the operations manual, which says what to do', () => {
    const headings = [...page('docs/operations.md').matchAll(/^### (Kronika\w+)\n\n([\s\S]+?)(?=\n#|$)/gm)];
    expect(headings.map(([, alert]) => alert).toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted());
    for (const [, alert, text] of headings) expect(text?.length, alert).toBeGreaterThan(80);
  });
});

describe('each alert', () => {
  it('has series on which it fires and series on which it does not', () => {
    expect(Object.keys(ALERT_CASES).toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted());
    for (const [alert, cases] of Object.entries(ALERT_CASES))
      expect([alert, ...new Set(cases.map(({ firing }) => firing !== undefined))]).toEqual([alert, true, false]);
  });

  it('is shown series that Kronika has', () => {
    const selectors = Object.values(ALERT_CASES).flatMap((cases) => cases.flatMap(({ series }) => Object.keys(series)));
    for (const selector of new Set(selectors)) {
      const [{ metric, labels }] = read(selector).selectors as [Selector];
      if (OF_PROMETHEUS.includes(metric)) continue;
      const known = seriesOf(metric);
      expect(known.length, metric).toBeGreaterThan(0);
      for (const [name, , value] of labels)
        if (!LABELS_OF_TARGETS.includes(name) && !OTHER_BUILDS.includes(value))
          expect(
            known.map((each) => each[name]),
            selector,
          ).toContain(value);
    }
  });

  describe.skipIf(!HAS_PROMTOOL)('in Prometheus', () => {
    it('is loaded', async () => {
      const { passed, printed } = await promtool('check', 'rules', join(ROOT, 'ops/alerts.yml'));
      expect([passed, printed]).toEqual([true, expect.stringContaining(`${rules.length} rules found`)]);
    });

    it.each(rules)('$alert fires beyond its threshold, after its time, and not below', async (rule) => {
      expect(await differences(rule, ALERT_CASES[rule.alert] ?? [])).toBe('');
    });
  });
});

describe('the dashboard', () => {
  it('has panels with ids and places of their own', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const [n, { gridPos: one }] of panels.entries())
      for (const { gridPos: other, title } of panels.slice(n + 1)) {
        const isApart =
          one.x + one.w <= other.x || other.x + other.w <= one.x || one.y + one.h <= other.y || other.y + other.h <= one.y;
        expect(isApart, title).toBe(true);
      }
  });

  it('shows every metric of Kronika', () => {
    const families = [...metrics.matchAll(/^# TYPE (kronika_\w+) /gm)].map(([, name]) => name as string);
    const shown = expressions.flatMap(([, expression]) =>
      read(expression).selectors.map(({ metric }) => metric.replace(/_(bucket|count|sum)$/, '')),
    );
    expect(families.filter((name) => !shown.includes(name))).toEqual([]);
  });
});
