/**
 * Copies the built admin to `dist/web/dist`, with a compressed form of each text beside it: no request waits for
 * compression, and what is committed is the same with every version of zlib. Does nothing if the admin has not changed
 * since.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

const FROM = join(import.meta.dirname, '../web/dist');

const TO = join(import.meta.dirname, '../dist/web/dist');

/** What is not compressed already. */
const TEXTS = ['.css', '.html', '.js', '.json', '.svg', '.txt'];

const [brotli, gzip] = [promisify(zlib.brotliCompress), promisify(zlib.gzip)];

const namesIn = async (folder) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

const names = await namesIn(FROM);
const hash = createHash('sha256');
for (const name of names) hash.update(`${name}\n`).update(await readFile(join(FROM, name)));
const made = hash.digest('hex');
if ((await readFile(join(TO, 'made'), 'utf8').catch(() => '')) !== made) {
  await rm(TO, { recursive: true, force: true });
  await mkdir(TO, { recursive: true });
  await cp(FROM, TO, { recursive: true });
  for (const name of names.filter((each) => TEXTS.includes(extname(each)))) {
    const text = await readFile(join(FROM, name));
    await writeFile(join(TO, `${name}.br`), await brotli(text));
    await writeFile(join(TO, `${name}.gz`), await gzip(text, { level: 9 }));
  }
  // Written last, so that a copy that was cut off is made anew.
  await writeFile(join(TO, 'made'), made);
}
