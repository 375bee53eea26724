/**
 * Checks the licences of all packages in the lockfiles, offline. Packages that are installed with the product must be
 * compatible with the MIT licence. Those that only build and test it may also have a weak copyleft licence.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

const PERMISSIVE = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
];

/** MPL-2.0 binds the files of a package alone, and they are installed as they are. */
const SHIPPED = [...PERMISSIVE, 'MPL-2.0'];

const FOR_TOOLS = [...SHIPPED, 'CC-BY-3.0', 'CC-BY-4.0'];

/** Packages that name their licence in a way that lockfiles do not keep. */
const NAMED_ELSEWHERE = { 'dom-walk': 'MIT' };

/** @param licence an SPDX expression; one allowed alternative is enough */
function isAllowed(licence, allowed) {
  return licence
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((each) => allowed.includes(each)));
}

/** Fonts may be passed on with whatever shows them. */
const FOR_PAGES = [...PERMISSIVE, 'OFL-1.1'];

for (const [lockfile, shipped] of [
  ['package-lock.json', SHIPPED],
  ['web/package-lock.json', FOR_PAGES],
]) {
  const { packages } = JSON.parse(await readFile(join(ROOT, lockfile), 'utf8'));
  for (const [path, { license: named, dev }] of Object.entries(packages)) {
    const license = named ?? NAMED_ELSEWHERE[path.replace('node_modules/', '')];
    if (path === '' || (license && isAllowed(license, dev ? FOR_TOOLS : shipped))) continue;
    console.error(
      `${path} of ${lockfile} has the licence ${license ?? 'unknown'}, which is not in the list of tools/licences.mjs`,
    );
    process.exitCode = 1;
  }
}
