import { type Decider, NotFound, Refusal, type Transaction } from '#kronika';

/**
 * Restores an entity that exists only as events to an earlier version, by new events.
 *
 * @param goBack the events that lead from the present state to the past one
 * @param require checks further conditions if there are any events
 * @throws NotFound `<category>.not-found`, `<category>.version-not-found`
 * @throws Refusal if a rule forbids the earlier state today
 */
export async function undo<S, E extends { data: unknown }>(
  transaction: Transaction,
  decider: Decider<S, E>,
  { id, version }: { readonly id: string; readonly version: number },
  goBack: (present: S, past: S) => E[],
  require?: (past: S) => Promise<void>,
): Promise<void> {
  const { category } = decider;
  const past = await transaction.streams.past(decider, id, version);
  try {
    await transaction.streams.change(decider, id, (present) => {
      if (!past) throw new NotFound(`${category}.version-not-found`, `The ${category} has had no version ${version} yet.`);
      return goBack(present, past);
    });
    if (past && require && transaction.appended) await require(past);
  } catch (error) {
    throw error instanceof Refusal ? ofVersion(error) : error;
  }
}

/**
 * Points the errors of a refusal to the version: the rule names a field of the earlier state, but the body of an undo
 * has only the version.
 */
function ofVersion(refusal: Refusal): Refusal {
  const { code, message: detail, extra } = refusal;
  if (!Array.isArray(extra.errors)) return refusal;
  const errors = extra.errors.map((error) => ({ ...error, pointer: '#/version', detail }));
  return new Refusal(code, detail, { ...extra, errors });
}
