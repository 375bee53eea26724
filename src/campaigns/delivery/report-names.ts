import { Injectable } from '@nestjs/common';
import { and, given, param, ReadDatabase, type Sql, sql } from '#kronika';
import type { DeliveryRowDocument } from './report.documents.js';

/** The view with the names of campaigns, sections and creatives. */
export const NAMES = 'names';

type ReportedType = 'campaign' | 'section' | 'creative';

interface ReportNameRow {
  readonly type: ReportedType;
  readonly id: string;
  readonly name: string;
  readonly portfolioId: string | null;
  readonly portfolio: string | null;
}

/** What a report calls its rows, and which campaigns it may count. Deleted entities keep their last names. */
@Injectable()
export class ReportNames {
  constructor(private readonly database: ReadDatabase) {}

  /** The names of what rows are grouped by, as of one position of the view. */
  async of(rows: readonly DeliveryRowDocument[]) {
    const ids = rows.flatMap(({ campaignId, sectionId, creativeId }) => [campaignId, sectionId, creativeId]);
    const known = [...new Set(ids.filter((id) => id !== undefined))];
    const found = await this.database.query<ReportNameRow>(
      NAMES,
      sql`SELECT n.type, n.id, n.name, n.portfolio_id AS "portfolioId", p.name AS portfolio
          FROM read.names AS n LEFT JOIN read.names AS p ON p.type = 'portfolio' AND p.id = n.portfolio_id
          WHERE n.id = ANY (${param('uuid[]', known)})`,
    );
    const names = new Map(found.rows.map((row) => [`${row.type} ${row.id}`, row]));
    return {
      position: found.position,
      nameOf: (type: ReportedType, id: string) => names.get(`${type} ${id}`)?.name ?? null,
      portfolioOf: (sectionId: string) => {
        const { portfolioId = null, portfolio = null } = names.get(`section ${sectionId}`) ?? {};
        return { portfolioId, portfolio };
      },
    };
  }

  /**
   * The campaigns that a report is about; undefined: all.
   *
   * @param boundTo the only user whose campaigns count, deleted ones included
   */
  async campaigns(campaignId: string | undefined, boundTo: number | undefined): Promise<readonly string[] | undefined> {
    if (boundTo === undefined) return campaignId === undefined ? undefined : [campaignId];
    const isMeant: Sql[] = given(campaignId, (id) => sql`id = ${param('uuid', id)}`);
    const { rows } = await this.database.query<{ id: string }>(
      NAMES,
      sql`SELECT id FROM read.names WHERE ${and([sql`type = 'campaign' AND user_id = ${param('bigint', boundTo)}`, ...isMeant])}`,
    );
    return rows.map(({ id }) => id);
  }
}
