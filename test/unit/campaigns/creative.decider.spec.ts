import { describe, expect, it } from 'vitest';
import {
  addMedia,
  createCreative,
  creativeDecider,
  deleteCreative,
  goBack,
  PENDING,
  renameCreative,
  replaceCreativeName,
  setApproval,
  setClickThrough,
  setCreativeWeight,
} from '../../../src/campaigns/creative/creative.decider.js';
import {
  type Approval,
  CreativeApprovalSet,
  CreativeClickThroughSet,
  CreativeCreated,
  CreativeDeleted,
  type CreativeMedia,
  CreativeMediaAdded,
  CreativeNameSet,
  CreativeWeightSet,
} from '../../../src/campaigns/creative/creative.events.js';
import { Conflict } from '../../../src/shared/event-log/refusal.js';
import { fold, givenTo } from '../../support/given.js';

const given = givenTo(creativeDecider);

const CONTENT: CreativeCreated['data'] = {
  campaignId: '5f2b8a4e-3c1d-4e6f-a7b8-9c0d1e2f3a4b',
  name: 'Spring',
  clickThrough: 'https://shop.example/',
  weight: 100,
  skipAfter: 5,
  universalAdId: { idRegistry: 'ad-id.org', idValue: 'CNPA0484000H' },
  tag: null,
};
const TAG = { ...CONTENT, clickThrough: null, skipAfter: null, tag: 'https://ads.example/vast?cb=[CACHEBUSTING]' };
const MEDIA: CreativeMedia = {
  sha256: 'ab'.repeat(32),
  bytes: 126_000,
  type: 'video/mp4',
  width: 640,
  height: 360,
  durationMs: 6_000,
  codec: 'avc1.64001f',
  bitrate: 168_000,
};
const OTHER_MEDIA = { ...MEDIA, sha256: 'cd'.repeat(32) };
const APPROVED: Approval = { state: 'approved', reason: null };
const REJECTED: Approval = { state: 'rejected', reason: 'Too loud' };

const created = new CreativeCreated(CONTENT);
const tagged = new CreativeCreated(TAG);
const uploaded = new CreativeMediaAdded(MEDIA);
const approved = new CreativeApprovalSet(APPROVED);

describe('a creative is created', () => {
  it('with its content', () => {
    given()
      .when((creative) => createCreative(creative, CONTENT))
      .gives(created);
    given()
      .when((creative) => createCreative(creative, TAG))
      .gives(tagged);
    expect(fold(creativeDecider, [created])).toMatchObject({ ...CONTENT, media: null, approval: PENDING });
  });

  it('once, with the same content', () => {
    given(created, new CreativeNameSet({ name: 'Summer' }))
      .when((creative) =>
        createCreative(creative, { ...CONTENT, universalAdId: { idRegistry: 'ad-id.org', idValue: 'CNPA0484000H' } }),
      )
      .gives();
    for (const other of [{ weight: 99 }, { universalAdId: null }, { universalAdId: { idRegistry: 'ad-id.org', idValue: 'x' } }])
      given(created)
        .when((creative) => createCreative(creative, { ...CONTENT, ...other }))
        .isRefused('creative.id-taken', { as: Conflict });
    given(created, new CreativeDeleted())
      .when((creative) => createCreative(creative, CONTENT))
      .isRefused('creative.deleted', { as: Conflict });
  });

  it('either as a tag, or with a video, a click and a skip', () => {
    given()
      .when((creative) => createCreative(creative, { ...TAG, clickThrough: 'https://shop.example/' }))
      .isRefused('creative.tag-with-click-through', { pointer: '#/clickThrough' });
    given()
      .when((creative) => createCreative(creative, { ...TAG, skipAfter: 5 }))
      .isRefused('creative.tag-with-skip-after', { pointer: '#/skipAfter' });
    given(tagged)
      .when((creative) => setClickThrough(creative, 'https://shop.example/'))
      .isRefused('creative.tag-with-click-through', { pointer: '#/clickThrough' });
    given(tagged)
      .when((creative) => addMedia(creative, MEDIA))
      .isRefused('creative.tag-with-media');
  });

  it.each([
    ['', 'empty'],
    [' \u2800\u200b', 'empty'],
    ['x'.repeat(51), 'too-long'],
    ['a\nb', 'with-control-characters'],
    ['a\u0000b', 'with-control-characters'],
  ])('with a name, which %j is not', (name, fault) => {
    given()
      .when((creative) => createCreative(creative, { ...CONTENT, name }))
      .isRefused(`creative.name-${fault}`, { pointer: '#/name' });
    given(created)
      .when((creative) => renameCreative(creative, name))
      .isRefused(`creative.name-${fault}`, { pointer: '#/name' });
  });

  it.each(['a]]>b', '<script>', '\uFFFE&'])('also with the name %j, which a document must escape', (name) =>
    given()
      .when((creative) => createCreative(creative, { ...CONTENT, name }))
      .gives(new CreativeCreated({ ...CONTENT, name })),
  );
});

describe('the address of a click', () => {
  it.each([
    ['javascript:alert(1)', 'malformed'],
    ['data:text/html,x', 'malformed'],
    ['ftp://shop.example/', 'malformed'],
    ['//shop.example/', 'malformed'],
    ['https://', 'malformed'],
    [`https://shop.example/${'x'.repeat(5_000)}`, 'malformed'],
    ['https://ann:secret@shop.example/', 'with-credentials'],
    ['https://ann@shop.example/', 'with-credentials'],
  ])('is not %s', (clickThrough, fault) => {
    given()
      .when((creative) => createCreative(creative, { ...CONTENT, clickThrough }))
      .isRefused(`creative.click-through-${fault}`, { pointer: '#/clickThrough' });
    given(created)
      .when((creative) => setClickThrough(creative, clickThrough))
      .isRefused(`creative.click-through-${fault}`, { pointer: '#/clickThrough' });
  });

  it('can be changed and removed', () => {
    given(created)
      .when((creative) => setClickThrough(creative, 'HTTP://shop.example/2'))
      .gives(new CreativeClickThroughSet({ clickThrough: 'HTTP://shop.example/2' }));
    given(created)
      .when((creative) => setClickThrough(creative, null))
      .gives(new CreativeClickThroughSet({ clickThrough: null }));
    given(created)
      .when((creative) => setClickThrough(creative, CONTENT.clickThrough))
      .gives();
  });
});

describe('the address of a tag', () => {
  it.each([
    'http://localhost/vast',
    'http://LOCALHOST./vast',
    'http://api.localhost:8080/vast',
    'http://intranet/vast',
    'http://printer.local/',
    'http://db.internal/',
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0/',
    'http://10.1.2.3/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
    'http://[64:ff9b::a00:1]/',
  ])('is not %s, which only a private network knows', (tag) =>
    given()
      .when((creative) => createCreative(creative, { ...TAG, tag }))
      .isRefused('creative.tag-not-public', { pointer: '#/tag' }),
  );

  it.each(['https://ads.example/vast', 'http://8.8.8.8/', 'http://172.32.0.1/', 'http://[2606:4700::1111]/'])(
    'may be %s',
    (tag) =>
      given()
        .when((creative) => createCreative(creative, { ...TAG, tag }))
        .gives(new CreativeCreated({ ...TAG, tag })),
  );

  it('has no credentials', () =>
    given()
      .when((creative) => createCreative(creative, { ...TAG, tag: 'https://ann:secret@ads.example/' }))
      .isRefused('creative.tag-with-credentials', { pointer: '#/tag' }));
});

describe('an approval', () => {
  it('needs something to show', () => {
    given(created)
      .when((creative) => setApproval(creative, APPROVED))
      .isRefused('creative.without-media', { pointer: '#/state' });
    given(created)
      .when((creative) => setApproval(creative, REJECTED))
      .gives(new CreativeApprovalSet(REJECTED));
    given(created, uploaded)
      .when((creative) => setApproval(creative, APPROVED))
      .gives(approved);
    given(tagged)
      .when((creative) => setApproval(creative, APPROVED))
      .gives(approved);
    given(created, uploaded, approved)
      .when((creative) => setApproval(creative, APPROVED))
      .gives();
  });

  it('is pending again after another video, and stays after the same one', () => {
    given(created, uploaded, approved)
      .when((creative) => addMedia(creative, MEDIA))
      .gives();
    given(created, uploaded, approved)
      .when((creative) => addMedia(creative, OTHER_MEDIA))
      .gives(new CreativeMediaAdded(OTHER_MEDIA));
    expect(fold(creativeDecider, [created, uploaded, approved, new CreativeMediaAdded(OTHER_MEDIA)])?.approval).toEqual(PENDING);
  });
});

describe('an undo', () => {
  const past = [created, uploaded];
  const present = [
    ...past,
    new CreativeMediaAdded(OTHER_MEDIA),
    new CreativeNameSet({ name: 'Summer' }),
    new CreativeClickThroughSet({ clickThrough: null }),
    new CreativeWeightSet({ weight: 7 }),
    new CreativeApprovalSet(REJECTED),
  ];
  const stateOf = (...events: Parameters<typeof given>) => fold(creativeDecider, events) as never;

  it('restores name, click, weight and video, and no approval', () =>
    given(...present)
      .when((creative) => goBack(creative, stateOf(...past, approved)))
      .gives(
        new CreativeNameSet({ name: 'Spring' }),
        new CreativeClickThroughSet({ clickThrough: CONTENT.clickThrough }),
        new CreativeWeightSet({ weight: 100 }),
        uploaded,
      ));

  it('removes no video', () =>
    given(...present)
      .when((creative) => goBack(creative, stateOf(created)))
      .isRefused('creative.version-without-media', { pointer: '#/version' }));
});

it('a deleted creative changes no more, except for its name if that is erased', () => {
  const commands = [
    (creative: never) => renameCreative(creative, 'x'),
    (creative: never) => setClickThrough(creative, null),
    (creative: never) => setCreativeWeight(creative, 1),
    (creative: never) => setApproval(creative, REJECTED),
    (creative: never) => addMedia(creative, MEDIA),
    (creative: never) => goBack(creative, creative),
    (creative: never) => deleteCreative(creative),
  ];
  for (const command of commands)
    given(created, new CreativeDeleted())
      .when((creative) => command(creative as never))
      .isRefused('creative.deleted', { as: Conflict });
  given(created, new CreativeDeleted())
    .when((creative) => replaceCreativeName(creative, 'x'))
    .gives(new CreativeNameSet({ name: 'x' }));
});
