import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { getMetadataStorage } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { ShopSettings } from '../../../src/shop-settings.js';
import { blocksOf, page } from '../../support/examples.js';
import { ROOT } from '../../support/root.js';

const markdown = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map(({ name }) => join(folder, name));
const engine = readdirSync(join(ROOT, 'src/shared')).filter((name) => !name.includes('.'));
const pages = ['.', 'docs', 'docs/decisions', 'bench', ...engine.map((name) => `src/shared/${name}`)].flatMap(markdown);

/** Each setting with its default, empty if it has none. */
const defaults = Object.fromEntries(
  getMetadataStorage()
    .getTargetValidationMetadatas(ShopSettings, '', false, false)
    .map(({ propertyName: name }) => [name, String(new ShopSettings()[name as keyof ShopSettings] ?? '')]),
);

/** The anchor that GitHub and the site make for a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

describe('the documents', () => {
  it('fit: the README has at most 250 lines, and its prose at most 120 characters a line', () => {
    expect(page('README.md').split('\n').length).toBeLessThanOrEqual(250);
    const prose = page('README.md').replace(/^```.*?^```$/gms, '');
    expect(prose.split('\n').filter((line) => line.length > 120 && !/^(\||\[\w+\]: )/.test(line))).toEqual([]);
  });

  it.each(pages)('%s: its links within the repository lead somewhere', (path) => {
    const prose = page(path).replace(/^```.*?^```$/gms, '');
    const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link as string).filter((link) => !/^\w+:/.test(link));
    const dead = links.filter((link) => {
      const [file, anchor] = link.split('#');
      const target = file ? join(dirname(path), file) : path;
      if (!existsSync(join(ROOT, target))) return true;
      return anchor && ![...page(target).matchAll(/^#+ (.*)$/gm)].some(([, heading]) => anchorOf(heading as string) === anchor);
    });
    expect(dead).toEqual([]);
  });

  // The changelog names files as of its time.
  it.each(pages.filter((path) => path !== 'CHANGELOG.md'))('%s: the files that it names exist', (path) => {
    const prose = page(path).replace(/^```.*?^```$/gms, '');
    const named = [...prose.matchAll(/`((?:src|test|migrations|bench|docs|examples)\/[\w./-]+)`/g)].map(
      ([, file]) => file as string,
    );
    expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('list each setting with its default', () => {
    const rows = [...page('docs/settings.md').matchAll(/^\| `([A-Z_]+)` \| (?:`(.*?)` |[^`|]*)\|/gm)];
    expect(Object.fromEntries(rows.map(([, name, value]) => [name, value ?? '']))).toEqual(defaults);
    const example = [...page('.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)];
    expect(Object.fromEntries(example.map(([, name, value]) => [name, value]))).toEqual(defaults);
  });

  it('have every decision in the index, under its title', () => {
    const files = markdown('docs/decisions').filter((path) => /\/\d{4}-/.test(path));
    const titles = files.map((path) => {
      const [, number, title] = /^# (\d+)\. (.*)\n/.exec(page(path)) as unknown as string[];
      return `| ${number} | [${title}](${path.replace('docs/decisions/', '')}) |`;
    });
    const index = page('docs/decisions/README.md');
    expect(titles.filter((row) => !index.includes(row))).toEqual([]);
  });

  it('have in the README the exact code of the recipes, which recipes.spec.ts builds and uses', () => {
    const recipes = page('docs/recipes.md');
    const parts = blocksOf(page('README.md'))
      .filter(({ language }) => language === 'ts')
      .flatMap(({ text }) => text.trimEnd().split('\n\n'));
    expect(parts).toHaveLength(3);
    for (const part of parts) expect(recipes).toContain(`${part}\n`);
  });
});
