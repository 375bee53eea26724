import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { LOG_ITSELF, QueryRoute } from '#kronika';
import { PortfolioInPath, SectionInPath } from '../campaigns.input.js';
import { FindHistory, FindHistoryParameters, HistoryDocument } from './find-history.query.js';
import { FindPortfolio, FindPortfolioParameters } from './find-portfolio.query.js';
import { FindPortfolios, FindPortfoliosParameters } from './find-portfolios.query.js';
import { FindSection } from './find-section.query.js';
import { PortfolioDocument, PortfolioListDocument, SectionDocument } from './portfolio.document.js';
import { PORTFOLIOS } from './portfolios.view.js';

@ApiTags('portfolios')
@Controller('v1/portfolios')
export class PortfolioQueriesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @QueryRoute({
    summary: 'Find portfolios',
    description:
      'Follow `next_cursor` or the Link header to the next page. Rows that are added meanwhile do not shift the pages.',
    view: PORTFOLIOS,
    body: PortfolioListDocument,
    isCommon: true,
  })
  findPortfolios(@Query() parameters: FindPortfoliosParameters) {
    return this.queries.execute(new FindPortfolios(parameters));
  }

  @Get(':id')
  @QueryRoute({
    summary: 'One portfolio with all its sections, now or at an earlier version or moment',
    view: PORTFOLIOS,
    body: PortfolioDocument,
    isCommon: true,
    entity: true,
    folds: true,
    problems: { 404: ['portfolio.not-found', 'portfolio.version-not-found'] },
  })
  findPortfolio(@Param() { id }: PortfolioInPath, @Query() parameters: FindPortfolioParameters) {
    return this.queries.execute(new FindPortfolio(id, parameters));
  }

  @Get(':id/sections/:section')
  @QueryRoute({
    summary: 'One section of a portfolio',
    description: 'The version in the answer is that of the portfolio.',
    view: PORTFOLIOS,
    body: SectionDocument,
    isCommon: true,
    entity: true,
    problems: { 404: ['section.not-found'] },
  })
  findSection(@Param() { id, section }: SectionInPath) {
    return this.queries.execute(new FindSection(id, section));
  }

  @Get(':id/history')
  @QueryRoute({
    summary: 'The changes of a portfolio: actor, fields, old and new values',
    description: 'Includes deleted portfolios.',
    view: LOG_ITSELF,
    body: HistoryDocument,
    isCommon: true,
    folds: true,
    problems: { 404: ['portfolio.not-found'] },
  })
  findPortfolioHistory(@Param() { id }: PortfolioInPath, @Query() parameters: FindHistoryParameters) {
    return this.queries.execute(new FindHistory('portfolio', id, parameters));
  }
}
