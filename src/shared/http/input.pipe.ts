import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validate } from 'class-validator';
import { textReaders } from './fields.js';
import { FormBody } from './body-parsers.js';
import { InvalidInput, type InputError } from './problems.js';

/**
 * Turns what came in into an instance of its class, or refuses it with all its faults. A body in JSON must have the right
 * types; in a query string, a path and a form all is text and is read as the class's fields say.
 */
@Injectable()
export class InputPipe implements PipeTransform {
  async transform(value: unknown, { metatype, type }: ArgumentMetadata): Promise<unknown> {
    if (!metatype || !isInputClass(metatype)) return value;
    const given = value ?? {};
    if (typeof given !== 'object' || Array.isArray(given)) throw new InvalidInput([{ pointer: '#', code: 'not-an-object', detail: 'must be an object' }]);
    const isText = type !== 'body' || given instanceof FormBody;
    const readers = textReaders(metatype);
    const fields = Object.entries(given).map(([name, field]) => [
      name,
      isText && typeof field === 'string' && Object.hasOwn(readers, name) ? readers[name]?.(field) : field,
    ]);
    // Names that class-transformer would take for something else than a property.
    const unknown = fields.map(([name]) => name as string).filter((name) => !Object.hasOwn(readers, name));
    const known = fields.filter(([name]) => Object.hasOwn(readers, name as string));
    const input: Record<string, unknown> = plainToInstance(metatype, Object.fromEntries(known), { exposeDefaultValues: true });
    const faults = await validate(input);
    const errors: InputError[] = [
      ...faults.flatMap(({ property, constraints = {} }) =>
        Object.values(constraints).map((fault) => ({ pointer: pointer(property), ...JSON.parse(fault) })),
      ),
      ...unknown.map((name) => ({ pointer: pointer(name), code: 'unknown', detail: 'is not known here' })),
    ];
    if (errors.length) throw new InvalidInput(errors);
    // A field that was declared but not given must not look like a wish for `undefined`.
    for (const name of Object.keys(input)) if (input[name] === undefined) delete input[name];
    return input;
  }
}

function isInputClass(type: abstract new (...args: never[]) => unknown): type is new () => Record<string, unknown> {
  return getMetadataStorage().getTargetValidationMetadatas(type, '', false, false).length > 0;
}

/** @returns a JSON pointer as a URI fragment (RFC 6901), as RFC 9457 shows it; a parameter stands like a member of a body */
function pointer(property: string): string {
  return `#/${encodeURIComponent(property.replaceAll('~', '~0').replaceAll('/', '~1').toWellFormed())}`;
}
