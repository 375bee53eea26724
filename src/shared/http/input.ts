import { Id } from './fields.js';

export const JSON_BODY = 'application/json';
export const FORM = 'application/x-www-form-urlencoded';

export class IdInPath {
  @Id()
  id!: number;
}
