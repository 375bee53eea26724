import { type Fault, type FieldOptions, field } from '#kronika';
import { MAX_ADDRESS_LENGTH } from './creative.refusals.js';

const WEB_ADDRESS = /^[Hh][Tt][Tt][Pp][Ss]?:\/\/[!-~]+$/;

const NO_WEB_ADDRESS: Fault = {
  code: 'not-a-web-address',
  detail: `must be an address that begins with https:// or http://, percent-encoded, of at most ${MAX_ADDRESS_LENGTH} characters`,
};

/** A field for a web address. The domain checks its parts. */
export const WebAddress = (options: FieldOptions) =>
  field(
    (value) =>
      typeof value === 'string' && value.length <= MAX_ADDRESS_LENGTH && WEB_ADDRESS.test(value) ? undefined : NO_WEB_ADDRESS,
    { type: 'string', minLength: 1, maxLength: MAX_ADDRESS_LENGTH, pattern: WEB_ADDRESS.source },
    options,
  );

const AD_ID_PART = /^[!-~]{1,100}$/;

const NO_AD_ID: Fault = {
  code: 'not-an-ad-id',
  detail: 'must have an idRegistry and an idValue, each of 1 to 100 visible ASCII characters without blanks',
};

function isAdId(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { idRegistry, idValue, ...others } = value as Record<string, unknown>;
  return (
    [idRegistry, idValue].every((part) => AD_ID_PART.test(String(part)) && typeof part === 'string') &&
    !Object.keys(others).length
  );
}

const adIdPart = { type: 'string', minLength: 1, maxLength: 100, pattern: AD_ID_PART.source } as const;

/** A field for the identifier of an ad in a registry. */
export const UniversalAdIdField = (options: FieldOptions) =>
  field(
    (value) => (isAdId(value) ? undefined : NO_AD_ID),
    {
      type: 'object',
      required: ['idRegistry', 'idValue'],
      properties: { idRegistry: adIdPart, idValue: adIdPart },
      additionalProperties: false,
    },
    options,
  );
