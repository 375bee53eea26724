import { DefaultNamingStrategy } from 'typeorm';

/** Maps camelCase properties to snake_case columns, in every entity and every view row. */
export class SnakeNaming extends DefaultNamingStrategy {
  override columnName(property: string, custom: string | undefined, prefixes: string[]): string {
    return custom ?? snakeCase([...prefixes, property].join('_'));
  }
}

/** @returns `goodsCount` as `goods_count` */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
