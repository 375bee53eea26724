import { applyDecorators } from '@nestjs/common';
import { PROBLEM_TYPE } from './problems.js';
import { ApiExtraModels, ApiProperty, ApiResponse, getSchemaPath } from '@nestjs/swagger';

export class InputErrorDocument {
  @ApiProperty({ description: 'A JSON pointer to the member, or the name of the parameter', example: '#/userId' })
  pointer!: string;

  @ApiProperty({ example: 'out-of-range' })
  code!: string;

  @ApiProperty({ example: 'must be from 1 to 9007199254740991' })
  detail!: string;
}

/** RFC 9457. */
export class ProblemDocument {
  @ApiProperty({ example: 'about:blank' })
  type!: string;

  @ApiProperty({ example: 'Bad Request' })
  title!: string;

  @ApiProperty({ example: 400 })
  status!: number;

  @ApiProperty({ description: 'Stable; tells problems apart', example: 'request.invalid' })
  code!: string;

  @ApiProperty({ example: 'userId must be a whole number.' })
  detail!: string;

  @ApiProperty({ required: false, type: [InputErrorDocument], description: 'For bad input: all that is wrong' })
  errors?: InputErrorDocument[];
}

/** What any request may be answered with. */
export const INPUT_PROBLEMS = { 400: ['request.invalid', 'request.malformed-json', 'request.malformed-text'] };

/** Documents the problem codes of a route, by status. */
export function ApiProblems(problems: Record<number, string[]>) {
  return applyDecorators(
    ApiExtraModels(ProblemDocument),
    ...Object.entries(problems).map(([status, codes]) =>
      ApiResponse({
        status: Number(status),
        description: codes.map((code) => `\`${code}\``).join(', '),
        content: {
          [PROBLEM_TYPE]: {
            schema: { allOf: [{ $ref: getSchemaPath(ProblemDocument) }, { properties: { code: { enum: codes } } }] } as never,
          },
        },
      }),
    ),
  );
}
