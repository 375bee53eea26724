/** The key of the row of the event's entity. */
export const byId = ({ entityId }: { readonly entityId: string }) => ({ id: entityId });

export const momentOf = (text: string | null) => (text === null ? null : new Date(text));
