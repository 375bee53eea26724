import { Id } from './fields.js';

export const JSON_BODY = 'application/json';
export const FORM = 'application/x-www-form-urlencoded';

/** A list of ETags, or `*` (RFC 9110, 13.1). */
export const ETAGS = /^(\*|(W\/)?"[^"]*"(, *(W\/)?"[^"]*")*)$/;

export class IdInPath {
  @Id({ description: 'As the Location of its creation and the lists name it' })
  id!: number;
}
