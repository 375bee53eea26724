import { Id } from './fields.js';

export const JSON_BODY = 'application/json';
export const FORM = 'application/x-www-form-urlencoded';

/** A list of ETags, or `*` (RFC 9110, 13.1). */
export const ETAGS = /^(\*|(W\/)?"[^"]*"(, *(W\/)?"[^"]*")*)$/;

export class IdInPath {
  @Id({ description: 'The id, as in the Location of the create command and in lists' })
  id!: number;
}
