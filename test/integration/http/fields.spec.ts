import { Body, Controller, Get, Module, Param, Post, Query } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CampaignInPath, EXAMPLE_IDS, SectionInPath } from '../../../src/campaigns/campaigns.input.js';
import { CurrencyCode } from '../../../src/money/currency.fields.js';
import { Conflict, Refusal } from '../../../src/shared/event-log/refusal.js';
import { parseJson } from '../../../src/shared/http/body-parsers.js';
import { CommandRoute } from '../../../src/shared/http/commands.js';
import { DateOrMoment, TimeZone } from '../../../src/shared/http/date-fields.js';
import { Flag, Name, Uuid, Whole } from '../../../src/shared/http/fields.js';
import { InputPipe, readInput } from '../../../src/shared/http/input.pipe.js';
import { Rows, Uuids } from '../../../src/shared/http/list-fields.js';
import { InvalidInput } from '../../../src/shared/http/problems.js';
import { type Answer, QueryRoute } from '../../../src/shared/http/queries.js';
import { LOG_ITSELF } from '../../../src/shared/http/waiting.js';
import { spanOf } from '../../../src/shared/time-zones.js';
import { Shop } from '../../support/shop.js';

const V4 = EXAMPLE_IDS.section;
const V7 = EXAMPLE_IDS.campaign;

class Probe {
  @Uuid({ optional: true, nullable: true, example: V7 })
  id?: string | null;

  @Uuids({ optional: true, maximum: 3, example: [V4, V7] })
  some?: string[];

  @Uuids({ optional: true, minimum: 0, maximum: 3, example: [] })
  any?: string[];

  @Name({ optional: true, maximum: 50 })
  name?: string;

  @DateOrMoment({ optional: true, nullable: true })
  moment?: string | null;

  @TimeZone({ description: 'Where' })
  zone?: string;

  @Flag({ optional: true, nullable: true })
  flag?: boolean | null;

  @CurrencyCode({ optional: true })
  currency?: string;

  @Whole({ optional: true, minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })
  amount?: number;
}

const pipe = new InputPipe();
const fromJson = (value: unknown) => pipe.transform(value, { type: 'body', metatype: Probe });
const fromQuery = (value: unknown) => pipe.transform(value, { type: 'query', metatype: Probe });

/** @returns the faults, each as `pointer code` */
async function faultsOf(reading: Promise<unknown>): Promise<string[]> {
  const error = await reading.then(
    (input) => expect.unreachable(`taken for valid: ${JSON.stringify(input)}`),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InvalidInput);
  return (error as InvalidInput).extra.errors.map(({ pointer, code }) => `${pointer} ${code}`);
}

const uuidOf = (version: string, variant = '8') => `019c1354-6d40-${version}c1a-${variant}e2b-3f4a5b6c7d8e`;

const NOT_UUID_CASES = [
  ...['0', '1', '2', '3', '5', '6', '8', '9', 'a', 'f', 'F'].map((version) => [`version ${version}`, uuidOf(version)] as const),
  ...['0', '7', 'c', 'd', 'e', 'f'].map((variant) => [`variant ${variant}`, uuidOf('7', variant)] as const),
  ['the nil UUID', '00000000-0000-0000-0000-000000000000'],
  ['the max UUID', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  ['in braces', `{${V7}}`],
  ['a URN', `urn:uuid:${V7}`],
  ['without dashes', V7.replaceAll('-', '')],
  ['with its dashes elsewhere', V7.replace('-', '').replace('-', '--')],
  ['with other dashes', V7.replaceAll('-', '\u2010')],
  ['led by a blank', ` ${V7}`],
  ['followed by a line feed', `${V7}\n`],
  ['followed by a NUL', `${V7}\0`],
  ['of which there are two lines', `${V7}\n${V7}`],
  ['with Arabic digits', V7.replace('0', '\u0660')],
  ['with digits of full width', V7.replace('1', '\uff11')],
  ['with a letter beyond f', V7.replace('c', 'g')],
  ['one digit short', V7.slice(1)],
  ['one digit long', `${V7}0`],
  ['empty', ''],
  ['a word', '__proto__'],
  ['of a million digits', '0'.repeat(1_000_000)],
] as const;

describe('a UUID', () => {
  it.each([
    ['of version 4', V4] as const,
    ['of version 7', V7] as const,
    ...['8', '9', 'a', 'b'].map((variant) => [`with the variant's digit ${variant}`, uuidOf('4', variant)] as const),
  ])('%s is taken, and its capitals become small letters', async (_, uuid) => {
    for (const given of [uuid, uuid.toUpperCase()]) {
      expect(await fromJson({ id: given })).toEqual({ id: uuid });
      expect(await fromQuery({ id: given })).toEqual({ id: uuid });
    }
  });

  it.each(NOT_UUID_CASES)('%s is refused', async (_, id) => {
    expect(await faultsOf(fromJson({ id }))).toEqual(['#/id not-a-uuid']);
    expect(await faultsOf(fromQuery({ id }))).toEqual(['#/id not-a-uuid']);
    expect(await faultsOf(fromJson({ some: [id] }))).toEqual(['#/some not-a-uuid']);
  });

  it.each([1, true, [V7], { toString: V7 }, null])('that is no text but %j is refused', async (id) => {
    expect(await faultsOf(readInput(SectionInPath, { id, section: V4 }))).toEqual(['#/id not-a-uuid']);
  });

  it('may be null where the field may', async () => {
    expect(await fromJson({ id: null })).toEqual({ id: null });
  });

  it('has valid examples, each of another entity', async () => {
    const ids = Object.values(EXAMPLE_IDS);
    for (const id of ids) expect(await fromJson({ id })).toEqual({ id });
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('UUIDs', () => {
  it('are deduplicated without regard to capitals, in the order of their first occurrence', async () => {
    const kept = { some: [V7, V4] };
    expect(await fromJson({ some: [V7, V4, V7.toUpperCase()] })).toEqual(kept);
    expect(await fromQuery({ some: `${V7.toUpperCase()},${V4},${V7}` })).toEqual(kept);
  });

  it('may be empty only where the field allows it', async () => {
    expect(await fromJson({ any: [] })).toEqual({ any: [] });
    expect(await fromQuery({ any: '' })).toEqual({ any: [] });
    expect(await faultsOf(fromJson({ some: [] }))).toEqual(['#/some empty']);
    expect(await faultsOf(fromQuery({ some: '' }))).toEqual(['#/some empty']);
  });

  it('are limited in number by the field, duplicates included', async () => {
    expect(await fromJson({ some: [V7, V7, V7] })).toEqual({ some: [V7] });
    expect(await faultsOf(fromJson({ some: [V7, V7, V7, V7] }))).toEqual(['#/some too-many']);
    expect(await faultsOf(fromQuery({ some: Array(4).fill(V7).join(',') }))).toEqual(['#/some too-many']);
  });

  it.each([V7, { 0: V7, length: 1 }, null, 1])('that come in JSON as %j are no list', async (some) => {
    expect(await faultsOf(fromJson({ some }))).toEqual(['#/some not-a-list']);
  });

  it('are refused with a pointer to the first invalid one', async () => {
    await expect(fromJson({ some: [V7, null, 'x'] })).rejects.toThrow(/number 2 is none/);
    await expect(fromQuery({ some: `${V7},${V4},` })).rejects.toThrow(/number 3 is none/);
  });

  it('in a query are separated by commas, in parameters of their own, or both', async () => {
    expect(await fromQuery({ some: [V7, V4] })).toEqual({ some: [V7, V4] });
    expect(await fromQuery({ some: [`${V7},${V4}`, V7.toUpperCase()] })).toEqual({ some: [V7, V4] });
    expect(await faultsOf(fromQuery({ some: [`${V7},${V7}`, V4, V4] }))).toEqual(['#/some too-many']);
    expect(await faultsOf(fromQuery({ some: ['', ''] }))).toEqual(['#/some empty']);
    await expect(fromQuery({ some: [V7, `${V4},x`] })).rejects.toThrow(/number 3 is none/);
  });

  it('in JSON are a list of texts, which are not split', async () => {
    expect(await faultsOf(fromJson({ some: [`${V7},${V4}`] }))).toEqual(['#/some not-a-uuid']);
  });

  it.each(['id', 'name', 'moment', 'flag', 'currency', 'amount'])(
    'do not change that %s may be given only once',
    async (name) => {
      expect(await faultsOf(fromQuery({ [name]: [V7, V7] }))).toEqual([`#/${name} repeated`]);
    },
  );
});

describe('a name', () => {
  it.each(['', '   ', 'é'.repeat(51), 'x'.repeat(100_000), '👩‍👩‍👧'.repeat(50), '\u200fשלום', 'two\nlines'])(
    'is left to the domain: %.20j',
    async (name) => expect(await fromJson({ name })).toEqual({ name }),
  );

  it.each([
    ['a NUL', 'a\0b', 'malformed-text'],
    ['half of a surrogate pair', 'a\ud83d', 'malformed-text'],
    ['a number', 7, 'not-text'],
    ['null', null, 'not-text'],
    ['a list', ['a'], 'not-text'],
  ])('is refused with %s', async (_, name, code) => {
    expect(await faultsOf(fromJson({ name }))).toEqual([`#/name ${code}`]);
  });
});

describe('a moment', () => {
  it.each([
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T09:30Z', '2026-01-31T09:30:00.000Z'],
    ['2026-01-31T09:30:00.123456789Z', '2026-01-31T09:30:00.123Z'],
    ['2026-01-31T00:30:00+05:45', '2026-01-30T18:45:00.000Z'],
    ['2026-01-31T23:30:00-03:30', '2026-02-01T03:00:00.000Z'],
    ['2026-12-31T23:30:00-14:00', '2027-01-01T13:30:00.000Z'],
    ['2026-01-31T09:30:00-00:00', '2026-01-31T09:30:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2000-02-29T12:00:00Z', '2000-02-29T12:00:00.000Z'],
    ['2024-03-01T00:30:00+01:00', '2024-02-29T23:30:00.000Z'],
    ['0001-01-01', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is, or begins at, %s', async (given, moment) => {
    expect(await fromJson({ moment: given })).toEqual({ moment: given });
    expect(await fromQuery({ moment: given })).toEqual({ moment: given });
    expect(spanOf(given, 'UTC').first).toBe(moment);
  });

  it.each([
    ['no leap day', '2026-02-29'],
    ['no leap day at the end of a century', '1900-02-29T00:00:00Z'],
    ['the 31st of April', '2026-04-31'],
    ['year 10000', '10000-01-01'],
    ['year 10000, extended', '+010000-01-01T00:00:00Z'],
    ['year 10000 in UTC', '9999-12-31T23:30:00-01:00'],
    ['year 0', '0000-01-01'],
    ['year 0 in UTC', '0001-01-01T00:30:00+01:00'],
    ['a year before', '-000001-01-01T00:00:00Z'],
    ['a leap second', '2016-12-31T23:59:60Z'],
    ['hour 24', '2026-01-31T24:00:00Z'],
    ['month 13', '2026-13-01'],
    ['no offset', '2026-01-31T09:30:00'],
    ['an offset in hours', '2026-01-31T09:30:00+01'],
    ['a + that a URL made a blank', '2026-01-31T09:30:00 01:00'],
    ['an offset of 16 hours', '2026-01-31T09:30:00+16:00'],
    ['a zone by its name', '2026-01-31T09:30:00[Europe/Prague]'],
    ['small letters', '2026-01-31t09:30:00z'],
    ['a line feed at the end', '2026-01-31\n'],
    ['Arabic digits', '٢٠٢٦-01-31'],
    ['a week', '2026-W05'],
    ['milliseconds since 1970', '1769851800000'],
    ['emptiness', ''],
  ])('is refused with %s', async (_, moment) => {
    expect(await faultsOf(fromJson({ moment }))).toEqual(['#/moment not-a-date']);
    expect(await faultsOf(fromQuery({ moment }))).toEqual(['#/moment not-a-date']);
  });

  it('may be null where the field may, and is never a number', async () => {
    expect(await fromJson({ moment: null })).toEqual({ moment: null });
    expect(await faultsOf(fromJson({ moment: 1_769_851_800_000 }))).toEqual(['#/moment not-a-date']);
  });
});

describe('a time zone', () => {
  it.each(['UTC', 'Europe/Prague', 'europe/prague', 'Etc/GMT+12', 'America/Port-au-Prince', 'America/Argentina/Buenos_Aires'])(
    'is %s',
    async (zone) => {
      expect(await fromJson({ zone })).toEqual({ zone });
      expect(await fromQuery({ zone })).toEqual({ zone });
    },
  );

  it.each([
    ['an empty one', ''],
    ['a city', 'Prague'],
    ['no city', 'Europe/'],
    ['an offset', '+02:00'],
    ['an offset without colon', '+0200'],
    ['a blank', 'Etc/GMT 12'],
    ['a line feed', 'UTC\n'],
    ['a NUL', 'UTC\0'],
    ['a path', '../UTC'],
    ['an ambiguous abbreviation', 'PST'],
    ['another one', 'BST'],
    ['another script', 'Еurope/Prague'],
    ['a name of 100,000 characters', `Europe/${'x'.repeat(100_000)}`],
  ])('is not %s', async (_, zone) => {
    expect(await faultsOf(fromJson({ zone }))).toEqual(['#/zone not-a-time-zone']);
    expect(await faultsOf(fromQuery({ zone }))).toEqual(['#/zone not-a-time-zone']);
  });

  it('is a name', async () => {
    for (const zone of [5, true, null, ['UTC'], {}])
      expect(await faultsOf(fromJson({ zone }))).toEqual(['#/zone not-a-time-zone']);
  });
});

describe('a flag', () => {
  it.each([true, false])('%s is one, in JSON and as a word', async (flag) => {
    expect(await fromJson({ flag })).toEqual({ flag });
    expect(await fromQuery({ flag: String(flag) })).toEqual({ flag });
  });

  it.each(['true', 'false', 0, 1, '', []])('%j is none in JSON', async (flag) => {
    expect(await faultsOf(fromJson({ flag }))).toEqual(['#/flag not-a-boolean']);
  });

  it.each(['', 'TRUE', 'yes', '1', '0', 'on', ' true', 'null', 'toString'])('%j is none in a query', async (flag) => {
    expect(await faultsOf(fromQuery({ flag }))).toEqual(['#/flag not-a-boolean']);
  });
});

describe('a currency code', () => {
  it.each(['EUR', 'XYZ', 'XTS'])('%s has the shape of one', async (currency) => {
    expect(await fromJson({ currency })).toEqual({ currency });
  });

  it.each(['', 'eur', 'EU', 'EURO', 'EUR\n', '\u0415UR', 'E R', '978', 978, null])('%j has not', async (currency) => {
    expect(await faultsOf(fromJson({ currency }))).toEqual(['#/currency not-a-currency']);
  });
});

describe('a whole number', () => {
  it.each([0, -1, Number.MIN_SAFE_INTEGER])('%d is left to the domain where the field allows it', async (amount) => {
    expect(await fromJson({ amount })).toEqual({ amount });
    expect(await fromQuery({ amount: String(amount) })).toEqual({ amount });
  });

  it.each([0.5, '1', 1e300])('%j is not', async (amount) => {
    expect(await faultsOf(fromJson({ amount }))).toHaveLength(1);
  });
});

describe('JSON', () => {
  it.each([
    '{"a":"9007199254740990.6","b\\"1.00000000000000000001":[1.5,-0.25,1e2,0.1e1,"\\\\",1e-3]}',
    '"1.00000000000000000001"',
    '[9007199254740991,9007199254740993,1e400,-1E-2,0.0,-0]',
  ])('is read as JSON.parse reads it: %s', (text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it('accepts no number that becomes whole only by rounding', () => {
    const text = '{"a":[9007199254740990.6,"1e-400 \\" 0.99999999999999999999"],"b":{"c":-0.99999999999999999999,"d":2.0}}';
    expect(parseJson(text)).toEqual({ a: [0.5, '1e-400 " 0.99999999999999999999'], b: { c: 0.5, d: 2 } });
  });

  it('is read in time that grows with its length alone', () => {
    const text = JSON.stringify(Array.from({ length: 50_000 }, (_, n) => `${n}.5\\"`)).replace('0.5', '9.5');
    expect(parseJson(`[${text},${'"'}${'x'.repeat(1_000_000)}",1.0000000000000000000001]`)).toHaveLength(3);
    const digits = '9'.repeat(500_000);
    expect(parseJson(`[${digits}.${digits}]`)).toEqual([Infinity]);
  });
});

describe('rows', () => {
  it.each([[[{}]], [[{ a: 1, b: [1, 'x', null] }, {}, { unknown: true }]]])('%j are taken as they are', async (rows) => {
    expect(await readInput(ProbesBody, { rows })).toEqual({ rows });
  });

  it.each([
    ['that are none', [], 'empty'],
    ['that are more than the maximum', [{}, {}, {}, {}], 'too-many'],
    ['in an object', { 0: {} }, 'not-a-list'],
    ['of which one is null', [{}, null], 'not-an-object'],
    ['of which one is a list', [[]], 'not-an-object'],
    ['of which one holds objects in a list', [{}, { a: [{}] }], 'too-deep'],
    ['of which one is deeper than the stack', [{ a: JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`) }], 'too-deep'],
  ])('%s are refused', async (_, rows, code) => {
    expect(await faultsOf(readInput(ProbesBody, { rows }))).toEqual([`#/rows ${code}`]);
  });
});

describe('an object within another', () => {
  it('is read by its own class', async () => {
    const input = await readInput(Probe, { id: V7.toUpperCase() });
    expect(input).toBeInstanceOf(Probe);
    expect(input).toEqual({ id: V7 });
  });

  it('is refused with all its faults', async () => {
    const wrong = { id: 'x', flag: 'x', extra: 1, name: ['x'] };
    const faults = ['#/id not-a-uuid', '#/name not-text', '#/flag not-a-boolean', '#/extra unknown'];
    expect((await faultsOf(readInput(Probe, wrong))).toSorted()).toEqual(faults.toSorted());
  });

  it.each([
    [undefined, 'missing'],
    [null, 'not-an-object'],
    [[], 'not-an-object'],
    ['x', 'not-an-object'],
  ])('must be one, and not %j', async (value, code) => {
    expect(await faultsOf(readInput(Probe, value))).toEqual([`# ${code}`]);
  });
});

class ListParameters {
  @Uuids({ maximum: 3, description: 'Which ones', example: [V4, V7] })
  ids!: string[];

  @Flag({ optional: true, description: 'Whether', example: true })
  flag?: boolean;
}

class StatusDocument {
  @ApiProperty({ example: 1 })
  done!: number;
}

class ProbesBody {
  @Rows({ maximum: 3, of: [Probe], description: 'What to do', example: [{ id: V7 }] })
  rows!: object[];
}

const receipt = (id: string) => ({ id, version: 3, position: 7 });

@ApiTags('probes')
@Controller('v1/probes')
class ProbeController {
  @Get()
  @QueryRoute({ summary: 'What was understood', view: LOG_ITSELF, body: ListParameters })
  list(@Query() parameters: ListParameters): Answer<ListParameters> {
    return { position: 0, body: parameters };
  }

  @Post(':id/sections/:section/parts')
  @CommandRoute({
    summary: 'Create a part',
    creates: '/v1/probes/{id}/sections/{section}/parts',
    exampleId: EXAMPLE_IDS.parentSection,
  })
  part(@Param() _: SectionInPath) {
    return receipt(EXAMPLE_IDS.parentSection);
  }

  @Post(':id/undo')
  @CommandRoute({ summary: 'Create nothing' })
  undo(@Param() { id }: CampaignInPath) {
    return receipt(id);
  }

  @Post('bulk')
  @CommandRoute({ summary: 'Do much at once', answers: StatusDocument })
  @ApiExtraModels(Probe)
  bulk(@Body() _: ProbesBody): StatusDocument {
    return { done: 1 };
  }

  @Post('refused')
  @CommandRoute({ summary: 'Be refused', problems: { 409: ['probe.deleted'], 422: ['probe.name-too-long'] } })
  refused(@Body() { flag }: Probe) {
    const detail = 'It is too long.';
    if (flag) throw new Conflict('probe.deleted', 'It was deleted.');
    throw new Refusal('probe.name-too-long', detail, { errors: [{ pointer: '#/name', code: 'too-long', detail }] });
  }
}

describe('through HTTP', () => {
  @Module({ controllers: [ProbeController] })
  class ProbeModule {}
  let shop: Shop;
  let paths: Response['body'];
  let components: Response['body'];
  beforeAll(async () => {
    shop = await Shop.open({}, [ProbeModule]);
    ({
      body: { paths, components },
    } = await shop.http.get('/openapi.json').expect(200));
  });
  afterAll(() => shop.close());

  it('a list in a query is one parameter, as documented, or several, as most generated clients send it', async () => {
    for (const ids of [`ids=${V4},${V7.toUpperCase()}`, `ids=${V4}&ids=${V7}`, `ids=${V4}&ids=${V7},${V4}`]) {
      const { body } = await shop.http.get(`/v1/probes?${ids}&flag=false`).expect(200);
      expect(body).toEqual({ ids: [V4, V7], flag: false });
    }
    const { body } = await shop.http.get(`/v1/probes?ids=${V4}&flag=false&flag=false`).expect(400);
    expect(body.errors).toMatchObject([{ pointer: '#/flag', code: 'repeated' }]);
    const [ids, flag] = paths['/v1/probes'].get.parameters;
    const items = { type: 'string', format: 'uuid', pattern: expect.any(String) };
    const schema = { type: 'array', items, minItems: 1, maxItems: 3, example: [V4, V7] };
    expect(ids).toEqual({
      name: 'ids',
      in: 'query',
      required: true,
      description: 'Which ones',
      style: 'form',
      explode: false,
      schema,
    });
    expect(flag.schema).toEqual({ type: 'boolean', example: true });
  });

  it('what is created within another has a Location with the ids of its path', async () => {
    const path = `/v1/probes/${EXAMPLE_IDS.portfolio}/sections/${EXAMPLE_IDS.section}/parts`;
    const { headers } = await shop.http.post(path).expect(201);
    expect(headers).toMatchObject({ location: `${path}/${EXAMPLE_IDS.parentSection}`, etag: '"3"', 'event-position': '7' });
    const { responses } = paths['/v1/probes/{id}/sections/{section}/parts'].post;
    expect(responses[201].headers.Location.schema.example).toBe(headers.location);
  });

  it('what is posted and creates nothing has no Location', async () => {
    const { headers } = await shop.http.post(`/v1/probes/${V7}/undo`).expect(204);
    expect(headers).toMatchObject({ etag: '"3"', 'event-position': '7' });
    expect(headers).not.toHaveProperty('location');
  });

  it('a command about many answers with a body, and with no version', async () => {
    const { body, headers } = await shop.http
      .post('/v1/probes/bulk')
      .send({ rows: [{}] })
      .expect(200);
    expect(body).toEqual({ done: 1 });
    for (const name of ['etag', 'event-position', 'location']) expect(headers).not.toHaveProperty(name);
    const { responses, parameters } = paths['/v1/probes/bulk'].post;
    expect(responses[200].content).toEqual({ 'application/json': { schema: { $ref: '#/components/schemas/StatusDocument' } } });
    const items = { $ref: '#/components/schemas/Probe' };
    expect(components.schemas.ProbesBody.properties.rows).toMatchObject({ type: 'array', items, minItems: 1, maxItems: 3 });
    expect(components.schemas).toHaveProperty('Probe');
    expect(parameters.map(({ name }: { name: string }) => name)).toEqual(['X-Correlation-Id', 'Idempotency-Key']);
  });

  it('a refusal points to the field that its rule is about, as bad input does', async () => {
    const { body } = await shop.http.post('/v1/probes/refused').send({}).expect(422);
    const detail = 'It is too long.';
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Unprocessable Content',
      status: 422,
      code: 'probe.name-too-long',
      detail,
      errors: [{ pointer: '#/name', code: 'too-long', detail }],
    });
    await shop.http.post('/v1/probes/refused').send({ flag: true }).expect(409);
  });
});
