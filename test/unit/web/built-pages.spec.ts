import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../support/root.js';

const DIST = join(ROOT, 'web/dist');

const names = readdirSync(DIST, { recursive: true }).map(String);
const scripts = names.filter((name) => name.endsWith('.js'));
const text = (name: string) => readFileSync(join(DIST, name), 'utf8');
const kilobytes = (name: string) => gzipSync(text(name), { level: 9 }).length / 1000;
const sum = (files: Iterable<string>) => [...files].reduce((total, name) => total + kilobytes(name), 0);

/** What a script imports before it runs. */
const importsOf = (name: string): string[] =>
  [...text(name).matchAll(/(?:from|import)\s*["']\.\/([\w-]+\.js)["']/g)].map(([, file]) => file as string);

/** Scripts with all that they import, directly or not. */
function withImports(files: Iterable<string>): Set<string> {
  const all = new Set(files);
  for (const name of all) for (const imported of importsOf(name)) all.add(imported);
  return all;
}

const initial = withImports([...text('index.html').matchAll(/(?:src|href)="([\w-]+\.js)"/g)].map(([, name]) => name as string));

describe('the built admin', () => {
  it('loads at most 110 kB of scripts at first', () => {
    expect(initial.size).toBeGreaterThan(0);
    expect(sum(initial)).toBeLessThan(110);
  });

  it('has no lazy script above 60 kB', () => {
    for (const name of scripts.filter((each) => !initial.has(each))) expect(kilobytes(name), name).toBeLessThan(60);
  });

  it('loads at most 190 kB of scripts for the campaigns', () => {
    const page = scripts.filter((name) => text(name).includes('k-campaigns-page'));
    const lazy = page.filter((name) => !initial.has(name));
    expect(lazy).toHaveLength(1);
    expect(sum(withImports([...initial, ...lazy]))).toBeLessThan(190);
  });

  it('loads at most 50 kB of fonts at first', () => {
    const fonts = names.filter((name) => /latin-wght-.*\.woff2$/.test(name));
    expect(fonts).toHaveLength(1);
    expect(readFileSync(join(DIST, fonts[0] as string)).length / 1000).toBeLessThan(50);
  });

  it('has nothing from elsewhere, and no script within its page', () => {
    expect(text('index.html')).not.toMatch(/https?:\/\//);
    for (const [tag] of text('index.html').matchAll(/<script[^>]*>/g)) expect(tag).toContain('src=');
    expect(text('index.html')).not.toMatch(/\son\w+=|<style/);
    for (const name of names.filter((each) => each.endsWith('.css'))) expect(text(name)).not.toMatch(/url\(["']?(https?:)?\/\//);
  });
});
