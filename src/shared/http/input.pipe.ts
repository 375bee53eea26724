import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { getMetadataStorage, validateSync } from 'class-validator';
import { FormBody } from './body-parsers.js';
import { readingsOf } from './fields.js';
import { type InputError, InvalidInput, pointer, unknownNames } from './problems.js';

/** Turns input into an instance of the parameter's class, see `readInput`. */
@Injectable()
export class InputPipe implements PipeTransform {
  async transform(value: unknown, { metatype, type }: ArgumentMetadata): Promise<unknown> {
    if (!metatype || !isInputClass(metatype)) return value;
    return readInput(metatype, value, type !== 'body' || value instanceof FormBody);
  }
}

const valid = new WeakMap<object, object>();

/** @returns the canonical form of the fields if `readInput` has accepted the object; otherwise the object itself */
export function normalised(given: object): object {
  return valid.get(given) ?? given;
}

/**
 * Turns input into an instance of its class. JSON must have the right types. Query strings, paths and forms are text,
 * which the fields of the class parse. In them, only lists may be repeated.
 *
 * @throws InvalidInput with all its faults
 */
export async function readInput<T extends object>(type: new () => T, value: unknown, isText = false): Promise<T> {
  if (value === undefined) throw new InvalidInput([{ pointer: '#', code: 'missing', detail: 'must be given' }]);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidInput([{ pointer: '#', code: 'not-an-object', detail: 'must be an object' }]);
  const readings = readingsOf(type);
  const input = new type();
  const fields = input as Record<string, unknown>;
  const repeated: string[] = [];
  const unknown: string[] = [];
  for (const [name, given] of Object.entries(value)) {
    const reading = Object.hasOwn(readings, name) ? readings[name] : undefined;
    if (!reading) unknown.push(name);
    else if (isText && reading.fromTexts) fields[name] = reading.fromTexts([given].flat());
    else if (isText && Array.isArray(given)) repeated.push(name);
    else fields[name] = isText && reading.fromText ? reading.fromText(given) : given;
  }
  let isValid = true;
  for (const name in readings) isValid &&= readings[name]?.isValid(fields[name]) === true;
  const faults = isValid ? [] : validateSync(input).filter(({ property }) => !repeated.includes(property));
  const [unknownErrors, more] = unknownNames(unknown);
  const errors: InputError[] = [
    ...faults.flatMap(({ property, constraints = {} }) =>
      Object.values(constraints).map((fault) => ({ pointer: pointer(property), ...JSON.parse(fault) })),
    ),
    ...repeated.map((name) => ({ pointer: pointer(name), code: 'repeated' as const, detail: 'must be given only once' })),
    ...unknownErrors,
  ];
  if (errors.length) throw new InvalidInput(errors, more);
  for (const [name, given] of Object.entries(input)) {
    // Removes declared fields that were not given, so that they don't look like a given `undefined`.
    if (given === undefined) delete fields[name];
    else if (given !== null) fields[name] = readings[name]?.normalise?.(given as never) ?? given;
  }
  const form = ([name, given]: [string, unknown]) => [name, readings[name]?.normalise ? fields[name] : given];
  valid.set(value, Object.fromEntries(Object.entries(value).map(form)));
  return input;
}

type Class = abstract new (...args: never[]) => unknown;

const inputClasses = new Map<Class, boolean>();

function isInputClass(type: Class): type is new () => Record<string, unknown> {
  let isInput = inputClasses.get(type);
  if (isInput === undefined) {
    isInput = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false).length > 0;
    inputClasses.set(type, isInput);
  }
  return isInput;
}
